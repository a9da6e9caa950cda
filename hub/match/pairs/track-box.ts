import type { Fix } from '../../core/footage.ts';
import { metresPerDegree } from '../frames/track-limits.ts';

/** The box that holds every point within so many metres of a track, degrees; none without a fix. */
export const boxAroundTrack = (
  track: readonly Fix[],
  withinM: number,
): { west: number; east: number; south: number; north: number } | undefined => {
  if (track.length === 0) return undefined;
  let [west, east, south, north] = [180, -180, 90, -90];
  for (const [, lon, lat] of track) {
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  const span = withinM / metresPerDegree;
  const wide = span / Math.max(0.01, Math.cos((south * Math.PI) / 180));
  return { west: west - wide, east: east + wide, south: south - span, north: north + span };
};

import { faults } from './faults.ts';
import { offset, type Place } from './place.ts';
import type { Random } from './random.ts';
import { second } from './time.ts';

const stepMs = 5 * second;

/** A walk around a place with a fix every five seconds; some walks have a stretch without fixes. */
export const trackOf = (random: Random, place: Place, from: number, to: number): [number, number, number][] => {
  const hole = random.chance(faults.trackWithHole) ? random.between(from, to) : Number.POSITIVE_INFINITY;
  const holeEnds = hole + random.int(20, 90) * second;
  let [east, north] = [random.normal(15), random.normal(15)];
  const track: [number, number, number][] = [];
  for (let at = from; at <= to; at += stepMs) {
    east += random.normal(4) - east * 0.05;
    north += random.normal(4) - north * 0.05;
    if (at >= hole && at < holeEnds) continue;
    const { lon, lat } = offset(place, east, north);
    track.push([at, lon, lat]);
  }
  return track;
};

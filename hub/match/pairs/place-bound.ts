import type { Frames } from '../frames/frames.ts';
import { metresPerDegree, mostAccuracyM } from '../frames/track-limits.ts';
import { columnOf, mostLevels, weightTable } from '../rules/levels.ts';
import { levelNames } from '../rules/rules-schema.ts';

const column = columnOf('place');

/** Levels that the fixes themselves decide; the way between them does not count there. */
const isByFixes = (name: string): boolean => name === 'stayed' || name === 'lingered';

/** What the box around a clip's track alone tells about a place, in steps of distance. */
export interface PlaceBound {
  /** How near the track can have come: a step, from 0 for nearest. `unseen` without a track or without a place. */
  stepOf(record: number, clip: number): number;
  readonly unseen: number;
  /** The most that the place can weigh at each step, bits; never less than what the comparison will say. */
  readonly most: Float64Array;
  /** Whether a level that makes a candidate can come of it at each step, 1 or 0. */
  readonly canBeNear: Uint8Array;
}

/** A clip that passed at some distance cannot have stayed: spares most looks along a track. */
export const preparePlaceBound = ({ rules, records, footage }: Frames): PlaceBound => {
  const weights = weightTable(rules).subarray(column * mostLevels, (column + 1) * mostLevels);
  const bounds = levelNames.place.flatMap((name, index) => {
    const { within } = rules.comparisons.place[name];
    return within > 0 ? [{ within, weight: weights[index + 1] as number, byFixes: isByFixes(name) }] : [];
  });
  const steps = bounds.sort((left, right) => left.within - right.within);
  const unlimited = levelNames.place.reduce(
    (most, name, index) =>
      rules.comparisons.place[name].within > 0 ? most : Math.max(most, weights[index + 1] as number),
    0,
  );
  const within = Float64Array.from(steps, (one) => one.within);
  const byFixes = Uint8Array.from(steps, (one) => (one.byFixes ? 1 : 0));
  const mostFrom = steps.map((_, from) => Math.max(unlimited, ...steps.slice(from).map((one) => one.weight)));
  const { stayed, lingered, at, close } = rules.comparisons.place;
  const nearM = Math.max(stayed.within, lingered.within, at.within, close.within);
  const unseen = steps.length + 1;
  const metresPerLon = records.lat.map((degrees) => metresPerDegree * Math.cos((degrees * Math.PI) / 180));
  const { lon, lat, accuracyM } = records;
  const { trackStarts, west, east, south, north, fixSlackM, trackSlackM } = footage;

  const stepOf = (record: number, clip: number): number => {
    if (trackStarts[clip] === trackStarts[clip + 1] || Number.isNaN(lon[record])) return unseen;
    const x = lon[record] as number;
    const y = lat[record] as number;
    const besideX =
      Math.max((west[clip] as number) - x, x - (east[clip] as number), 0) * (metresPerLon[record] as number);
    const besideY = Math.max((south[clip] as number) - y, y - (north[clip] as number), 0) * metresPerDegree;
    const known = Math.min(accuracyM[record] as number, mostAccuracyM);
    const ofFixes = known + (fixSlackM[clip] as number);
    const ofTrack = known + (trackSlackM[clip] as number);
    const square = besideX * besideX + besideY * besideY;
    for (let step = 0; step < within.length; step += 1) {
      const reach = (within[step] as number) + (byFixes[step] === 1 ? ofFixes : ofTrack);
      if (square <= reach * reach) return step;
    }
    return within.length;
  };
  return {
    stepOf,
    unseen,
    most: Float64Array.from([...mostFrom, unlimited, 0]),
    canBeNear: Uint8Array.from([...steps.map((one) => (one.within <= nearM ? 1 : 0)), 0, 0]),
  };
};

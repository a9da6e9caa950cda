import type { Frames } from './frames.ts';
import { columnOf, mostLevels, weightTable } from './levels.ts';
import { levelNames } from './rules-schema.ts';
import { metresPerDegree, mostAccuracyM } from './sight.ts';

const column = columnOf('place');

/**
 * The most that the place can weigh for a pair, from the box around the clip's track alone: a clip that passed at some
 * distance cannot have stayed. Spares most looks along a track.
 *
 * @returns bits; never less than what the comparison will say
 */
export const preparePlaceBound = ({ rules, records, footage }: Frames): ((record: number, clip: number) => number) => {
  const weights = weightTable(rules).subarray(column * mostLevels, (column + 1) * mostLevels);
  const bounds = levelNames.place.flatMap((name, index) => {
    const { within } = rules.comparisons.place[name];
    return within > 0 ? [{ within, weight: weights[index + 1] as number }] : [];
  });
  const steps = bounds.sort((left, right) => left.within - right.within);
  const unlimited = levelNames.place.reduce(
    (most, name, index) =>
      rules.comparisons.place[name].within > 0 ? most : Math.max(most, weights[index + 1] as number),
    0,
  );
  const within = Float64Array.from(steps, (one) => one.within);
  const most = Float64Array.from(steps, (_, from) =>
    Math.max(unlimited, ...steps.slice(from).map((one) => one.weight)),
  );
  const metresPerLon = records.lat.map((degrees) => metresPerDegree * Math.cos((degrees * Math.PI) / 180));
  const { lon, lat, accuracyM } = records;
  const { trackStarts, west, east, south, north, trackSlackM } = footage;

  return (record, clip) => {
    if (trackStarts[clip] === trackStarts[clip + 1] || Number.isNaN(lon[record])) return 0;
    const x = lon[record] as number;
    const y = lat[record] as number;
    const besideX =
      Math.max((west[clip] as number) - x, x - (east[clip] as number), 0) * (metresPerLon[record] as number);
    const besideY = Math.max((south[clip] as number) - y, y - (north[clip] as number), 0) * metresPerDegree;
    const slack = Math.min(accuracyM[record] as number, mostAccuracyM) + (trackSlackM[clip] as number);
    const square = besideX * besideX + besideY * besideY;
    for (let step = 0; step < within.length; step += 1) {
      const reach = (within[step] as number) + slack;
      if (square <= reach * reach) return most[step] as number;
    }
    return unlimited;
  };
};

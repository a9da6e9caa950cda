import { codesOf, columnOf } from '../../rules/levels.ts';
import type { PrepareComparison } from '../comparison.ts';

const level = codesOf('time');
const officer = codesOf('officer');
const officerColumn = columnOf('officer');

/** Levels of the officer on which a clip is of the record's own people. */
const isOwn: readonly boolean[] = [
  false,
  ...Object.keys(officer).map((name) => ['exact', 'issued', 'partner', 'name'].includes(name)),
];

/** How long a clip must run on the scene to be of it; half of the clip is enough for short ones. */
const onSceneMs = 30_000;

/** Where a clip lies against a record's window, on the corrected clock. Leaves the zone error it supposes in the pair. */
export const prepareTime: PrepareComparison = ({ rules, records, footage }) => {
  const { windows } = records;
  const near = rules.comparisons.time.near.within;
  const { within: soon } = rules.comparisons.time.arrives;
  const { within: lateAfter } = rules.comparisons.time.late;
  const { near: beside, zones } = rules.blocking;

  /** The level of a clip that overlaps the padded window; 0 when it lies outside. */
  const inside = (window: number, from: number, to: number, sigmaMs: number, isOfOwn: boolean): number => {
    if (to < (windows.open[window] as number) || from > (windows.close[window] as number)) return 0;
    if (windows.coarse[window] === 1) return level.inside;
    const onScene = Math.min(to, windows.to[window] as number) - Math.max(from, windows.from[window] as number);
    const reach = soon + sigmaMs / 2;
    const isOnArrival =
      Math.abs(from - (windows.arrival[window] as number)) <= reach ||
      Math.abs(from - (windows.arrivedBy[window] as number)) <= reach;
    if (onScene >= 0 && isOnArrival) return level.arrives;
    const begins =
      from >= (windows.expectFrom[window] as number) - sigmaMs &&
      from <= (windows.expectTo[window] as number) + sigmaMs &&
      onScene >= -sigmaMs / 2;
    if (begins) return level.begins;
    if (onScene < Math.min(onSceneMs, (to - from) / 2)) return level.touches;
    // An officer's own camera that runs on is news. Of all others there is always one that happens to be running.
    if (from < (windows.from[window] as number)) return isOfOwn ? level.through : level.during;
    return from > (windows.expectTo[window] as number) + lateAfter ? level.late : level.during;
  };

  return (record, clip, pair) => {
    pair.shiftMs = 0;
    const window = record * windows.width + (footage.windowClass[clip] as number);
    const [from, to] = [footage.from[clip] as number, footage.to[clip] as number];
    const sigmaMs = footage.clockSigmaMs[clip] as number;
    const isOfOwn = isOwn[pair.levels[officerColumn] as number] === true;
    const fits = inside(window, from, to, sigmaMs, isOfOwn);
    if (fits !== 0) return fits;
    const outside = Math.max((windows.open[window] as number) - to, from - (windows.close[window] as number));
    if (outside <= near) return level.near;
    if (outside <= beside) return level.beside;
    if (footage.isMeasured[clip] === 0) {
      for (const zone of zones) {
        const found = inside(window, from - zone, to - zone, sigmaMs, isOfOwn);
        if (found === 0 || found === level.touches) continue;
        pair.shiftMs = zone;
        return level.zone;
      }
    }
    return level.apart;
  };
};

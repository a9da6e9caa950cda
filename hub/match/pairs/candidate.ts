import { boxAround, type CellBox, cellsAround } from '../../core/cell.ts';
import type { Frames } from '../frames/frames.ts';
import type { RecordSubject } from '../frames/subject.ts';
import type { Window } from '../frames/window.ts';
import { codesOf, columnOf, mostLevels, weightTable } from '../rules/levels.ts';
import type { Rules } from '../rules/rules.ts';

const columns = {
  reference: columnOf('reference'),
  officer: columnOf('officer'),
  time: columnOf('time'),
};
const officer = codesOf('officer');
const time = codesOf('time');
const place = codesOf('place');
/** Whether a level of place is one that makes a candidate; 0 is none. */
export const isNearby: readonly boolean[] = [
  false,
  ...Object.keys(place).map((name) => ['stayed', 'lingered', 'at', 'close', 'passed'].includes(name)),
];

/**
 * Whether the rules let two rows be a pair, by the levels on which they stand to each other. The level of place comes
 * apart, as `isNear`: whether it can be nearby is known before it is worked out.
 */
export type CandidateTest = (record: number, clip: number, levels: Uint8Array, isNear: boolean) => boolean;

/**
 * The blocking rules, said once for a scored pair. The index in memory and the queries of the store find at least these
 * pairs; whatever else they find is dropped here, so both keep the same pairs.
 */
export const prepareCandidateTest = ({ rules, records, footage }: Frames): CandidateTest => {
  const weights = weightTable(rules);
  const { longestEvent } = rules.blocking;
  const { windows } = records;
  return (record, clip, levels, isNear) => {
    if ((weights[columns.reference * mostLevels + (levels[columns.reference] as number)] as number) > 0) return true;
    if (levels[columns.time] === time.apart) return false;
    const who = levels[columns.officer];
    if (who === officer.exact || who === officer.issued || who === officer.partner) return true;
    const window = record * windows.width + (footage.windowClass[clip] as number);
    const open = windows.open[window] as number;
    const close = windows.close[window] as number;
    const isInside = (footage.from[clip] as number) <= close && (footage.to[clip] as number) >= open;
    if (!isInside || close - open > longestEvent) return false;
    return isNear || (who === 0 && (records.org[record] as number) >= 0 && records.org[record] === footage.org[clip]);
  };
};

/** Stretches of the camera's clock in which a clip of an officer may lie to be a candidate, epoch ms. */
export const stretchesOf = (
  rules: Rules,
  { open, close }: Pick<Window, 'open' | 'close'>,
): [from: number, to: number][] => [
  [open - rules.blocking.near, close + rules.blocking.near],
  ...rules.blocking.zones.map((zone): [number, number] => [open + zone, close + zone]),
];

/** How wrong an unmeasured clock may be for its track to be found by place. */
const clockSlackMs = 5 * 60_000;
const mostAccuracyM = 500;

/** Where and when every track passes that comes near a place in a window. */
export const placeBox = (
  rules: Rules,
  { lon, lat, accuracyM }: { lon: number; lat: number; accuracyM: number },
  { open, close }: Pick<Window, 'open' | 'close'>,
): CellBox => {
  const radius = rules.blocking.radiusM + Math.min(accuracyM, mostAccuracyM);
  return boxAround(lon, lat, radius, open - clockSlackMs, close + clockSlackMs);
};

/** Cells that hold every track that comes near the record's place in its window; none for a record without a place. */
export const placeCells = (rules: Rules, left: RecordSubject): number[] => {
  const { place: where } = left.record;
  const { open, close } = left.windowFor('body-camera');
  if (where === undefined || close - open > rules.blocking.longestEvent) return [];
  const radius = rules.blocking.radiusM + Math.min(where.accuracyM, mostAccuracyM);
  return cellsAround(where.lon, where.lat, radius, open - clockSlackMs, close + clockSlackMs);
};

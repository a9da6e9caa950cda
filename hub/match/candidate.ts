import { cellsAround } from '../core/cell.ts';
import type { Rules } from './rules.ts';
import type { Scored } from './score.ts';
import type { RecordSubject } from './subject.ts';
import type { Window } from './window.ts';

/**
 * The blocking rules, said once for a scored pair. The index in memory and the queries of the store find at least these
 * pairs; whatever else they find is dropped here, so both keep the same pairs.
 */
export const isCandidate = (rules: Rules, { left, right, window, levels }: Scored): boolean => {
  if (levels.reference !== undefined && levels.reference.weight > 0) return true;
  const { officer, time, place } = rules.comparisons;
  if (levels.time === time.apart) return false;
  const isTied =
    levels.officer === officer.exact || levels.officer === officer.issued || levels.officer === officer.partner;
  if (isTied) return true;
  const isInside = right.from <= window.close && right.to >= window.open;
  if (!isInside || window.close - window.open > rules.blocking.longestEvent) return false;
  if (levels.place === place.stayed || levels.place === place.at || levels.place === place.close) return true;
  return levels.officer === undefined && left.record.org !== undefined && left.record.org === right.footage.org;
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

/** Cells that hold every track that comes near the record's place in its window; none for a record without a place. */
export const placeCells = (rules: Rules, left: RecordSubject): number[] => {
  const { place } = left.record;
  const { open, close } = left.windowFor('body-camera');
  if (place === undefined || close - open > rules.blocking.longestEvent) return [];
  const radius = rules.blocking.radiusM + Math.min(place.accuracyM, 500);
  return cellsAround(place.lon, place.lat, radius, open - clockSlackMs, close + clockSlackMs);
};

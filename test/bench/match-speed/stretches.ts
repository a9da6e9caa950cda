import type { MatchFootage, MatchRecord } from '../../../hub/match/inputs.ts';
import { firstSpans } from '../../../hub/match/partition/match-partition.ts';
import { meet, reachOf, type Span, spanOfClip } from '../../../hub/match/partition/span.ts';
import type { Rules } from '../../../hub/match/rules/rules.ts';
import { beginningOf, type CityLoad, recordsPerShift, shiftOf, shiftsLoad, shiftsPerDay } from './province.ts';

/** Shifts of a city that are matched together, `to` not included. */
export interface Stretch {
  readonly city: number;
  readonly from: number;
  readonly to: number;
  /** How many shifts there are. */
  readonly shifts: number;
}

const cities = 4;
const shiftsTogether = 15 * shiftsPerDay;
/** Further away than this no shift has anything to do with a stretch. */
const shiftsBeside = 3 * shiftsPerDay;

/** About that many records: the same few cities for a longer or a shorter time, cut into stretches of half a month. */
export const stretchesFor = (records: number): Stretch[] => {
  const shifts = Math.max(1, Math.round(records / (cities * recordsPerShift)));
  const found: Stretch[] = [];
  for (let from = 0; from < shifts; from += shiftsTogether)
    for (let city = 0; city < cities; city += 1)
      found.push({ city, from, to: Math.min(shifts, from + shiftsTogether), shifts });
  return found;
};

/** What is owned by a stretch. */
export const ownShifts = ({ from, to }: Stretch) => ({
  hasRecord: (id: number): boolean => shiftOf.record(id) >= from && shiftOf.record(id) < to,
  hasClip: (id: number): boolean => shiftOf.clip(id) >= from && shiftOf.clip(id) < to,
});

/** What is loaded of a stretch, and what the registers are made of. */
export interface StretchLoad extends CityLoad {
  readonly spans: readonly Span[];
  readonly witnesses: CityLoad;
}

/** A stretch with its margin, as a partition of the product has it. */
export const loadOf = (rules: Rules, { city, from, to, shifts }: Stretch): StretchLoad => {
  const witnesses = shiftsLoad(city, from - shiftsBeside, Math.min(shifts, to + shiftsBeside));
  const spans = firstSpans({ from: beginningOf(from), to: beginningOf(to) });
  const isLoaded = (span: Span): boolean => spans.some((one) => meet(one, span));
  return {
    spans,
    witnesses,
    records: witnesses.records.filter((record: MatchRecord) => isLoaded(reachOf(rules, record))),
    footage: witnesses.footage.filter((clip: MatchFootage) => isLoaded(spanOfClip(rules, clip))),
  };
};

import type { Frames } from '../frames/frames.ts';
import { columns, comparisonCount, mostLevels, weightTable } from '../rules/levels.ts';
import { isNearby, prepareCandidateTest } from './candidate.ts';
import type { PairState } from './comparison.ts';
import { prepareEnding } from './comparisons/ending.ts';
import { prepareOfficer } from './comparisons/officer.ts';
import { prepareOrganisation } from './comparisons/organisation.ts';
import { preparePlace } from './comparisons/place.ts';
import { prepareReference } from './comparisons/reference.ts';
import { prepareSuitability } from './comparisons/suitability.ts';
import { prepareTime } from './comparisons/time.ts';
import { preparePlaceBound } from './place-bound.ts';

/** For sums that are compared with a bound: more than rounding can differ. */
const slack = 1e-9;

/** Weighs pairs of rows. Depends on the two, the rules and the registers only, so online and batch agree on every pair. */
export interface Scorer {
  /** What was found about the pair that was weighed last. */
  readonly pair: PairState;
  /** Prior and comparisons in bits, before rivals are heard. */
  weigh(record: number, clip: number): number;
  /**
   * The same; -Infinity as soon as it is clear that the blocking rules do not let the two be a pair or that it is below
   * `least`: then not every level was looked at.
   */
  weighCandidate(record: number, clip: number, least: number): number;
}

export const openScorer = (frames: Frames): Scorer => {
  const { rules } = frames;
  const weights = weightTable(rules);
  // Called one by one, not in a loop: each call has one target then, which the compiler can take in.
  const reference = prepareReference(frames);
  const officer = prepareOfficer(frames);
  const time = prepareTime(frames);
  const ending = prepareEnding(frames);
  const place = preparePlace(frames);
  const organisation = prepareOrganisation(frames);
  const suitability = prepareSuitability(frames);
  const isCandidate = prepareCandidateTest(frames);
  const { stepOf, unseen, most, canBeNear } = preparePlaceBound(frames);
  const levels = new Uint8Array(comparisonCount);
  const pair: PairState = { levels, shiftMs: 0 };

  const weightIn = (column: number): number => weights[column * mostLevels + (levels[column] as number)] as number;
  const mostIn = (column: number): number =>
    weights.subarray(column * mostLevels, (column + 1) * mostLevels).reduce((left, right) => Math.max(left, right), 0);
  const mostOfOrganisation = mostIn(columns.organisation);
  const mostOfRest = mostIn(columns.ending) + mostOfOrganisation + mostIn(columns.suitability);
  const total = (): number => {
    let sum = rules.priorWeight;
    for (let column = 0; column < comparisonCount; column += 1) sum += weightIn(column);
    return sum;
  };
  const compareNames = (record: number, clip: number): void => {
    levels[columns.reference] = reference(record, clip, pair);
    levels[columns.officer] = officer(record, clip, pair);
  };
  const compareRest = (record: number, clip: number): void => {
    levels[columns.ending] = ending(record, clip, pair);
    levels[columns.suitability] = suitability(record, clip, pair);
  };
  return {
    pair,
    weigh(record, clip) {
      compareNames(record, clip);
      levels[columns.time] = time(record, clip, pair);
      compareRest(record, clip);
      levels[columns.place] = place(record, clip, pair);
      levels[columns.organisation] = organisation(record, clip, pair);
      return total();
    },
    weighCandidate(record, clip, least) {
      compareNames(record, clip);
      const step = stepOf(record, clip);
      levels[columns.time] = 0;
      if (!isCandidate(record, clip, levels, canBeNear[step] === 1)) return Number.NEGATIVE_INFINITY;
      levels[columns.time] = time(record, clip, pair);
      const atMost = most[step] as number;
      const known = weightIn(columns.reference) + weightIn(columns.officer) + weightIn(columns.time);
      if (rules.priorWeight + known + mostOfRest + atMost < least - slack) return Number.NEGATIVE_INFINITY;
      compareRest(record, clip);
      levels[columns.place] = 0;
      levels[columns.organisation] = 0;
      if (total() + atMost + mostOfOrganisation < least - slack) return Number.NEGATIVE_INFINITY;
      // Looks along a track, so it is asked last and only where it can still matter.
      if (step !== unseen) levels[columns.place] = place(record, clip, pair);
      levels[columns.organisation] = organisation(record, clip, pair);
      const weight = total();
      if (weight < least) return Number.NEGATIVE_INFINITY;
      const isNear = isNearby[levels[columns.place] as number] === true;
      return isCandidate(record, clip, levels, isNear) ? weight : Number.NEGATIVE_INFINITY;
    },
  };
};

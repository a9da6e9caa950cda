import type { Comparison, PairState, PrepareComparison } from './comparison.ts';
import { prepareEnding } from './comparisons/ending.ts';
import { prepareOfficer } from './comparisons/officer.ts';
import { prepareOrganisation } from './comparisons/organisation.ts';
import { preparePlace } from './comparisons/place.ts';
import { prepareReference } from './comparisons/reference.ts';
import { prepareSuitability } from './comparisons/suitability.ts';
import { prepareTime } from './comparisons/time.ts';
import type { Frames } from './frames.ts';
import { columnOf, comparisonCount, comparisonNames, mostLevels, weightTable } from './levels.ts';
import { preparePlaceBound } from './place-bound.ts';
import type { ComparisonName } from './rules-schema.ts';

const preparations: { readonly [C in ComparisonName]: PrepareComparison } = {
  reference: prepareReference,
  officer: prepareOfficer,
  time: prepareTime,
  ending: prepareEnding,
  place: preparePlace,
  organisation: prepareOrganisation,
  suitability: prepareSuitability,
};

/** Looks along a track, so it is asked last and only where it can still matter. */
const dearest = columnOf('place');

/** For sums that are compared with a bound: more than rounding can differ. */
const slack = 1e-9;

/** Weighs pairs of rows. Depends on the two, the rules and the registers only, so online and batch agree on every pair. */
export interface Scorer {
  /** What was found about the pair that was weighed last. */
  readonly pair: PairState;
  /**
   * Prior and comparisons in bits, before rivals are heard; -Infinity as soon as it is clear that it is below `least`:
   * then not every level was looked at.
   */
  weigh(record: number, clip: number, least: number): number;
}

export const openScorer = (frames: Frames): Scorer => {
  const { rules } = frames;
  const weights = weightTable(rules);
  const compare = comparisonNames.map((name): Comparison => preparations[name](frames));
  const cheap = comparisonNames.flatMap((_, column) => (column === dearest ? [] : [column]));
  const compareDearest = compare[dearest] as Comparison;
  const mostOfDearest = preparePlaceBound(frames);
  const levels = new Uint8Array(comparisonCount);
  const pair: PairState = { levels, shiftMs: 0 };

  const total = (): number => {
    let sum = rules.priorWeight;
    for (let column = 0; column < comparisonCount; column += 1)
      sum += weights[column * mostLevels + (levels[column] as number)] as number;
    return sum;
  };
  return {
    pair,
    weigh(record, clip, least) {
      levels[dearest] = 0;
      for (const column of cheap) levels[column] = (compare[column] as Comparison)(record, clip, pair);
      if (total() + mostOfDearest(record, clip) < least - slack) return Number.NEGATIVE_INFINITY;
      levels[dearest] = compareDearest(record, clip, pair);
      return total();
    },
  };
};

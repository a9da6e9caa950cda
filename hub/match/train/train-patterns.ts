import { comparisonCount, mostLevels } from '../rules/levels.ts';
import type { TrainingPairs } from './train-samples.ts';

/** Candidate pairs that look the same, taken together: there are few ways to look. */
export interface Pattern {
  readonly levels: Uint8Array;
  /** What rivals and other clips of the camera say, bits. */
  readonly heard: number;
  /** One of `origin`. */
  readonly from: number;
  count: number;
}

/** Pairs of one record mostly stand together in the samples, so stretches of them are held out, not single pairs. */
const stretchPairs = 64;
const folds = 5;

/** Whether a row of the samples is kept aside to judge what the others taught. */
export const isHeldOut = (row: number): boolean => Math.floor(row / stretchPairs) % folds === folds - 1;

/** @param isTaken by row in its sample */
export const patternsOf = (
  samples: readonly TrainingPairs[],
  isTaken: (row: number) => boolean = () => true,
): Pattern[] => {
  const patterns = new Map<string, Pattern>();
  for (const { size, levels, heard, origin: from } of samples) {
    for (let pair = 0; pair < size; pair += 1) {
      if (!isTaken(pair)) continue;
      const mine = levels.subarray(pair * comparisonCount, (pair + 1) * comparisonCount);
      const bits = Math.max(-20, Math.round((heard[pair] as number) * 2) / 2);
      const key = `${mine.join()} ${bits} ${from[pair]}`;
      const known = patterns.get(key);
      if (known) known.count += 1;
      else patterns.set(key, { levels: mine, heard: bits, from: from[pair] as number, count: 1 });
    }
  }
  return [...patterns.values()];
};

/** Weights under training. */
export interface Weights {
  /** log2 of the prior odds. */
  prior: number;
  /** As in `weightTable`. */
  readonly table: Float64Array;
}

/** Bits of a pair that looks like this. */
export const bitsOf = ({ prior, table }: Weights, { levels, heard }: Pattern): number => {
  let sum = prior + heard;
  for (let column = 0; column < comparisonCount; column += 1)
    sum += table[column * mostLevels + (levels[column] as number)] as number;
  return sum;
};

/** What a way of training found. */
export interface Fit extends Weights {
  /** Shares of true and of other pairs by level, as in `weightTable`; absent where only their ratio was estimated. */
  readonly shares?: { readonly m: Float64Array; readonly u: Float64Array };
}

/** A way to estimate weights from patterns. */
export interface TrainingWay {
  estimate(patterns: readonly Pattern[], start: Fit): Fit;
  /** Mean log2-likelihood of a pattern under a fit; higher is better, comparable only within one way. */
  likelihood(patterns: readonly Pattern[], fit: Fit): number;
}

import type { Frames } from '../frames/frames.ts';
import { weightOf } from '../rules/rules.ts';
import { type FootageIndex, indexFootage } from './index-footage.ts';
import { Pairs } from './pairs.ts';
import { openScorer } from './score.ts';

/**
 * Every pair of these records and clips that the blocking rules allow and that is worth considering, scored.
 *
 * @param options.least bits below which a pair is left out; by the rules when not given, -Infinity for every candidate
 */
export const scorePairs = (frames: Frames, options: { least?: number; index?: FootageIndex } = {}): Pairs => {
  const { least = weightOf(frames.rules.thresholds.consider), index = indexFootage(frames) } = options;
  const scorer = openScorer(frames);
  const pairs = new Pairs();
  for (let record = 0; record < frames.records.size; record += 1) {
    const count = index.candidatesOf(record);
    for (let place = 0; place < count; place += 1) {
      const clip = index.found[place] as number;
      const weight = scorer.weighCandidate(record, clip, least);
      if (weight !== Number.NEGATIVE_INFINITY) pairs.push(record, clip, scorer.pair, weight);
    }
  }
  return pairs;
};

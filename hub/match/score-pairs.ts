import { isCandidate } from './candidate.ts';
import { indexFootage } from './index-footage.ts';
import type { MatchFootage, MatchRecord } from './inputs.ts';
import type { Registers } from './registers.ts';
import { type Rules, weightOf } from './rules.ts';
import { type Scored, scorePair } from './score.ts';
import { subjectOfRecord } from './subject.ts';

/** Every pair of these records and clips that the blocking rules allow and that is worth considering, scored. */
export const scorePairs = (
  rules: Rules,
  registers: Registers,
  records: readonly MatchRecord[],
  footage: readonly MatchFootage[],
): Scored[] => {
  const index = indexFootage(rules, registers, footage);
  const least = weightOf(rules.thresholds.consider);
  const pairs: Scored[] = [];
  for (const record of records) {
    const left = subjectOfRecord(rules, record);
    for (const right of index.candidatesOf(left)) {
      const pair = scorePair(rules, registers, left, right);
      if (pair.weight >= least && isCandidate(rules, pair)) pairs.push(pair);
    }
  }
  return pairs;
};

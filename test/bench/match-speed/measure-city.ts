import { framesOf } from '../../../hub/match/frames.ts';
import { indexFootage } from '../../../hub/match/index-footage.ts';
import { registersOf } from '../../../hub/match/registers.ts';
import { resolve } from '../../../hub/match/resolve.ts';
import type { Rules } from '../../../hub/match/rules.ts';
import { scorePairs } from '../../../hub/match/score-pairs.ts';
import { decisionCodes } from '../../../hub/match/verdicts.ts';
import { cityLoad } from './province.ts';

/** Milliseconds of each step, and what came of it. Can be added up over cities. */
export interface Measured {
  /** Records and clips to columns, registers among them. */
  layMs: number;
  indexMs: number;
  pairsMs: number;
  /** Pairs and all comparisons. */
  scoredMs: number;
  decidedMs: number;
  records: number;
  clips: number;
  candidates: number;
  considered: number;
  linked: number;
  /** Candidates of every `sampleEvery`th record, and a sum over them that another order or pair would change. */
  sampled: number;
  sampledPairs: number;
  sampleHash: number;
}

export const nothingMeasured = (): Measured => ({
  layMs: 0,
  indexMs: 0,
  pairsMs: 0,
  scoredMs: 0,
  decidedMs: 0,
  records: 0,
  clips: 0,
  candidates: 0,
  considered: 0,
  linked: 0,
  sampled: 0,
  sampledPairs: 0,
  sampleHash: 0,
});

export const addUp = (one: Measured, other: Measured): Measured =>
  Object.fromEntries(
    Object.keys(one).map((key) => [key, one[key as keyof Measured] + other[key as keyof Measured]]),
  ) as unknown as Measured;

/** A pair as a number that SQL can work out as well. */
export const hashOf = (record: number, clip: number): number => (record * 48_271 + clip * 69_621) % 2_147_483_647;

/**
 * Let the engine match one city, step by step. The making of the city is not measured.
 *
 * @param clock milliseconds that went by, of the wall or of the processor
 */
export const measureCity = (rules: Rules, city: number, sampleEvery: number, clock: () => number): Measured => {
  const { records, footage } = cityLoad(city);
  let before = clock();
  const lap = (): number => {
    const now = clock();
    const took = now - before;
    before = now;
    return took;
  };
  const frames = framesOf(rules, registersOf(rules, records, footage), records, footage);
  const layMs = lap();
  const index = indexFootage(frames);
  const indexMs = lap();
  let [candidates, sampled, sampledPairs, sampleHash] = [0, 0, 0, 0];
  for (const [row, record] of records.entries()) {
    const count = index.candidatesOf(row);
    candidates += count;
    if (record.id % sampleEvery !== 0) continue;
    sampled += 1;
    sampledPairs += count;
    for (const clip of index.found.subarray(0, count)) sampleHash += hashOf(record.id, footage[clip]?.id ?? 0);
  }
  const pairsMs = lap();
  const pairs = scorePairs(frames, { index });
  const scoredMs = lap();
  const verdicts = resolve(frames, pairs);
  const decidedMs = lap();
  const linked = verdicts.decision.reduce((sum, code) => sum + (code === decisionCodes.linked ? 1 : 0), 0);
  return {
    layMs,
    indexMs,
    pairsMs,
    scoredMs,
    decidedMs,
    records: records.length,
    clips: footage.length,
    candidates,
    considered: pairs.size,
    linked,
    sampled,
    sampledPairs,
    sampleHash,
  };
};

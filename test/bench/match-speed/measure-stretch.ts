import { framesOf } from '../../../hub/match/frames/frames.ts';
import { registersOf } from '../../../hub/match/frames/registers.ts';
import { indexFootage } from '../../../hub/match/pairs/index-footage.ts';
import { scorePairs } from '../../../hub/match/pairs/score-pairs.ts';
import { missingSpans } from '../../../hub/match/partition/closure.ts';
import { resolve } from '../../../hub/match/resolve/resolve.ts';
import { decisionCodes } from '../../../hub/match/resolve/verdicts.ts';
import type { Rules } from '../../../hub/match/rules/rules.ts';
import type { Clock } from './clocks.ts';
import { loadOf, ownShifts, type Stretch } from './stretches.ts';

export const steps = ['lay', 'index', 'pairs', 'score', 'decide'] as const;
/**
 * Records and clips to columns, registers among them; the index; candidates of the own records; all pairs compared and
 * weighed; the margin proved wide enough, rivals heard and decisions made.
 */
export type Step = (typeof steps)[number];

/** Milliseconds of each step, and what came of it. Can be added up over stretches. */
export type Measured = Record<`${Step}WallMs` | `${Step}CpuMs` | Counted, number>;

const counted = [
  'records',
  'clips',
  /** Loaded, the margins among them. */
  'loadedRecords',
  'pairs',
  /** A sum over the pairs that another one would change. */
  'hash',
  'sampled',
  'sampledPairs',
  'sampledHash',
  'considered',
  'linked',
  /** Stretches whose margin was too narrow. */
  'widened',
] as const;
type Counted = (typeof counted)[number];

export const nothingMeasured = (): Measured =>
  Object.fromEntries(
    [...counted, ...steps.flatMap((step) => [`${step}WallMs`, `${step}CpuMs`])].map((key) => [key, 0]),
  ) as Measured;

export const addUp = (one: Measured, other: Measured): Measured =>
  Object.fromEntries(
    Object.entries(one).map(([key, value]) => [key, value + other[key as keyof Measured]]),
  ) as Measured;

/** A pair as a number that SQL can work out as well: `(record * 48271 + clip * 69621) % 2 ** 24`. */
const halfHash = {
  record: (id: number): number => Math.imul(id, 48_271),
  clip: (id: number): number => Math.imul(id, 69_621),
};
const hashMask = 2 ** 24 - 1;

/**
 * Let the engine match one stretch, step by step. Making and loading its data is not measured.
 *
 * @param sampleEvery of the records with such an id the pairs are counted and summed up apart
 */
export const measureStretch = (rules: Rules, stretch: Stretch, sampleEvery: number, clock: Clock): Measured => {
  const { records, footage, spans, witnesses } = loadOf(rules, stretch);
  const own = ownShifts(stretch);
  const ownRows = [...records.keys()].filter((row) => own.hasRecord(records[row]?.id ?? -1));
  const recordIds = Float64Array.from(records, ({ id }) => id);
  const clipIds = Float64Array.from(footage, ({ id }) => id);
  const measured = nothingMeasured();
  let before = clock();
  const lap = (step: Step): void => {
    const now = clock();
    measured[`${step}WallMs`] += now.wallMs - before.wallMs;
    measured[`${step}CpuMs`] += now.cpuMs - before.cpuMs;
    before = now;
  };
  const registers = registersOf(rules, witnesses.records, witnesses.footage);
  const frames = framesOf(rules, registers, records, footage);
  lap('lay');
  const index = indexFootage(frames);
  lap('index');
  /** Count and sum up the candidates of some rows. */
  const search = (rows: readonly number[]): { found: number; hash: number } => {
    let [found, hash] = [0, 0];
    for (const row of rows) {
      const count = index.candidatesOf(row);
      found += count;
      const half = halfHash.record(recordIds[row] as number);
      for (let place = 0; place < count; place += 1)
        hash += (half + halfHash.clip(clipIds[index.found[place] as number] as number)) & hashMask;
    }
    return { found, hash };
  };
  const all = search(ownRows);
  lap('pairs');
  const pairs = scorePairs(frames, { index });
  lap('score');
  const missing = missingSpans(frames, pairs, spans, ({ id }) => own.hasRecord(id), {
    ofRecord: new Map(),
    ofClip: new Map(),
  });
  const verdicts = resolve(frames, pairs);
  lap('decide');
  const isOwn = (pair: number): boolean => own.hasRecord(recordIds[pairs.record[pair] as number] ?? -1);
  measured.records = ownRows.length;
  measured.clips = clipIds.reduce((sum, id) => sum + (own.hasClip(id) ? 1 : 0), 0);
  measured.loadedRecords = records.length;
  measured.pairs = all.found;
  measured.hash = all.hash;
  const sampled = ownRows.filter((row) => (recordIds[row] as number) % sampleEvery === 0);
  const sample = search(sampled);
  measured.sampled = sampled.length;
  measured.sampledPairs = sample.found;
  measured.sampledHash = sample.hash;
  for (let pair = 0; pair < pairs.size; pair += 1) if (isOwn(pair)) measured.considered += 1;
  for (let row = 0; row < verdicts.size; row += 1)
    if (verdicts.decision[row] === decisionCodes.linked && isOwn(verdicts.pair[row] as number)) measured.linked += 1;
  measured.widened = missing.length > 0 ? 1 : 0;
  return measured;
};

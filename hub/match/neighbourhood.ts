import type { Db } from '../store/open.ts';
import { type Frames, framesOf } from './frames.ts';
import type { MatchFootage, MatchRecord } from './inputs.ts';
import { type Lookup, openLookup } from './lookup.ts';
import type { Pairs } from './pairs.ts';
import type { Registers } from './registers.ts';
import type { Rules } from './rules.ts';
import { scorePairs } from './score-pairs.ts';

/** Where a change begins. */
export interface Seeds {
  readonly recordIds: readonly number[];
  readonly footageIds: readonly number[];
}

/** What must be known to decide everything a change can have touched. */
export interface Neighbourhood {
  readonly lookup: Lookup;
  readonly registers: Registers;
  /** Every pair worth considering between what was reached. */
  readonly pairs: Pairs;
  /** What was reached: the pairs are rows of these. */
  readonly frames: Frames;
  /** Records whose pairs may be decided differently after the change, ascending. */
  readonly touched: readonly number[];
}

/** Steps from record to clip to record within which a change can matter, and within which the grounds of that lie. */
const touchedWithin = 4;
const groundsWithin = 8;

const pairedIn = (frames: Frames): { record: MatchRecord; footage: MatchFootage }[] => {
  const { size, record, clip } = scorePairs(frames);
  return Array.from({ length: size }, (_, pair) => ({
    record: frames.records.source[record[pair] as number] as MatchRecord,
    footage: frames.footage.source[clip[pair] as number] as MatchFootage,
  }));
};

/**
 * Walk from the seeds along plausible pairs, record to clip to record. What a record shows depends on pairs at most four
 * steps from it (see `resolve`), so twice that many steps hold everything that can change and all that it depends on.
 * Mostly the walk ends by itself, at the borders of an officer's shift.
 */
export const explore = async (db: Db, rules: Rules, seeds: Seeds): Promise<Neighbourhood> => {
  const lookup = openLookup(db, rules);
  const recordSteps = new Map(seeds.recordIds.map((id) => [id, 0]));
  const footageSteps = new Map(seeds.footageIds.map((id) => [id, 0]));
  let newRecords = await lookup.loadRecords(seeds.recordIds);
  let newFootage = await lookup.loadFootage(seeds.footageIds);
  let registers = await lookup.registers();
  for (let step = 1; step <= groundsWithin && newRecords.length + newFootage.length > 0; step += 1) {
    const { footageIds, recordIds } = await lookup.candidatesOf(newRecords, newFootage);
    const clips = await lookup.loadFootage(footageIds);
    const records = await lookup.loadRecords(recordIds);
    registers = await lookup.registers();
    const [nextRecords, nextFootage] = [new Set<number>(), new Set<number>()];
    for (const { record, footage } of [
      ...pairedIn(framesOf(rules, registers, newRecords, clips)),
      ...pairedIn(framesOf(rules, registers, records, newFootage)),
    ]) {
      if (!recordSteps.has(record.id)) nextRecords.add(record.id);
      if (!footageSteps.has(footage.id)) nextFootage.add(footage.id);
    }
    for (const id of nextRecords) recordSteps.set(id, step);
    for (const id of nextFootage) footageSteps.set(id, step);
    newRecords = await lookup.loadRecords([...nextRecords]);
    newFootage = await lookup.loadFootage([...nextFootage]);
  }
  const frames = framesOf(
    rules,
    registers,
    await lookup.loadRecords([...recordSteps.keys()]),
    await lookup.loadFootage([...footageSteps.keys()]),
  );
  const touched = [...recordSteps].filter(([id, step]) => step <= touchedWithin && lookup.records.has(id));
  return {
    lookup,
    registers,
    frames,
    pairs: scorePairs(frames),
    touched: touched.map(([id]) => id).sort((left, right) => left - right),
  };
};

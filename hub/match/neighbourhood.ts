import type { Db } from '../store/open.ts';
import { type Lookup, openLookup } from './lookup.ts';
import type { Registers } from './registers.ts';
import type { Rules } from './rules.ts';
import type { Scored } from './score.ts';
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
  readonly pairs: readonly Scored[];
  /** Records whose pairs may be decided differently after the change, ascending. */
  readonly touched: readonly number[];
}

/** Steps from record to clip to record within which a change can matter, and within which the grounds of that lie. */
const touchedWithin = 4;
const groundsWithin = 8;

/**
 * Walk from the seeds along plausible pairs, record to clip to record. What a record shows depends on pairs at most four
 * steps from it (see `resolve`), so twice that many steps hold everything that can change and all that it depends on.
 * Mostly the walk ends by itself, at the borders of an officer's shift.
 */
export const explore = async (db: Db, rules: Rules, seeds: Seeds): Promise<Neighbourhood> => {
  const lookup = openLookup(db, rules);
  const recordSteps = new Map(seeds.recordIds.map((id) => [id, 0]));
  const footageSteps = new Map(seeds.footageIds.map((id) => [id, 0]));
  const pairs = new Map<string, Scored>();
  let newRecords = await lookup.loadRecords(seeds.recordIds);
  let newFootage = await lookup.loadFootage(seeds.footageIds);
  let registers = await lookup.registers();
  for (let step = 1; step <= groundsWithin && newRecords.length + newFootage.length > 0; step += 1) {
    const { footageIds, recordIds } = await lookup.candidatesOf(newRecords, newFootage);
    const clips = await lookup.loadFootage(footageIds);
    const records = await lookup.loadRecords(recordIds);
    registers = await lookup.registers();
    const found = [
      ...scorePairs(rules, registers, newRecords, clips),
      ...scorePairs(rules, registers, records, newFootage),
    ];
    const [nextRecords, nextFootage] = [new Set<number>(), new Set<number>()];
    for (const pair of found) {
      const [recordId, footageId] = [pair.left.record.id, pair.right.footage.id];
      pairs.set(`${recordId} ${footageId}`, pair);
      if (!recordSteps.has(recordId)) nextRecords.add(recordId);
      if (!footageSteps.has(footageId)) nextFootage.add(footageId);
    }
    for (const id of nextRecords) recordSteps.set(id, step);
    for (const id of nextFootage) footageSteps.set(id, step);
    newRecords = await lookup.loadRecords([...nextRecords]);
    newFootage = await lookup.loadFootage([...nextFootage]);
  }
  const touched = [...recordSteps].filter(([id, step]) => step <= touchedWithin && lookup.records.has(id));
  return {
    lookup,
    registers,
    pairs: [...pairs.values()],
    touched: touched.map(([id]) => id).sort((left, right) => left - right),
  };
};

import type { Db } from '../store/open.ts';
import { isAttributed } from './attribution.ts';
import { type Frames, framesOf } from './frames.ts';
import type { MatchFootage, MatchRecord } from './inputs.ts';
import { type Lookup, openLookup } from './lookup.ts';
import type { Pairs } from './pairs.ts';
import { Edges, type Reach, reachOf, type Seeds } from './reach.ts';
import type { Registers } from './registers.ts';
import type { Rules } from './rules.ts';
import { scorePairs } from './score-pairs.ts';

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
  /** How many matches had come to their end before any of this was read. */
  readonly turn: number;
}

/** Add the pairs of these records and clips. */
const collect = (edges: Edges, frames: Frames, lookup: Lookup): void => {
  const pairs = scorePairs(frames);
  for (let pair = 0; pair < pairs.size; pair += 1) {
    const record = frames.records.source[pairs.record[pair] as number] as MatchRecord;
    const footage = frames.footage.source[pairs.clip[pair] as number] as MatchFootage;
    const weight = pairs.weight[pair] as number;
    const isDecided = lookup.standing.has(`${record.id} ${footage.id}`);
    edges.add({
      record,
      footage,
      least: isDecided ? Number.NEGATIVE_INFINITY : weight,
      most: isDecided ? Number.POSITIVE_INFINITY : weight,
      isAttributed: isAttributed(frames, pairs, pair),
    });
  }
};

/**
 * Look up pairs from the seeds on, record to clip to record, as far as a change of the seeds can matter and as what is
 * decided there depends on. Mostly that ends within an officer's shift.
 */
export const explore = async (db: Db, rules: Rules, seeds: Seeds): Promise<Neighbourhood> => {
  const lookup = openLookup(db, rules);
  const turn = await lookup.begin(seeds.recordIds, seeds.footageIds);
  const edges = new Edges();
  const [knownRecords, knownClips] = [new Set<number>(), new Set<number>()];
  let registers: Registers | undefined;
  let reach: Reach;
  for (;;) {
    reach = reachOf(edges, seeds);
    const recordIds = [...reach.records].filter((id) => !knownRecords.has(id));
    const clipIds = [...reach.clips].filter((id) => !knownClips.has(id));
    if (registers !== undefined && recordIds.length + clipIds.length === 0) break;
    for (const id of recordIds) knownRecords.add(id);
    for (const id of clipIds) knownClips.add(id);
    const [records, clips] = [await lookup.loadRecords(recordIds), await lookup.loadFootage(clipIds)];
    const found = await lookup.candidatesOf(records, clips);
    await lookup.load(found.recordIds, found.footageIds);
    registers = await lookup.registers();
    collect(edges, framesOf(rules, registers, records, await lookup.loadFootage(found.footageIds)), lookup);
    collect(edges, framesOf(rules, registers, await lookup.loadRecords(found.recordIds), clips), lookup);
  }
  const touched = [...reach.touched].filter((id) => lookup.records.has(id));
  const frames = framesOf(
    rules,
    registers,
    await lookup.loadRecords([...new Set([...touched, ...edges.recordIds()])]),
    await lookup.loadFootage([...edges.clipIds()]),
  );
  return {
    lookup,
    registers,
    frames,
    pairs: scorePairs(frames),
    touched: touched.sort((left, right) => left - right),
    turn,
  };
};

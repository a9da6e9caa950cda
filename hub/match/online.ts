import { allLinksOf, type LinkContent, linkedRecordIds, lockPairs } from '../store/links.ts';
import { takeTurn } from '../store/match-turns.ts';
import type { Db } from '../store/open.ts';
import { correctClocks } from './correct-clock.ts';
import { openResolved } from './explained.ts';
import { familyOf } from './heirs.ts';
import { linkContentOf } from './link-content.ts';
import { explore, type Neighbourhood } from './neighbourhood.ts';
import type { Seeds } from './reach.ts';
import { resolve } from './resolve.ts';
import type { Rules } from './rules.ts';
import { seedsOfFootage, seedsOfRecords } from './seeds.ts';
import { decisionCodes } from './verdicts.ts';
import { writeOwn } from './write-own.ts';

/** What the rules make of the pairs of the touched records, with what people decided taken as given. */
const decideOwn = (rules: Rules, reached: Neighbourhood): LinkContent[] => {
  const { frames, pairs, touched, lookup } = reached;
  const [records, clips] = [frames.records.source, frames.footage.source];
  const verdicts = resolve(frames, pairs, (record, clip) =>
    lookup.standing.get(`${records[record]?.id} ${clips[clip]?.id}`),
  );
  const resolved = openResolved(frames, pairs, verdicts);
  const isTouched = new Set(touched);
  return [...verdicts.pair.entries()].flatMap(([row, pair]) =>
    isTouched.has(records[pairs.record[pair] as number]?.id ?? -1) && verdicts.decision[row] !== decisionCodes.none
      ? (linkContentOf(rules, resolved(row)) ?? [])
      : [],
  );
};

/**
 * @param edited records whose references may have changed, so that others inherit something else
 */
const writeNeighbourhood = async (
  tx: Db,
  rules: Rules,
  neighbourhood: Neighbourhood,
  edited: readonly number[],
): Promise<Set<number>> => {
  const { touched, lookup } = neighbourhood;
  const own = decideOwn(rules, neighbourhood);
  const present = await allLinksOf(tx, touched);
  return writeOwn(tx, { recordIds: touched, own, present }, (changed) =>
    familyOf(tx, rules, lookup, [...new Set([...changed, ...edited])]),
  );
};

/** Lock what was reached, in the order of ids: records, heirs among them, then clips. */
const lockReached = async (tx: Db, rules: Rules, { frames, pairs, touched, lookup }: Neighbourhood): Promise<void> => {
  const isTouched = new Set(touched);
  const clips = new Set<number>();
  for (let pair = 0; pair < pairs.size; pair += 1) {
    const record = frames.records.source[pairs.record[pair] as number];
    const clip = frames.footage.source[pairs.clip[pair] as number];
    if (record && clip && isTouched.has(record.id)) clips.add(clip.id);
  }
  const { heirs } = await familyOf(tx, rules, lookup, touched);
  await lockPairs(tx, [...touched, ...heirs], [...clips]);
};

const rematch = async (tx: Db, rules: Rules, seeds: Seeds): Promise<Set<number>> => {
  const reached = await explore(tx, rules, seeds);
  await lockReached(tx, rules, reached);
  // Whoever changes what was read has it matched as well. Where that came to its end before the locks, what was read may be
  // no longer true; where it has not, it will decide all of this again.
  const isUndisturbed = (await takeTurn(tx)) === reached.turn + 1;
  const isCurrent = isUndisturbed || (await reached.lookup.isCurrent());
  const neighbourhood = isCurrent ? reached : await explore(tx, rules, seeds);
  return writeNeighbourhood(tx, rules, neighbourhood, seeds.recordIds);
};

/** New, late or changed records and clips, by their ids. */
export interface Arrivals {
  readonly recordIds: readonly number[];
  readonly footageIds: readonly number[];
}

/**
 * Decide anew everything that new or changed records and clips can have touched: their own pairs, those of their rivals,
 * and what others inherit. Estimates of the cameras' clocks are brought up to date first. Writes links, counts and
 * `links.changed` events, differences only; repeating it changes nothing. What arrived together is best decided together:
 * it mostly touches the same.
 *
 * @param tx a transaction: call it as `store.transaction((tx) => matchArrivals(tx, …))`, which runs a lost conflict again
 * @returns ids of the records whose links changed
 */
export const matchArrivals = async (
  tx: Db,
  rules: Rules,
  { recordIds, footageIds }: Arrivals,
): Promise<Set<number>> => {
  const corrected = await correctClocks(tx, rules, footageIds);
  const clips = await seedsOfFootage(tx, rules, footageIds);
  const records = await seedsOfRecords(tx, rules, recordIds);
  const touched = [...new Set([...clips.footageIds, ...corrected])];
  const linked = [...clips.recordIds, ...(await linkedRecordIds(tx, touched))];
  return rematch(tx, rules, {
    recordIds: [...new Set([...records.recordIds, ...linked])],
    footageIds: [...new Set([...touched, ...records.footageIds])],
    fresh: new Set([...records.fresh].filter((id) => !linked.includes(id))),
  });
};

/**
 * As `matchArrivals`, for clips whose clock estimate was set to another value: the estimates themselves stay as they are.
 *
 * @returns ids of the records whose links changed
 */
export const matchMoved = async (tx: Db, rules: Rules, footageIds: readonly number[]): Promise<Set<number>> =>
  rematch(tx, rules, { recordIds: await linkedRecordIds(tx, footageIds), footageIds });

/** `matchArrivals` of one record. */
export const matchRecord = (tx: Db, rules: Rules, recordId: number): Promise<Set<number>> =>
  matchArrivals(tx, rules, { recordIds: [recordId], footageIds: [] });

/** `matchArrivals` of one clip. */
export const matchFootage = (tx: Db, rules: Rules, footageId: number): Promise<Set<number>> =>
  matchArrivals(tx, rules, { recordIds: [], footageIds: [footageId] });

import { sql } from 'drizzle-orm';
import { journeyOn, together } from '../../store/journey.ts';
import { lockRows } from '../../store/link-rows.ts';
import { linkedRecordIds, lockPairs } from '../../store/links.ts';
import { isTurnLost, takeTurn, takeTurnAfter } from '../../store/match-turns.ts';
import type { Db, Store } from '../../store/open.ts';
import { isConflict } from '../../store/trouble.ts';
import type { Rules } from '../rules/rules.ts';
import { correctClocks } from './correct-clock.ts';
import { formerPartners } from './former-partners.ts';
import { type Arrivals, type Plan, planArrivals } from './plan-arrivals.ts';
import { type Begun, seedsOfRecords } from './seeds.ts';
import { seedsOfFootage } from './seeds-of-footage.ts';

const nothing: Arrivals = { recordIds: [], footageIds: [] };

/** Where to begin: what arrived, and whatever else changes with it. */
const beginWith = async (
  tx: Db,
  rules: Rules,
  { recordIds, footageIds }: Arrivals,
  corrected: readonly number[],
): Promise<Begun> => {
  const begun = await seedsOfRecords(journeyOn(tx), rules, recordIds);
  if (footageIds.length + corrected.length === 0) return begun;
  const clips = await seedsOfFootage(tx, rules, footageIds);
  const touched = [...new Set([...clips.footageIds, ...corrected])];
  const linked = [...clips.recordIds, ...(await linkedRecordIds(tx, touched))];
  const { seeds, regrouped } = begun;
  return {
    ...begun,
    alsoWrite: [...begun.alsoWrite, ...clips.alsoWrite],
    // Other clips than before may come to be theirs by these.
    regrouped: { recordIds: [], footageIds: [] },
    seeds: {
      recordIds: [...new Set([...seeds.recordIds, ...regrouped.recordIds, ...linked])],
      footageIds: [...new Set([...touched, ...seeds.footageIds, ...regrouped.footageIds])],
      fresh: new Set([...seeds.fresh].filter((id) => !linked.includes(id))),
      anew: {
        recordIds: [...new Set([...seeds.anew.recordIds, ...clips.recordIds])],
        footageIds: touched,
      },
    },
  };
};

const carryOut = async (tx: Db, plan: () => Promise<Plan>): Promise<Set<number>> => {
  const first = await plan();
  await lockPairs(tx, first.locks.records, first.locks.clips);
  // Whoever changes what was read has it matched as well. Where that came to its end before the locks, what was read may be
  // no longer true; where it has not, it will decide all of this again. Nobody else comes to an end from here on.
  const isUndisturbed = (await takeTurn(tx)) === first.turn + 1;
  const { statements, changed } = isUndisturbed ? first : await plan();
  for (const statement of statements) await tx.execute(sql.raw(statement));
  return changed;
};

/**
 * Decide anew everything that new or changed records and clips can have touched: their own pairs, those of their rivals,
 * and what others inherit. Estimates of the cameras' clocks are brought up to date first. Writes links, counts and
 * `links.changed` events, differences only; repeating it changes nothing. What arrived together is best decided together:
 * it mostly touches the same.
 *
 * @param tx a transaction: call it as `store.transaction((tx) => matchArrivals(tx, …))`, which runs a lost conflict again
 * @returns ids of the records whose links changed
 */
export const matchArrivals = async (tx: Db, rules: Rules, arrivals: Arrivals): Promise<Set<number>> => {
  const corrected = await correctClocks(tx, rules, arrivals.footageIds);
  return carryOut(tx, async () => planArrivals(tx, rules, await beginWith(tx, rules, arrivals, corrected), arrivals));
};

/**
 * As `matchArrivals`, for clips whose clock estimates were set to other values: the estimates themselves stay as they are.
 *
 * @param formerMs by what clocks the clips were matched before, by their ids: see `formerPartners`
 * @returns ids of the records whose links changed
 */
export const matchMoved = async (
  tx: Db,
  rules: Rules,
  formerMs: ReadonlyMap<number, number | null>,
): Promise<Set<number>> => {
  const footageIds = [...formerMs.keys()];
  return carryOut(tx, async () => {
    const begun = await seedsOfRecords(journeyOn(tx), rules, []);
    const linked = await linkedRecordIds(tx, footageIds);
    const recordIds = [...new Set([...linked, ...(await formerPartners(tx, rules, formerMs))])];
    const anew = { recordIds: [], footageIds };
    return planArrivals(tx, rules, { ...begun, seeds: { recordIds, footageIds, fresh: new Set(), anew } }, nothing);
  });
};

/** `matchArrivals` of one record. */
export const matchRecord = (tx: Db, rules: Rules, recordId: number): Promise<Set<number>> =>
  matchArrivals(tx, rules, { recordIds: [recordId], footageIds: [] });

/** `matchArrivals` of one clip. */
export const matchFootage = (tx: Db, rules: Rules, footageId: number): Promise<Set<number>> =>
  matchArrivals(tx, rules, { recordIds: [], footageIds: [footageId] });

const attempts = 4;
/** Characters that are sent at once: three bytes each at most, and so below the smallest default packet limit (16 MB). */
const mostAtOnce = 4_000_000;

/**
 * `matchArrivals` for whoever wants it done soon: everything is read and thought over before the transaction, which then
 * holds its locks for one journey. Where somebody else decided meanwhile it is done over, and at last like all others.
 *
 * A new record mostly takes seven journeys, each for want of the answers to the one before: itself and who served with
 * whom; the clips that may show it; what is kept around those that do, and who wore the cameras nobody signed in for; the
 * other clips of their rivals, and the rivals of these, where some could weigh in; the contents and links of all that was
 * reached; and the writing. Records that come to have other partners are read beside the first.
 */
export const matchNow = async (store: Store, rules: Rules, arrivals: Arrivals): Promise<Set<number>> => {
  // Clocks are corrected in the transaction that goes by them.
  const tries = arrivals.footageIds.length > 0 ? 0 : attempts;
  const { write } = store.journeys;
  const ask = together(store.journeys.ask);
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const begun = await seedsOfRecords(ask, rules, arrivals.recordIds);
    const { turn, statements, locks, changed } = await planArrivals(store.db, rules, begun, arrivals, ask);
    if (statements.length === 0) return changed;
    if (statements.reduce((sum, { length }) => sum + length, 0) > mostAtOnce) break;
    try {
      await write([
        ...(locks.records.length === 0 ? [] : [lockRows('records', locks.records)]),
        ...(locks.clips.length === 0 ? [] : [lockRows('footage', locks.clips)]),
        takeTurnAfter(turn),
        ...statements,
      ]);
      return changed;
    } catch (error) {
      if (!isTurnLost(error) && !isConflict(error)) throw error;
    }
  }
  return store.transaction((tx) => matchArrivals(tx, rules, arrivals));
};

import { and, between, count, eq, lt, ne } from 'drizzle-orm';
import type { Db } from './open.ts';
import { footage, records } from './tables/catalogue.ts';
import { ruleTrials } from './tables/matching.ts';

export type RuleTrialRow = typeof ruleTrials.$inferSelect;

export const insertTrial = async (
  tx: Db,
  trial: Pick<RuleTrialRow, 'yaml' | 'fromAt' | 'toAt' | 'createdBy'>,
): Promise<number> => {
  const [result] = await tx.insert(ruleTrials).values({ ...trial, createdAt: Date.now() });
  return result.insertId;
};

export const trialById = async (db: Db, id: number): Promise<RuleTrialRow | undefined> =>
  (await db.select().from(ruleTrials).where(eq(ruleTrials.id, id)))[0];

/** How many trials of somebody are still waiting or running. */
export const openTrialsOf = async (db: Db, user: string): Promise<number> => {
  const rows = await db
    .select({ id: ruleTrials.id })
    .from(ruleTrials)
    .where(and(eq(ruleTrials.createdBy, user), ne(ruleTrials.state, 'done'), ne(ruleTrials.state, 'failed')));
  return rows.length;
};

export const setTrial = async (
  db: Db,
  id: number,
  change: Pick<RuleTrialRow, 'state'> & Partial<Pick<RuleTrialRow, 'result' | 'error'>>,
): Promise<void> => {
  const finishedAt = change.state === 'done' || change.state === 'failed' ? Date.now() : null;
  await db
    .update(ruleTrials)
    .set({ ...change, finishedAt })
    .where(eq(ruleTrials.id, id));
};

/** Forget trials that were made before a moment: their results are large and soon out of date. */
export const dropTrialsBefore = async (db: Db, at: number): Promise<void> => {
  await db.delete(ruleTrials).where(lt(ruleTrials.createdAt, at));
};

/** How many records, or clips, begin between two moments (epoch ms, both included). */
const countBetween = async (
  db: Db,
  table: typeof records | typeof footage,
  from: number,
  to: number,
): Promise<number> => {
  const [row] = await db
    .select({ total: count() })
    .from(table)
    .where(between(table.startAt, from, to));
  return row?.total ?? 0;
};
export const countRecordsBetween = (db: Db, from: number, to: number): Promise<number> =>
  countBetween(db, records, from, to);
export const countFootageBetween = (db: Db, from: number, to: number): Promise<number> =>
  countBetween(db, footage, from, to);

/** Clips that begin between two moments (epoch ms, both included), ascending. */
export const footageIdsBetween = async (db: Db, from: number, to: number): Promise<number[]> => {
  const rows = await db
    .select({ id: footage.id })
    .from(footage)
    .where(between(footage.startAt, from, to));
  return rows.map(({ id }) => id).sort((left, right) => left - right);
};

import { and, between, desc, eq, lt, ne, sql } from 'drizzle-orm';
import type { Db } from './open.ts';
import { records } from './tables/catalogue.ts';
import { matchRules, ruleTrials } from './tables/matching.ts';

export type MatchRulesRow = typeof matchRules.$inferSelect;
export type RuleTrialRow = typeof ruleTrials.$inferSelect;

/** Number of the publication in force; 0 when nothing was ever published. */
export const latestRulesId = async (db: Db): Promise<number> => {
  const [row] = await db.select({ id: matchRules.id }).from(matchRules).orderBy(desc(matchRules.id)).limit(1);
  return row?.id ?? 0;
};

export const rulesById = async (db: Db, id: number): Promise<MatchRulesRow | undefined> =>
  (await db.select().from(matchRules).where(eq(matchRules.id, id)))[0];

/** Newest first. */
export const listRules = (db: Db, limit = 50): Promise<MatchRulesRow[]> =>
  db.select().from(matchRules).orderBy(desc(matchRules.id)).limit(limit);

/** Publications of all processes happen one after the other: the newest one, locked until the transaction ends. */
export const lockLatestRules = async (tx: Db): Promise<number> => {
  const [row] = await tx
    .select({ id: matchRules.id })
    .from(matchRules)
    .orderBy(desc(matchRules.id))
    .limit(1)
    .for('update');
  return row?.id ?? 0;
};

export const insertRules = async (tx: Db, row: Omit<typeof matchRules.$inferInsert, 'id'>): Promise<number> => {
  const [result] = await tx.insert(matchRules).values(row);
  return result.insertId;
};

const dayMs = 86_400_000;

/** Days (epoch ms of their beginning in a zone so many ms east of UTC) on which records begin, newest first. */
export const daysOfRecords = async (db: Db, from: number, to: number, zoneMs: number): Promise<number[]> => {
  const day = sql<number>`FLOOR((${records.startAt} + ${sql.raw(String(zoneMs))}) / ${sql.raw(String(dayMs))})`;
  const rows = await db
    .select({ day: day.mapWith(Number) })
    .from(records)
    .where(between(records.startAt, from, to))
    .groupBy(day)
    .orderBy(desc(day));
  return rows.map(({ day: count }) => count * dayMs - zoneMs);
};

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

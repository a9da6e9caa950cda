import { between, desc, eq, sql } from 'drizzle-orm';
import type { Db } from './open.ts';
import { records } from './tables/catalogue.ts';
import { matchRules } from './tables/matching.ts';

export type MatchRulesRow = typeof matchRules.$inferSelect;

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

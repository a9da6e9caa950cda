import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { NotFoundError } from '../core/errors.ts';
import type { Db } from './open.ts';
import { backfills } from './tables/source-watch.ts';

export type BackfillRow = typeof backfills.$inferSelect;

/** What a backfill has brought so far. */
export interface BackfillCounts {
  readonly pages: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly dead: number;
}

const under = ['waiting', 'running', 'stopping'] as const;

/** @param begun a cursor of the connector; undefined: from the beginning. @returns its number */
export const createBackfill = async (
  db: Db,
  { source, begun, askedBy }: { source: string; begun: unknown; askedBy: string },
): Promise<number> => {
  const now = Date.now();
  const [{ insertId }] = await db
    .insert(backfills)
    .values({ source, begun: begun ?? null, reached: begun ?? null, askedBy, createdAt: now, changedAt: now });
  return insertId;
};

export const findBackfill = async (db: Db, id: number): Promise<BackfillRow | undefined> =>
  (await db.select().from(backfills).where(eq(backfills.id, id)))[0];

/** Latest first. */
export const listBackfills = (db: Db, source: string, limit = 10): Promise<BackfillRow[]> =>
  db.select().from(backfills).where(eq(backfills.source, source)).orderBy(desc(backfills.id)).limit(limit);

/** Whether the source is being read again now, or is about to be. */
export const hasBackfillUnderWay = async (db: Db, source: string): Promise<boolean> =>
  (
    await db
      .select({ id: backfills.id })
      .from(backfills)
      .where(and(eq(backfills.source, source), inArray(backfills.state, [...under])))
      .limit(1)
  ).length > 0;

/** @returns false when a person wants it to stop, or it has ended: go no further */
export const noteBackfill = async (
  db: Db,
  id: number,
  { reached, added }: { reached?: unknown; added?: BackfillCounts },
): Promise<boolean> => {
  const plus = (name: keyof BackfillCounts) => sql`${backfills[name]} + ${added?.[name] ?? 0}`;
  const [result] = await db
    .update(backfills)
    .set({
      state: 'running',
      changedAt: Date.now(),
      ...(reached === undefined ? {} : { reached }),
      pages: plus('pages'),
      stored: plus('stored'),
      unchanged: plus('unchanged'),
      dead: plus('dead'),
    })
    .where(and(eq(backfills.id, id), inArray(backfills.state, ['waiting', 'running'])));
  return result.affectedRows > 0;
};

export const endBackfill = async (
  db: Db,
  id: number,
  state: 'done' | 'failed' | 'stopped',
  error: BackfillRow['error'] = null,
): Promise<void> => {
  await db
    .update(backfills)
    .set({ state, error, changedAt: Date.now() })
    .where(and(eq(backfills.id, id), inArray(backfills.state, [...under])));
};

/** One that waits ends at once, one that runs after its next page. @throws NotFoundError when none is under way */
export const stopBackfill = async (db: Db, source: string, id: number): Promise<void> => {
  const [result] = await db
    .update(backfills)
    .set({ state: sql`if(${backfills.state} = 'waiting', 'stopped', 'stopping')`, changedAt: Date.now() })
    .where(and(eq(backfills.id, id), eq(backfills.source, source), inArray(backfills.state, [...under])));
  if (result.affectedRows > 0) return;
  throw new NotFoundError(`[hub] [backfill] none with the number ${id} is under way`, {
    remedy: 'load the list again: it may have ended in between',
  });
};

import { eq, inArray, sql } from 'drizzle-orm';
import { type Breaker, closedBreaker } from '../core/breaker.ts';
import { insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import { breakers } from './tables/publishing.ts';

export type BreakerRow = typeof breakers.$inferSelect;

/** The breaker of a source; without a row it is at rest. Not locked: for a look. */
export const readBreaker = async (db: Db, source: string): Promise<Breaker> =>
  (await db.select().from(breakers).where(eq(breakers.source, source)))[0] ?? closedBreaker;

/** Breakers that have something to remember, by source. */
export const breakersOf = async (db: Db, sources?: readonly string[]): Promise<Map<string, BreakerRow>> => {
  if (sources?.length === 0) return new Map();
  const rows = await db
    .select()
    .from(breakers)
    .where(sources && inArray(breakers.source, [...sources]));
  return new Map(rows.map((row) => [row.source, row]));
};

/**
 * Change a breaker with nobody else changing it at the same time. Call it in a transaction.
 *
 * @returns what `change` says beside the breaker
 */
export const changeBreaker = async <T>(
  tx: Db,
  source: string,
  change: (breaker: Breaker, now: number) => { breaker: Breaker; value: T },
): Promise<T> => {
  // Makes the row that the lock needs; two processes that come first both find it then.
  await insertRows(tx, breakers, [{ source, ...closedBreaker, changedAt: 0 }], { update: ['source'] });
  const [row] = await tx
    .select({ row: breakers, now: sql<number>`floor(unix_timestamp(now(3)) * 1000)`.mapWith(Number) })
    .from(breakers)
    .where(eq(breakers.source, source))
    .for('update');
  const now = row?.now ?? Date.now();
  const { breaker, value } = change(row?.row ?? closedBreaker, now);
  const { state, failures, samples, openings, until } = breaker;
  await tx
    .update(breakers)
    .set({ state, failures, samples, openings, until, changedAt: now })
    .where(eq(breakers.source, source));
  return value;
};

/** Forget what happened: the next attempt is made as if it were the first. */
export const resetBreaker = async (db: Db, source: string): Promise<void> => {
  await db.delete(breakers).where(eq(breakers.source, source));
};

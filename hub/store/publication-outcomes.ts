import { and, asc, eq, inArray, isNotNull, lt, lte, or, sql } from 'drizzle-orm';
import { insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import type { PublicationRow } from './publications.ts';
import { type PublicationError, type PublicationState, publicationDays, publications } from './tables/publishing.ts';

const open: PublicationState[] = ['pending', 'sent'];

/** Take what is due, parents first, and set it ahead by `leaseMs`: after a crash it is due again and told again. */
export const claimPublications = async (
  tx: Db,
  target: string,
  limit: number,
  leaseMs: number,
): Promise<PublicationRow[]> => {
  const now = Date.now();
  const rows = await tx
    .select()
    .from(publications)
    .where(and(eq(publications.target, target), inArray(publications.state, open), lte(publications.dueAt, now)))
    .orderBy(asc(publications.rank), asc(publications.id))
    .limit(limit)
    .for('update');
  if (rows.length > 0) {
    await tx
      .update(publications)
      .set({ state: 'sent', sentAt: now, dueAt: now + leaseMs })
      .where(
        inArray(
          publications.id,
          rows.map(({ id }) => id),
        ),
      );
  }
  return rows;
};

/** What was claimed and not told after all: as it was before. */
export const giveBackPublications = async (db: Db, rows: readonly PublicationRow[]): Promise<void> => {
  for (const { id, revision, sentAt, dueAt } of rows) {
    await db
      .update(publications)
      .set({ state: 'pending', sentAt, dueAt })
      .where(and(eq(publications.id, id), eq(publications.revision, revision), eq(publications.state, 'sent')));
  }
};

const dayMs = 86_400_000;
const zoneMs = 8 * 3_600_000;
/** Midnight of the day, where the hub stands. */
export const dayOf = (at: number): number => Math.floor((at + zoneMs) / dayMs) * dayMs - zoneMs;

export type DayCount = 'acknowledged' | 'withdrawn' | 'failed' | 'retried' | 'found' | 'missing';

/** Add to the sums of today. */
export const countPublications = async (
  tx: Db,
  target: string,
  counts: Partial<Record<DayCount, number>>,
): Promise<void> => {
  const names = Object.keys(counts).filter((name) => counts[name as DayCount]);
  if (names.length > 0)
    await insertRows(tx, publicationDays, [{ target, day: dayOf(Date.now()), ...counts }], { add: names });
};

/** The other side has it, or has it no more. Call it in a transaction. */
export const acknowledgePublication = async (tx: Db, row: PublicationRow): Promise<void> => {
  const now = Date.now();
  const [result] = await tx
    .update(publications)
    .set({
      state: row.withdraw ? 'withdrawn' : 'acknowledged',
      acknowledged: row.withdraw ? 0 : row.revision,
      acknowledgedAt: now,
      attempts: 0,
      lastError: null,
    })
    .where(and(eq(publications.id, row.id), eq(publications.revision, row.revision)));
  // Something else is wanted by now; what the other side has is to be known all the same.
  if (result.affectedRows === 0)
    await tx
      .update(publications)
      .set({ acknowledged: row.withdraw ? 0 : row.revision })
      .where(eq(publications.id, row.id));
  await countPublications(tx, row.target, row.withdraw ? { withdrawn: 1 } : { acknowledged: 1 });
};

/** It did not work: due again at `dueAt`, or, with `failed`, when a person says so. Call it in a transaction. */
export const notePublicationError = async (
  tx: Db,
  row: PublicationRow,
  error: PublicationError,
  next: { dueAt: number } | 'failed',
): Promise<void> => {
  await tx
    .update(publications)
    .set({
      attempts: sql`${publications.attempts} + 1`,
      lastError: error,
      ...(next === 'failed' ? { state: 'failed' as const } : { state: 'pending' as const, dueAt: next.dueAt }),
    })
    .where(and(eq(publications.id, row.id), eq(publications.revision, row.revision)));
  await countPublications(tx, row.target, next === 'failed' ? { failed: 1 } : { retried: 1 });
};

/** Nothing of this source before `until`: its hours are closed, or it is in trouble. */
export const postponePublications = async (db: Db, target: string, until: number): Promise<void> => {
  await db
    .update(publications)
    .set({ dueAt: until })
    .where(and(eq(publications.target, target), eq(publications.state, 'pending'), lt(publications.dueAt, until)));
};

/** Sources with something due. */
export const targetsDue = async (db: Db): Promise<string[]> => {
  const rows = await db
    .selectDistinct({ target: publications.target })
    .from(publications)
    .where(and(inArray(publications.state, open), lte(publications.dueAt, Date.now())));
  return rows.map(({ target }) => target);
};

/** Try again what failed or waits after an error. @returns how many */
export const retryPublications = async (db: Db, target: string, ids?: readonly number[]): Promise<number> => {
  const [result] = await db
    .update(publications)
    .set({ state: 'pending', attempts: 0, dueAt: Date.now() })
    .where(
      and(
        eq(publications.target, target),
        or(eq(publications.state, 'failed'), and(eq(publications.state, 'pending'), isNotNull(publications.lastError))),
        ids && inArray(publications.id, [...ids]),
      ),
    );
  return result.affectedRows;
};

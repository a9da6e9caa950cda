import { and, desc, eq, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/mysql-core';
import { ConflictError, NotFoundError } from '../core/errors.ts';
import type { Scope } from '../core/scope.ts';
import type { Db } from './open.ts';
import { type ListPage, pageSize, readCursor, toPage } from './page.ts';
import { within } from './scope.ts';
import { links } from './tables/catalogue.ts';
import { heldFootage, holds } from './tables/volumes.ts';

export type HoldRow = typeof holds.$inferSelect;

/** @returns its id */
export const insertHold = async (
  tx: Db,
  hold: Pick<HoldRow, 'recordId' | 'footageId' | 'org' | 'reason' | 'heldBy'>,
): Promise<number> => {
  const [{ insertId }] = await tx.insert(holds).values({ ...hold, heldAt: Date.now() });
  if (hold.recordId !== null) await noteHeld(tx, hold.recordId);
  return insertId;
};

/**
 * Note what the standing holds of a record cover now: they go on to cover it when the link goes. Call it whenever links of
 * a record have changed.
 */
export const noteHeld = async (db: Db, recordId: number): Promise<void> => {
  // Read first: most records have no hold, and to read while inserting would lock links that are being matched.
  const covered = await db
    .select({ holdId: holds.id, footageId: links.footageId })
    .from(holds)
    .innerJoin(links, and(eq(links.recordId, holds.recordId), ne(links.decision, 'rejected')))
    .where(and(eq(holds.recordId, recordId), isNull(holds.releasedAt)));
  if (covered.length > 0) await db.insert(heldFootage).ignore().values(covered);
};

/** Holds that cover a recording: its own, and those of records to which it is, or since the hold was, linked. */
export const holdsOver = (db: Db, footageId: number): Promise<HoldRow[]> =>
  db
    .select()
    .from(holds)
    .where(
      and(
        isNull(holds.releasedAt),
        or(
          eq(holds.footageId, footageId),
          inArray(
            holds.recordId,
            new QueryBuilder()
              .select({ id: links.recordId })
              .from(links)
              .where(and(eq(links.footageId, footageId), ne(links.decision, 'rejected'))),
          ),
          inArray(
            holds.id,
            new QueryBuilder()
              .select({ id: heldFootage.holdId })
              .from(heldFootage)
              .where(eq(heldFootage.footageId, footageId)),
          ),
        ),
      ),
    )
    .orderBy(holds.id);

export interface HoldFilter {
  readonly recordId?: number;
  readonly footageId?: number;
  /** Those that stand; all otherwise. */
  readonly standing?: boolean;
  readonly limit?: number;
  readonly cursor?: string;
}

/** Holds, newest first. */
export const listHolds = async (db: Db, scope: Scope, filter: HoldFilter = {}): Promise<ListPage<HoldRow>> => {
  const limit = pageSize(filter.limit);
  const [before] = readCursor(filter.cursor, 1) ?? [];
  const rows = await db
    .select()
    .from(holds)
    .where(
      and(
        within(scope, holds.org),
        filter.recordId === undefined ? undefined : eq(holds.recordId, filter.recordId),
        filter.footageId === undefined ? undefined : eq(holds.footageId, filter.footageId),
        filter.standing ? isNull(holds.releasedAt) : undefined,
        before === undefined ? undefined : lt(holds.id, before),
      ),
    )
    .orderBy(desc(holds.id))
    .limit(limit + 1);
  return toPage(rows, limit, ({ id }) => [id]);
};

/** @throws NotFoundError for one outside the scope, ConflictError when it was released already */
export const releaseHold = async (
  tx: Db,
  scope: Scope,
  id: number,
  { by, reason }: { by: string; reason: string },
): Promise<HoldRow> => {
  const [hold] = await tx
    .select()
    .from(holds)
    .where(and(eq(holds.id, id), within(scope, holds.org)))
    .for('update');
  if (!hold) throw new NotFoundError(`[hub] [media] there is no hold ${id}`, { remedy: 'see the list of holds' });
  if (hold.releasedAt !== null) {
    throw new ConflictError(`[hub] [media] hold ${id} was released by ${hold.releasedBy} already`);
  }
  const released = { releasedBy: by, releasedAt: Date.now(), releaseReason: reason };
  await tx.update(holds).set(released).where(eq(holds.id, id));
  return { ...hold, ...released };
};

/** How many stand. */
export const standingHolds = async (db: Db): Promise<number> => {
  const [row] = await db
    .select({ n: sql<number>`count(*)`.mapWith(Number) })
    .from(holds)
    .where(isNull(holds.releasedAt));
  return row?.n ?? 0;
};

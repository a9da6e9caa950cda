import { and, count, desc, eq, inArray, lt } from 'drizzle-orm';
import { NotFoundError } from '../core/errors.ts';
import type { Scope } from '../core/scope.ts';
import type { FootageRow } from './footage.ts';
import type { Db } from './open.ts';
import { type ListPage, pageSize, readCursor, toPage } from './page.ts';
import { within } from './scope.ts';
import { footage } from './tables/catalogue.ts';
import { deletions } from './tables/volumes.ts';

export type DeletionRow = typeof deletions.$inferSelect;
export type DeletionState = DeletionRow['state'];

/** @returns its id */
export const insertDeletion = async (
  tx: Db,
  row: Pick<DeletionRow, 'footageId' | 'org' | 'reason' | 'proposedBy' | 'bytes' | 'sha256' | 'sm3' | 'class'>,
): Promise<number> => {
  const [{ insertId }] = await tx.insert(deletions).values({ ...row, state: 'proposed', proposedAt: Date.now() });
  return insertId;
};

/** The deletion of a recording that is proposed, under way or done. */
export const deletionOf = async (db: Db, footageId: number): Promise<DeletionRow | undefined> =>
  (
    await db
      .select()
      .from(deletions)
      .where(and(eq(deletions.footageId, footageId), inArray(deletions.state, ['proposed', 'approved', 'done'])))
      .orderBy(desc(deletions.id))
      .limit(1)
  )[0];

/** Locked for a decision. @throws NotFoundError for one outside the scope */
export const lockDeletion = async (tx: Db, scope: Scope, id: number): Promise<DeletionRow> => {
  const [row] = await tx
    .select()
    .from(deletions)
    .where(and(eq(deletions.id, id), within(scope, deletions.org)))
    .for('update');
  if (row) return row;
  throw new NotFoundError(`[hub] [media] there is no proposal ${id} to delete`, {
    remedy: 'see the list of proposals',
  });
};

export const updateDeletion = async (
  tx: Db,
  id: number,
  change: Partial<Pick<DeletionRow, 'state' | 'decidedBy' | 'decidedAt' | 'note' | 'doneAt'>>,
): Promise<void> => {
  await tx.update(deletions).set(change).where(eq(deletions.id, id));
};

/** The recording's row, locked: nothing else about it is decided meanwhile. */
export const lockFootage = async (tx: Db, id: number): Promise<FootageRow | undefined> =>
  (await tx.select().from(footage).where(eq(footage.id, id)).for('update'))[0];

export interface DeletionFilter {
  readonly state?: DeletionState;
  readonly footageId?: number;
  readonly limit?: number;
  readonly cursor?: string;
}

/** Proposals and tombstones with their recordings, newest first. */
export const listDeletions = async (
  db: Db,
  scope: Scope,
  { state, footageId, limit: most, cursor }: DeletionFilter = {},
): Promise<ListPage<{ deletion: DeletionRow; footage: FootageRow }>> => {
  const limit = pageSize(most);
  const [before] = readCursor(cursor, 1) ?? [];
  const rows = await db
    .select({ deletion: deletions, footage })
    .from(deletions)
    .innerJoin(footage, eq(footage.id, deletions.footageId))
    .where(
      and(
        within(scope, deletions.org),
        state === undefined ? undefined : eq(deletions.state, state),
        footageId === undefined ? undefined : eq(deletions.footageId, footageId),
        before === undefined ? undefined : lt(deletions.id, before),
      ),
    )
    .orderBy(desc(deletions.id))
    .limit(limit + 1);
  return toPage(rows, limit, ({ deletion }) => [deletion.id]);
};

/** How many proposals wait. */
export const waitingDeletions = async (db: Db, scope: Scope): Promise<number> => {
  const [row] = await db
    .select({ n: count() })
    .from(deletions)
    .where(and(eq(deletions.state, 'proposed'), within(scope, deletions.org)));
  return row?.n ?? 0;
};

import { and, desc, eq, gt, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm';
import { cellsOfTrack } from '../core/cell.ts';
import type { HubEvent } from '../core/event.ts';
import type { Fix } from '../core/footage.ts';
import type { Scope } from '../core/scope.ts';
import type { FootageRow } from './footage.ts';
import { insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import { tell } from './outbox.ts';
import { footageWithin } from './scope.ts';
import { footage, footageCells } from './tables/catalogue.ts';

/** Without a scope: for the hub's own media work, never to answer somebody. */
export const findFootageMedia = async (db: Db, id: number): Promise<FootageRow | undefined> =>
  (await db.select().from(footage).where(eq(footage.id, id)))[0];

export type MediaUpdate = Partial<
  Pick<
    FootageRow,
    | 'mediaState'
    | 'mediaError'
    | 'volume'
    | 'path'
    | 'bytes'
    | 'sha256'
    | 'sm3'
    | 'durationMs'
    | 'videoCodec'
    | 'audioCodec'
    | 'captions'
    | 'renditionState'
    | 'renditionError'
    | 'digestCheckedAt'
  >
>;

/** Change what is known of a recording's bytes; not a change of its catalogue entry, so its version stays. */
export const updateMedia = async (
  db: Db,
  id: number,
  update: MediaUpdate,
  events: readonly HubEvent[] = [],
): Promise<void> => {
  await db.update(footage).set(update).where(eq(footage.id, id));
  if (events.length > 0) await tell(db, events);
};

/**
 * Ask for the bytes of a recording because somebody wants to see it, unless they are here, on their way or gone for
 * good. Call inside a transaction.
 *
 * @returns whether they were asked for now
 */
export const wantMedia = async (tx: Db, id: number): Promise<boolean> => {
  const [result] = await tx
    .update(footage)
    .set({ mediaState: 'fetching', mediaError: null })
    .where(and(eq(footage.id, id), inArray(footage.mediaState, ['remote', 'failed'])));
  if (result.affectedRows === 0) return false;
  await tell(tx, [{ name: 'media.wanted', data: { footageId: id } }], { urgent: true });
  return true;
};

/** Stored originals whose digest was not looked at since `before` (epoch ms), longest unseen first. */
export const digestsDue = async (db: Db, before: number, limit: number): Promise<number[]> => {
  const rows = await db
    .select({ id: footage.id })
    .from(footage)
    .where(
      and(eq(footage.mediaState, 'stored'), or(isNull(footage.digestCheckedAt), lt(footage.digestCheckedAt, before))),
    )
    .orderBy(footage.digestCheckedAt, footage.id)
    .limit(limit);
  return rows.map((row) => row.id);
};

/** Recordings whose bytes could not be brought, or are no longer what came through the door; newest first. */
export const failedMedia = (
  db: Db,
  scope: Scope,
  limit: number,
): Promise<{ id: number; externalId: string; error: string | null }[]> =>
  db
    .select({ id: footage.id, externalId: footage.externalId, error: footage.mediaError })
    .from(footage)
    .where(and(inArray(footage.mediaState, ['failed', 'lost']), footageWithin(scope)))
    .orderBy(desc(footage.id))
    .limit(limit);

/**
 * What a source may forget: its recordings whose bytes lie here with a digest, oldest first, of the last `days` days.
 * Older ones were told to it long ago.
 */
export const keptFootage = async (db: Db, source: string, limit: number, days = 90): Promise<string[]> => {
  const rows = await db
    .select({ externalId: footage.externalId })
    .from(footage)
    .where(
      and(
        eq(footage.source, source),
        eq(footage.mediaState, 'stored'),
        isNotNull(footage.sha256),
        gt(footage.createdAt, Date.now() - days * 86_400_000),
      ),
    )
    .orderBy(footage.id)
    .limit(limit);
  return rows.map(({ externalId }) => externalId);
};

/**
 * Give a recording the track that came in a side file. The hash stays that of the entry as its source sent it: the same
 * entry again is still unchanged and does not take the track away.
 *
 * @returns false when the entry has changed since `row` was read
 */
export const saveTrack = async (tx: Db, row: FootageRow, track: readonly Fix[]): Promise<boolean> => {
  const sorted = [...track].sort(([left], [right]) => left - right);
  const [result] = await tx
    .update(footage)
    .set({ data: { ...row.data, track: sorted }, changedAt: Date.now() })
    .where(and(eq(footage.id, row.id), eq(footage.version, row.version)));
  if (result.affectedRows === 0) return false;
  await tx.delete(footageCells).where(eq(footageCells.footageId, row.id));
  await insertRows(
    tx,
    footageCells,
    cellsOfTrack(sorted).map((cell) => ({ cell, footageId: row.id })),
  );
  await tell(tx, [{ name: 'footage.changed', data: { id: row.id } }]);
  return true;
};

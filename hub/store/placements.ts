import { and, asc, count, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import { footage } from './tables/catalogue.ts';
import { keeping, placements, volumes } from './tables/volumes.ts';

export type PlacementRow = typeof placements.$inferSelect;
export type PlacementState = PlacementRow['state'];

/** What the hub may read. */
const readable: PlacementState[] = ['good', 'leaving'];

const countBytes = (tx: Db, volume: string, bytes: number): Promise<unknown> =>
  tx
    .update(volumes)
    .set({ usedBytes: sql`greatest(0, ${volumes.usedBytes} + ${bytes})` })
    .where(eq(volumes.name, volume));

export const placementsOf = (db: Db, footageId: number): Promise<PlacementRow[]> =>
  db.select().from(placements).where(eq(placements.footageId, footageId)).orderBy(asc(placements.createdAt));

/** Copies that may be read, of one recording. */
export const readablePlacements = (db: Db, footageId: number): Promise<PlacementRow[]> =>
  db
    .select()
    .from(placements)
    .where(and(eq(placements.footageId, footageId), inArray(placements.state, readable)));

/** Whether a volume's quota leaves room for so much. The row is locked: what is written down next is counted for the next. */
export const isWithinQuota = async (tx: Db, volume: string, bytes: number): Promise<boolean> => {
  const [row] = await tx
    .select({ most: volumes.capacityBytes, used: volumes.usedBytes })
    .from(volumes)
    .where(eq(volumes.name, volume))
    .for('update');
  return row !== undefined && (row.most === null || row.used + bytes <= row.most);
};

/** Write a copy down, before its first byte or when it is there. Call inside a transaction. */
export const putPlacement = async (
  tx: Db,
  placement: Pick<PlacementRow, 'footageId' | 'volume' | 'path' | 'bytes' | 'state'>,
): Promise<void> => {
  const { footageId, volume } = placement;
  const [before] = await tx
    .select({ bytes: placements.bytes })
    .from(placements)
    .where(and(eq(placements.footageId, footageId), eq(placements.volume, volume)))
    .for('update');
  const now = Date.now();
  const checkedAt = placement.state === 'good' ? now : null;
  await insertRows(tx, placements, [{ ...placement, createdAt: now, checkedAt, leaveAt: null }], {
    update: ['path', 'bytes', 'state', 'checkedAt', 'leaveAt'],
  });
  await countBytes(tx, volume, placement.bytes - (before?.bytes ?? 0));
};

/** Forget a copy whose bytes are gone. Call inside a transaction. */
export const dropPlacement = async (
  tx: Db,
  { footageId, volume, bytes }: Pick<PlacementRow, 'footageId' | 'volume' | 'bytes'>,
): Promise<void> => {
  const [result] = await tx
    .delete(placements)
    .where(and(eq(placements.footageId, footageId), eq(placements.volume, volume)));
  if (result.affectedRows > 0) await countBytes(tx, volume, -bytes);
};

/** @param leaveAt epoch ms, for leaving copies */
export const setPlacementState = async (
  db: Db,
  { footageId, volume }: Pick<PlacementRow, 'footageId' | 'volume'>,
  state: PlacementState,
  leaveAt: number | null = null,
): Promise<void> => {
  await db
    .update(placements)
    .set({ state, leaveAt, ...(state === 'good' ? { checkedAt: Date.now() } : {}) })
    .where(and(eq(placements.footageId, footageId), eq(placements.volume, volume)));
};

/** All copies of a recording leave at once: it was deleted. */
export const leaveEverywhere = async (tx: Db, footageId: number): Promise<void> => {
  await tx.update(placements).set({ state: 'leaving', leaveAt: 0 }).where(eq(placements.footageId, footageId));
};

/** Copies on a volume, and those of them that are on their way to it or from it. */
export interface VolumeContent {
  readonly copies: number;
  readonly leaving: number;
  readonly arriving: number;
}

/** What lies on each volume. Counted in the index alone. */
export const volumeContents = async (db: Db): Promise<Map<string, VolumeContent>> => {
  const rows = await db
    .select({ volume: placements.volume, state: placements.state, copies: count() })
    .from(placements)
    .groupBy(placements.volume, placements.state);
  const contents = new Map<string, VolumeContent>();
  for (const { volume, state, copies } of rows) {
    const { copies: before, ...ways } = contents.get(volume) ?? { copies: 0, leaving: 0, arriving: 0 };
    const isOnItsWay = state === 'leaving' || state === 'arriving';
    contents.set(volume, { ...ways, copies: before + copies, ...(isOnItsWay ? { [state]: copies } : {}) });
  }
  return contents;
};

const idsOf = (rows: readonly { footageId: number }[]): number[] => [...new Set(rows.map((row) => row.footageId))];

/** Recordings with copies that may be removed by now, and with copies whose writer died. */
export const leavingDue = async (db: Db, now: number, limit: number, abandonedMs = 6 * 3_600_000): Promise<number[]> =>
  idsOf(
    await db
      .select({ footageId: placements.footageId })
      .from(placements)
      .where(
        or(
          and(eq(placements.state, 'leaving'), lte(placements.leaveAt, now)),
          and(eq(placements.state, 'arriving'), lt(placements.createdAt, now - abandonedMs)),
        ),
      )
      .limit(limit),
  );

/**
 * Recordings with a copy on a volume that should not be there any more.
 *
 * @param asked.tendedBefore epoch ms: what was looked at since then could not be moved and rests
 * @param asked.endedBefore epoch ms, for those that grew too old
 */
export const lyingOn = async (
  db: Db,
  volume: string,
  { tendedBefore, endedBefore, limit }: { tendedBefore: number; endedBefore?: number; limit: number },
): Promise<number[]> =>
  idsOf(
    await db
      .select({ footageId: placements.footageId })
      .from(placements)
      .innerJoin(footage, eq(footage.id, placements.footageId))
      .innerJoin(keeping, eq(keeping.footageId, placements.footageId))
      .where(
        and(
          lt(keeping.changedAt, tendedBefore),
          eq(placements.volume, volume),
          eq(placements.state, 'good'),
          endedBefore === undefined ? undefined : lt(footage.endAt, endedBefore),
        ),
      )
      .orderBy(asc(placements.footageId))
      .limit(limit),
  );

/** Stored recordings nobody has looked after so far: those from before there were several volumes. */
export const untended = async (db: Db, limit: number): Promise<number[]> =>
  idsOf(
    await db
      .select({ footageId: footage.id })
      .from(footage)
      .leftJoin(keeping, eq(keeping.footageId, footage.id))
      .where(and(eq(footage.mediaState, 'stored'), isNull(keeping.footageId)))
      .limit(limit),
  );

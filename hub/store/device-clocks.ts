import { and, asc, eq, gte, isNotNull, lte } from 'drizzle-orm';
import type { Footage } from '../core/footage.ts';
import { insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import { tell } from './outbox.ts';
import { footage } from './tables/catalogue.ts';
import { deviceClocks } from './tables/device-clocks.ts';

/** One piece of the history of a device's clock. */
export type ClockPiece = Omit<typeof deviceClocks.$inferSelect, 'deviceId'>;

/** Tell that estimates of these devices' clocks changed. Call inside the transaction that changes them. */
export const tellClocks = (tx: Db, deviceIds: Iterable<string>): Promise<void> =>
  tell(
    tx,
    [...new Set(deviceIds)].map((deviceId) => ({ name: 'clocks.changed' as const, data: { deviceId } })),
  );

/** Clips of a device whose clock is thought to be wrong, in the order of their time. */
export const correctedClips = (
  db: Db,
  deviceId: string,
): Promise<{ startAt: number; endAt: number; clockErrorMs: number | null; data: Footage }[]> =>
  db
    .select({
      startAt: footage.startAt,
      endAt: footage.endAt,
      clockErrorMs: footage.clockErrorMs,
      data: footage.data,
    })
    .from(footage)
    .where(and(eq(footage.deviceId, deviceId), isNotNull(footage.clockErrorMs)))
    .orderBy(asc(footage.startAt), asc(footage.id));

/** Put the history of a device's clock in place of what was known of it. Call inside a transaction. */
export const putClockHistory = async (tx: Db, deviceId: string, pieces: readonly ClockPiece[]): Promise<void> => {
  await tx.delete(deviceClocks).where(eq(deviceClocks.deviceId, deviceId));
  await insertRows(
    tx,
    deviceClocks,
    pieces.map((piece) => ({ deviceId, ...piece })),
    { update: ['toAt', 'offsetMs', 'driftMsPerDay', 'deviationMs', 'grounds', 'clips'] },
  );
};

/** The history of a device's clock, oldest piece first. */
export const clockHistoryOf = (db: Db, deviceId: string): Promise<ClockPiece[]> => {
  const { deviceId: device, ...columns } = deviceClocks;
  const { fromAt, toAt, offsetMs, driftMsPerDay, deviationMs, grounds, clips } = columns;
  return db
    .select({ fromAt, toAt, offsetMs, driftMsPerDay, deviationMs, grounds, clips })
    .from(deviceClocks)
    .where(eq(device, deviceId))
    .orderBy(asc(fromAt));
};

/** The piece in which a clip of a device lies, by its beginning on the device's own clock. */
export const clockPieceAt = async (db: Db, deviceId: string, at: number): Promise<ClockPiece | undefined> => {
  const { fromAt, toAt, offsetMs, driftMsPerDay, deviationMs, grounds, clips } = deviceClocks;
  const [piece] = await db
    .select({ fromAt, toAt, offsetMs, driftMsPerDay, deviationMs, grounds, clips })
    .from(deviceClocks)
    .where(and(eq(deviceClocks.deviceId, deviceId), lte(fromAt, at), gte(toAt, at)))
    .orderBy(asc(fromAt))
    .limit(1);
  return piece;
};

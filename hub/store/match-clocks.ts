import { and, eq, sql } from 'drizzle-orm';
import { tellClocks } from './device-clocks.ts';
import { chunked, insertRows } from './multi-row.ts';
import type { Db, Store } from './open.ts';
import { rowsOf } from './partition-rows.ts';
import { listed } from './question.ts';
import { matchClocksFound } from './tables/match-runs.ts';

/** Put down what a part found out about clocks, by bucket of devices, in place of what it had found before. */
export const putClocks = async (
  tx: Db,
  part: { readonly id: number; readonly runId: number },
  found: ReadonlyMap<number, unknown>,
): Promise<void> => {
  const { id: partId, runId } = part;
  await tx.delete(matchClocksFound).where(eq(matchClocksFound.partId, partId));
  const rows = [...found].map(([bucket, one]) => ({ runId, partId, bucket, found: one }));
  // Another process may do the same part: it finds the same.
  await insertRows(tx, matchClocksFound, rows, { update: ['found'] });
};

/** What the parts of a run found out about the devices of one bucket. */
export const clocksOfBucket = async (db: Db, runId: number, bucket: number): Promise<unknown[]> => {
  const { found } = matchClocksFound;
  const isWanted = and(eq(matchClocksFound.runId, runId), eq(matchClocksFound.bucket, bucket));
  return (await db.select({ found }).from(matchClocksFound).where(isWanted)).map((row) => row.found);
};

/** Buckets of which anything was found out. */
export const bucketsWithClocks = async (db: Db, runId: number): Promise<number[]> => {
  const { bucket } = matchClocksFound;
  const rows = await db.selectDistinct({ bucket }).from(matchClocksFound).where(eq(matchClocksFound.runId, runId));
  return rows.map((row) => row.bucket).sort((left, right) => left - right);
};

export const dropClocks = async (tx: Db, runId: number): Promise<void> => {
  await tx.delete(matchClocksFound).where(eq(matchClocksFound.runId, runId));
};

/** A clip as far as its clock is concerned; times on the camera's own clock. */
export interface ClipOfDevice {
  readonly id: number;
  readonly deviceId: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly clockErrorMs: number | null;
}

/** Clips of some devices. */
export const clipsOfDevices = async ({ pool }: Store, deviceIds: readonly string[]): Promise<ClipOfDevice[]> => {
  const clips: ClipOfDevice[] = [];
  for (const part of chunked(deviceIds, 2_000)) {
    const text = `SELECT id, deviceId, startAt, endAt, clockErrorMs FROM footage WHERE deviceId IN (${listed(part)})`;
    for (const [id, deviceId, startAt, endAt, clockErrorMs] of await rowsOf(pool, text))
      clips.push({
        id: Number(id),
        deviceId: String(deviceId),
        startAt: Number(startAt),
        endAt: Number(endAt),
        clockErrorMs: clockErrorMs === null ? null : Number(clockErrorMs),
      });
  }
  return clips;
};

/** Write estimates of clocks, each to its clip, and tell of their devices. Call inside a transaction. */
export const setClockErrors = async (
  tx: Db,
  errors: readonly { readonly id: number; readonly clockErrorMs: number | null }[],
): Promise<void> => {
  // Every row looks through the cases one after the other: few at a time are faster than many.
  for (const part of chunked(errors, 100)) {
    const cases = part.map(({ id, clockErrorMs }) => `WHEN ${id} THEN ${clockErrorMs ?? 'NULL'}`);
    const ids = listed(part.map(({ id }) => id));
    await tx.execute(sql.raw(`UPDATE footage SET clockErrorMs = CASE id ${cases.join(' ')} END WHERE id IN (${ids})`));
  }
  const devices = new Set<string>();
  for (const part of chunked(errors, 5_000)) {
    const ids = listed(part.map(({ id }) => id));
    const text = `SELECT DISTINCT deviceId FROM footage WHERE id IN (${ids}) AND deviceId IS NOT NULL`;
    const [rows] = (await tx.execute(sql.raw(text))) as unknown as [{ deviceId: unknown }[]];
    for (const { deviceId } of rows) devices.add(String(deviceId));
  }
  await tellClocks(tx, devices);
};

import { and, between, eq, gte, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/mysql-core';
import type { Decision } from '../core/vocabulary.ts';
import type { Ask } from './candidates.ts';
import { chunked } from './multi-row.ts';
import type { Db } from './open.ts';
import { footage, links, recordOfficers } from './tables/catalogue.ts';
import { deviceIssues, devices } from './tables/ingest.ts';

/** What other records, clips and reports tell about people, devices and clocks; for matching, without regard to scope. */

const partSize = 200;

/** Devices with which officers recorded, or that were handed to them, in the time asked. */
export const devicesOfOfficers = async (
  db: Db,
  asks: readonly Ask[],
): Promise<{ deviceId: string; policeId: string }[]> => {
  const found = new Map<string, { deviceId: string; policeId: string }>();
  for (const part of chunked(asks, partSize)) {
    const used = await db
      .selectDistinct({ deviceId: footage.deviceId, policeId: footage.policeId })
      .from(footage)
      .where(
        or(...part.map(({ key, from, to }) => and(eq(footage.policeId, key), between(footage.startAt, from, to)))),
      );
    const issued = await db
      .selectDistinct({ deviceId: deviceIssues.deviceId, policeId: deviceIssues.policeId })
      .from(deviceIssues)
      .where(
        or(...part.map(({ key, from, to }) => and(eq(deviceIssues.policeId, key), between(deviceIssues.at, from, to)))),
      );
    for (const { deviceId, policeId } of [...used, ...issued]) {
      if (deviceId !== null && policeId !== null) found.set(`${deviceId} ${policeId}`, { deviceId, policeId });
    }
  }
  return [...found.values()];
};

/** Who was on records together: every officer of every record of these officers that begins in a stretch of time. */
export const companyOfOfficers = async (
  db: Db,
  policeIds: readonly string[],
  from: number,
  to: number,
): Promise<{ recordId: number; policeId: string; startAt: number }[]> => {
  const own = alias(recordOfficers, 'own');
  const rows = [];
  for (const part of chunked(policeIds, partSize)) {
    rows.push(
      ...(await db
        .selectDistinct({
          recordId: recordOfficers.recordId,
          policeId: recordOfficers.policeId,
          startAt: recordOfficers.startAt,
        })
        .from(own)
        .innerJoin(recordOfficers, eq(recordOfficers.recordId, own.recordId))
        .where(and(inArray(own.policeId, part), between(own.startAt, from, to)))),
    );
  }
  return rows;
};

/** Who used devices when: by their clips, and by what docking stations said. */
export const usesOfDevices = async (
  db: Db,
  asks: readonly Ask[],
): Promise<{ deviceId: string; policeId: string; at: number }[]> => {
  const uses: { deviceId: string; policeId: string; at: number }[] = [];
  for (const part of chunked(asks, partSize)) {
    const clips = await db
      .select({ deviceId: footage.deviceId, policeId: footage.policeId, at: footage.startAt })
      .from(footage)
      .where(
        or(...part.map(({ key, from, to }) => and(eq(footage.deviceId, key), between(footage.startAt, from, to)))),
      );
    const issued = await db
      .select({ deviceId: deviceIssues.deviceId, policeId: deviceIssues.policeId, at: deviceIssues.at })
      .from(deviceIssues)
      .where(
        or(...part.map(({ key, from, to }) => and(eq(deviceIssues.deviceId, key), between(deviceIssues.at, from, to)))),
      );
    for (const { deviceId, policeId, at } of [...clips, ...issued]) {
      if (deviceId !== null && policeId !== null) uses.push({ deviceId, policeId, at });
    }
  }
  return uses;
};

/** What a device said of its own clock last: device minus true time, ms. */
export const clockOfDevice = async (
  db: Db,
  deviceId: string,
): Promise<{ at: number; offsetMs: number } | undefined> => {
  const [row] = await db
    .select({ at: devices.lastSeenAt, offsetMs: devices.clockOffsetMs })
    .from(devices)
    .where(eq(devices.id, deviceId));
  return row === undefined || row.at === null || row.offsetMs === null
    ? undefined
    : { at: row.at, offsetMs: row.offsetMs };
};

/** Pairs of clips of a device around a time that rules or people hold for true, strongest first. */
export const pairsOfDevice = (
  db: Db,
  deviceId: string,
  from: number,
  to: number,
): Promise<{ recordId: number; footageId: number; decision: Decision }[]> =>
  db
    .select({ recordId: links.recordId, footageId: links.footageId, decision: links.decision })
    .from(links)
    .innerJoin(footage, eq(footage.id, links.footageId))
    .where(
      and(
        eq(footage.deviceId, deviceId),
        gte(footage.startAt, from),
        lte(footage.startAt, to),
        isNull(links.viaRecordId),
      ),
    )
    .orderBy(sql`${links.weight} desc`)
    .limit(200);

/** Clips of a device that begin in a stretch of time. */
export const clipsOfDevice = (db: Db, deviceId: string, from: number, to: number) =>
  db
    .select({ id: footage.id, policeId: footage.policeId, clockErrorMs: footage.clockErrorMs })
    .from(footage)
    .where(and(eq(footage.deviceId, deviceId), between(footage.startAt, from, to)))
    .orderBy(footage.startAt)
    .limit(500);

export const setClockError = async (db: Db, ids: readonly number[], clockErrorMs: number | null): Promise<void> => {
  if (ids.length > 0)
    await db
      .update(footage)
      .set({ clockErrorMs })
      .where(inArray(footage.id, [...ids]));
};

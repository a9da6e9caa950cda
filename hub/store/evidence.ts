import { and, between, eq, gte, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { isSerial, serialOf } from '../core/device-id.ts';
import type { Decision } from '../core/vocabulary.ts';
import type { Ask } from './candidates.ts';
import { chunked } from './multi-row.ts';
import type { Db } from './open.ts';
import { listed, onlyIds, type Question, quoted } from './question.ts';
import { footage, links } from './tables/catalogue.ts';
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

/**
 * Who was on records together: every officer (`name`) of every record (`id`, beginning `at`) of these officers in a stretch
 * of time. With `colleagues`, of every record of their colleagues in that time too.
 */
export const companyOfOfficers = (
  policeIds: readonly string[],
  { from, to, colleagues = false }: { from: number; to: number; colleagues?: boolean },
): Question[] =>
  chunked(policeIds, partSize).map((part) => {
    const inTime = `own.startAt BETWEEN ${from} AND ${to}`;
    const theirs = `own.policeId IN (${listed(part)}) AND ${inTime}`;
    const mates = `SELECT DISTINCT mate.policeId FROM record_officers own JOIN record_officers mate ON mate.recordId = own.recordId WHERE ${theirs}`;
    const served = colleagues
      ? `(${mates}) people JOIN record_officers own ON own.policeId = people.policeId AND ${inTime}`
      : 'record_officers own';
    return `DISTINCT one.recordId, one.policeId, one.startAt, NULL FROM ${served} JOIN record_officers one ON one.recordId = own.recordId WHERE ${colleagues ? inTime : theirs}`;
  });

/**
 * `companyOfOfficers` with the colleagues' own, of the officers of some records around these, as a whole statement: record,
 * officer, beginning of the record; some rows twice.
 */
export const companyOfRecords = (ids: readonly number[], aroundMs: number): string => {
  const near = (column: string, around: string) =>
    `${column} BETWEEN ${around} - ${aroundMs} AND ${around} + ${aroundMs}`;
  const people = `SELECT DISTINCT mate.policeId, mine.startAt FROM record_officers mine JOIN record_officers own ON own.policeId = mine.policeId AND ${near('own.startAt', 'mine.startAt')} JOIN record_officers mate ON mate.recordId = own.recordId WHERE mine.recordId IN (${listed(ids)})`;
  return `SELECT one.recordId, one.policeId, one.startAt FROM (${people}) people JOIN record_officers theirs ON theirs.policeId = people.policeId AND ${near('theirs.startAt', 'people.startAt')} JOIN record_officers one ON one.recordId = theirs.recordId`;
};

/** A device under its platform id or its serial, whichever of the two the other side wrote. */
const isDevice = (column: string, deviceId: string, platformIds: (serial: string) => string): string => {
  const serial = serialOf(deviceId);
  if (serial !== undefined) return `${column} IN (${listed([deviceId, serial])})`;
  const own = `${column} = ${quoted(deviceId)}`;
  return isSerial(deviceId) ? `(${own} OR ${platformIds(deviceId)})` : own;
};
const endsIn = (column: string, serial: string): string =>
  `(RIGHT(${column}, 7) = ${quoted(serial)} AND CHAR_LENGTH(${column}) = 20)`;
/** Clips: found by their time. Hand-outs: every device that was handed out is in the register, which is short. */
const isDeviceOfClip = (deviceId: string): string =>
  isDevice('deviceId', deviceId, (serial) => endsIn('deviceId', serial));
const isDeviceOfIssue = (deviceId: string): string =>
  isDevice('deviceId', deviceId, (serial) => `deviceId IN (SELECT id FROM devices WHERE ${endsIn('id', serial)})`);

/** Who (`name`) used a `device` when (`at`): by their clips, and by what docking stations said. */
export const usesOfDevices = (asks: readonly Ask[]): Question[] =>
  chunked(asks, partSize).flatMap((part) => {
    const used = (isUsed: (deviceId: string) => string, column: string) =>
      part.map(({ key, from, to }) => `(${isUsed(key)} AND ${column} BETWEEN ${from} AND ${to})`).join(' OR ');
    return [
      `0, policeId, startAt, deviceId FROM footage WHERE policeId IS NOT NULL AND (${used(isDeviceOfClip, 'startAt')})`,
      `0, policeId, at, deviceId FROM device_issues WHERE ${used(isDeviceOfIssue, 'at')}`,
    ];
  });

/** Clips of devices for which nobody signed in, that begin in the time asked. */
export const clipsOfNobody = (asks: readonly Ask[]): Question[] =>
  chunked(asks, partSize).map((part) => {
    const wanted = part.map(({ key, from, to }) => `(${isDeviceOfClip(key)} AND startAt BETWEEN ${from} AND ${to})`);
    return `${onlyIds('id')} FROM footage WHERE policeId IS NULL AND (${wanted.join(' OR ')})`;
  });

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

/** Who of some officers signed in for a recording that begins in a stretch of time. */
export const recordingsOfOfficers = async (
  db: Db,
  policeIds: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Set<string>> => {
  if (policeIds.length === 0) return new Set();
  const rows = await db
    .selectDistinct({ policeId: footage.policeId })
    .from(footage)
    .where(and(inArray(footage.policeId, [...policeIds]), between(footage.startAt, from, to)));
  return new Set(rows.flatMap(({ policeId }) => policeId ?? []));
};

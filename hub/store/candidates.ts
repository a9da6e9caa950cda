import { and, between, eq, gte, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { BusinessRecord } from '../core/record.ts';
import { systems } from '../core/vocabulary.ts';
import { chunked } from './multi-row.ts';
import type { Db } from './open.ts';
import { within } from './scope.ts';
import {
  footage,
  footageCells,
  footageReferences,
  recordOfficers,
  recordReferences,
  records,
} from './tables/catalogue.ts';

/**
 * Candidates for matching by indexed lookups, without regard to scope. Each answers a set of database ids that holds at
 * least the pairs the blocking rules allow; times are epoch ms. No SQL that MySQL 8 or TiDB lack.
 */

/** Something that is looked for in a stretch of time. */
export interface Ask {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

const partSize = 200;

/** Run a query for every part of a long list of conditions and put the ids together. */
const idsWhere = async (
  conditions: readonly (SQL | undefined)[],
  find: (where: SQL | undefined) => Promise<{ id: number }[]>,
): Promise<number[]> => {
  const found = new Set<number>();
  for (const part of chunked(conditions, partSize)) for (const { id } of await find(or(...part))) found.add(id);
  return [...found];
};

const findFootage = (db: Db) => (where: SQL | undefined) => db.select({ id: footage.id }).from(footage).where(where);
const findRecords = (db: Db) => (where: SQL | undefined) => db.select({ id: records.id }).from(records).where(where);

/** Clips of officers that touch the time asked; `longestMs` is how far back one may begin that still runs. */
export const footageOfOfficers = (db: Db, asks: readonly Ask[], longestMs: number): Promise<number[]> =>
  idsWhere(
    asks.map(({ key, from, to }) =>
      and(eq(footage.policeId, key), between(footage.startAt, from - longestMs, to), gte(footage.endAt, from)),
    ),
    findFootage(db),
  );

/** Clips of devices for which nobody signed in. */
export const footageOfDevices = (db: Db, asks: readonly Ask[], longestMs: number): Promise<number[]> =>
  idsWhere(
    asks.map(({ key, from, to }) =>
      and(
        eq(footage.deviceId, key),
        isNull(footage.policeId),
        between(footage.startAt, from - longestMs, to),
        gte(footage.endAt, from),
      ),
    ),
    findFootage(db),
  );

/** Clips of stations; with `nobody` only those for which nobody signed in. */
export const footageOfStations = (
  db: Db,
  asks: readonly (Ask & { nobody: boolean })[],
  longestMs: number,
): Promise<number[]> =>
  idsWhere(
    asks.map(({ key, from, to, nobody }) =>
      and(
        eq(footage.org, key),
        between(footage.startAt, from - longestMs, to),
        gte(footage.endAt, from),
        nobody ? isNull(footage.policeId) : undefined,
      ),
    ),
    findFootage(db),
  );

export const footageInCells = async (db: Db, cells: readonly number[]): Promise<number[]> => {
  const found = new Set<number>();
  for (const part of chunked([...new Set(cells)], 1_000)) {
    const rows = await db
      .selectDistinct({ id: footageCells.footageId })
      .from(footageCells)
      .where(inArray(footageCells.cell, part));
    for (const { id } of rows) found.add(id);
  }
  return [...found];
};

/** Clips with one of these numbers, or that name one. */
export const footageOfNumbers = async (db: Db, numbers: readonly string[]): Promise<number[]> => {
  const found = new Set<number>();
  for (const part of chunked([...new Set(numbers)], partSize)) {
    const named = await db.select({ id: footage.id }).from(footage).where(inArray(footage.externalId, part));
    const naming = await db
      .select({ id: footageReferences.footageId })
      .from(footageReferences)
      .where(inArray(footageReferences.target, part));
    for (const { id } of [...named, ...naming]) found.add(id);
  }
  return [...found];
};

/** Records of officers that begin in the time asked. */
export const recordsOfOfficers = (db: Db, asks: readonly Ask[]): Promise<number[]> =>
  idsWhere(
    asks.map(({ key, from, to }) => and(eq(recordOfficers.policeId, key), between(recordOfficers.startAt, from, to))),
    (where) => db.selectDistinct({ id: recordOfficers.recordId }).from(recordOfficers).where(where),
  );

export interface Box {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
  readonly from: number;
  readonly to: number;
}

/** Records with a place in a box that begin in a stretch of time. */
export const recordsInBoxes = (db: Db, boxes: readonly Box[]): Promise<number[]> =>
  idsWhere(
    boxes.map(({ west, east, south, north, from, to }) =>
      and(between(records.startAt, from, to), between(records.lon, west, east), between(records.lat, south, north)),
    ),
    findRecords(db),
  );

/** Records of stations that begin in the time asked; with `nobody` only those that name no officer. */
export const recordsOfStations = (db: Db, asks: readonly (Ask & { nobody: boolean })[]): Promise<number[]> => {
  const namesNobody = sql`not exists (select 1 from ${recordOfficers} where ${recordOfficers.recordId} = ${records.id})`;
  return idsWhere(
    asks.map(({ key, from, to, nobody }) =>
      and(eq(records.org, key), between(records.startAt, from, to), nobody ? namesNobody : undefined),
    ),
    findRecords(db),
  );
};

/** Records with one of these numbers, or that name one. */
export const recordsOfNumbers = async (db: Db, numbers: readonly string[]): Promise<number[]> => {
  const found = new Set<number>();
  for (const part of chunked([...new Set(numbers)], partSize)) {
    const named = await db
      .select({ id: records.id })
      .from(records)
      .where(and(inArray(records.system, [...systems]), inArray(records.externalId, part)));
    const naming = await db
      .select({ id: recordReferences.recordId })
      .from(recordReferences)
      .where(inArray(recordReferences.target, part));
    for (const { id } of [...named, ...naming]) found.add(id);
  }
  return [...found];
};

export type RecordContent = { id: number; data: BusinessRecord };
export type FootageContent = Pick<typeof footage.$inferSelect, 'id' | 'data' | 'clockErrorMs'>;

export const recordContents = async (db: Db, ids: readonly number[]): Promise<RecordContent[]> => {
  const rows: RecordContent[] = [];
  for (const part of chunked(ids, 500))
    rows.push(
      ...(await db.select({ id: records.id, data: records.data }).from(records).where(inArray(records.id, part))),
    );
  return rows;
};

export const footageContents = async (db: Db, ids: readonly number[]): Promise<FootageContent[]> => {
  const rows: FootageContent[] = [];
  for (const part of chunked(ids, 500)) {
    const columns = { id: footage.id, data: footage.data, clockErrorMs: footage.clockErrorMs };
    rows.push(...(await db.select(columns).from(footage).where(inArray(footage.id, part))));
  }
  return rows;
};

/** Records that begin between two moments, both included, of an organisation and all below it, ascending. */
export const recordsBetween = async (db: Db, from: number, to: number, org?: string): Promise<number[]> => {
  const below = org === undefined ? undefined : within({ kind: 'orgs', orgs: [org] }, records.org);
  const rows = await findRecords(db)(and(between(records.startAt, from, to), below));
  return rows.map(({ id }) => id).sort((left, right) => left - right);
};

import type { RowDataPacket } from 'mysql2';
import type mysql from 'mysql2/promise';
import { listed } from './question.ts';
import { asStoreError } from './trouble.ts';

/**
 * Rows of a partition of matching, read in bulk and as they come over the wire: no objects, JSON as text. Times are epoch
 * ms, both ends included; no regard to scope.
 */

/** Organisations whose rows are wanted, null for rows of none; absent: all rows. */
export type Orgs = readonly (string | null)[] | undefined;

/** A stretch of the rows' own beginnings to look through, and what must hold of a row in it. */
export interface Search {
  readonly from: number;
  readonly to: number;
  readonly orgs: Orgs;
}

type Row = readonly unknown[];

const rowsOf = async (pool: mysql.Pool, text: string): Promise<Row[]> => {
  try {
    const [rows] = await pool.query<RowDataPacket[]>({ sql: text, rowsAsArray: true });
    return rows as unknown as Row[];
  } catch (error) {
    throw asStoreError(error);
  }
};

/** Answers of one query are held at once; longer stretches are read in pieces of this length. */
const pieceMs = 24 * 3_600_000;

async function* pieces(
  pool: mysql.Pool,
  { from, to }: Search,
  text: (begins: string) => string,
): AsyncGenerator<Row[]> {
  for (let at = from; at <= to; at += pieceMs)
    yield await rowsOf(pool, text(`startAt BETWEEN ${at} AND ${Math.min(to, at + pieceMs - 1)}`));
}

export const ofOrgs = (column: string, orgs: Orgs): string => {
  if (orgs === undefined) return '';
  const named = orgs.filter((org) => org !== null);
  const isNamed = named.length === 0 ? 'FALSE' : `${column} IN (${listed(named)})`;
  return ` AND (${isNamed}${named.length < orgs.length ? ` OR ${column} IS NULL` : ''})`;
};

export interface RecordText {
  readonly id: number;
  readonly version: number;
  readonly data: string;
}

const dayMs = 24 * 3_600_000;
/** A time written roughly may be so much later than it says. */
const endOf = `endAt + CASE \`precision\` WHEN 'day' THEN ${dayMs} WHEN 'hour' THEN 3600000 ELSE 60000 END`;

/** Records that end at a time or later. `contents: false`: the text stays empty. */
export async function* recordTexts(
  pool: mysql.Pool,
  search: Search & { readonly endsFrom: number; readonly contents: boolean },
): AsyncGenerator<RecordText[]> {
  const { orgs, endsFrom, contents } = search;
  const body = contents ? 'data' : "''";
  for await (const rows of pieces(
    pool,
    search,
    (begins) =>
      `SELECT id, version, ${body} FROM records WHERE ${begins}${ofOrgs('org', orgs)} AND ${endOf} >= ${endsFrom}`,
  ))
    yield rows.map(([id, version, data]) => ({ id: Number(id), version: Number(version), data: String(data) }));
}

export interface FootageText extends RecordText {
  readonly clockErrorMs: number | null;
}

const footageText = ([id, version, clockErrorMs, data]: Row): FootageText => ({
  id: Number(id),
  version: Number(version),
  clockErrorMs: clockErrorMs === null ? null : Number(clockErrorMs),
  data: String(data),
});

/** A clock that is further off moves a clip to other days; such clips are few and found by an index of their own. */
export const nearClockMs = 12 * 3_600_000;

/** Clips that run in a time, on the camera's own clock or on the corrected one; longer ones than `longestMs` are not found. */
export async function* footageTexts(
  pool: mysql.Pool,
  search: Search & { readonly longestMs: number; readonly contents: boolean },
): AsyncGenerator<FootageText[]> {
  const { from, to, orgs, longestMs, contents } = search;
  const select = `SELECT id, version, clockErrorMs, ${contents ? 'data' : "''"} FROM footage`;
  const corrected = `startAt - clockErrorMs <= ${to} AND endAt - clockErrorMs >= ${from}`;
  const near = { from: from - longestMs - nearClockMs, to: to + nearClockMs, orgs };
  for await (const rows of pieces(
    pool,
    near,
    (begins) =>
      `${select} WHERE ${begins}${ofOrgs('org', orgs)} AND ((startAt <= ${to} AND endAt >= ${from}) OR (${corrected}))`,
  ))
    yield rows.map(footageText);
  const far = `(clockErrorMs < ${-nearClockMs} OR clockErrorMs > ${nearClockMs})`;
  yield (await rowsOf(pool, `${select} WHERE ${far} AND ${corrected}${ofOrgs('org', orgs)}`)).map(footageText);
}

/** Who was on which record (`id`) that begins in a time (`at`). */
export async function* officersOfRecords(
  pool: mysql.Pool,
  search: Search,
): AsyncGenerator<{ id: number; policeId: string; at: number }> {
  for await (const rows of pieces(
    pool,
    search,
    (begins) =>
      `SELECT o.recordId, o.policeId, r.startAt FROM records r JOIN record_officers o ON o.recordId = r.id WHERE r.${begins}${ofOrgs('r.org', search.orgs)}`,
  ))
    for (const [id, policeId, at] of rows) yield { id: Number(id), policeId: String(policeId), at: Number(at) };
}

export interface DeviceUse {
  readonly deviceId: string;
  readonly policeId: string;
  readonly at: number;
  readonly deviceKind: string;
}

/** Who used which device when: by clips, and by what docking stations said, of whatever organisation. */
export async function* usesInTime(pool: mysql.Pool, search: Search): AsyncGenerator<DeviceUse> {
  for await (const rows of pieces(
    pool,
    search,
    (begins) =>
      `SELECT deviceId, policeId, startAt, deviceKind FROM footage WHERE ${begins}${ofOrgs('org', search.orgs)} AND policeId IS NOT NULL AND deviceId IS NOT NULL`,
  ))
    for (const [deviceId, policeId, at, deviceKind] of rows)
      yield { deviceId: String(deviceId), policeId: String(policeId), at: Number(at), deviceKind: String(deviceKind) };
  const issued = `SELECT deviceId, policeId, at FROM device_issues WHERE at BETWEEN ${search.from} AND ${search.to}`;
  for (const [deviceId, policeId, at] of await rowsOf(pool, issued))
    yield { deviceId: String(deviceId), policeId: String(policeId), at: Number(at), deviceKind: 'body-camera' };
}

/** A record and a clip of which one names the other, or which name the same number. */
export interface NumberJoin {
  readonly recordId: number;
  readonly footageId: number;
  readonly recordOrg: string | null;
  readonly footageOrg: string | null;
}

const idsAtOnce = 5_000;

/** What numbers join to these records, or to these clips. */
export const numberJoins = async (
  pool: mysql.Pool,
  side: 'records' | 'footage',
  ids: readonly number[],
): Promise<NumberJoin[]> => {
  const joins: NumberJoin[] = [];
  for (let at = 0; at < ids.length; at += idsAtOnce) {
    const chosen = `${side === 'records' ? 'r' : 'f'}.id IN (${listed(ids.slice(at, at + idsAtOnce))})`;
    const select = 'SELECT DISTINCT r.id, f.id, r.org, f.org FROM';
    const marks = 'footage_references m JOIN footage f ON f.id = m.footageId';
    const asks = [
      `records r JOIN ${marks} ON m.target = r.externalId WHERE ${chosen}`,
      `records r JOIN record_references n ON n.recordId = r.id JOIN ${marks} ON m.target = n.target WHERE ${chosen}`,
      `records r JOIN record_references n ON n.recordId = r.id AND n.kind = 'footage' JOIN footage f ON f.externalId = n.target WHERE ${chosen}`,
      `records r JOIN record_references n ON n.recordId = r.id AND n.kind = 'footage' JOIN footage f ON f.source = SUBSTRING_INDEX(n.target, '/', 1) AND f.externalId = SUBSTRING(n.target, LENGTH(SUBSTRING_INDEX(n.target, '/', 1)) + 2) WHERE ${chosen} AND n.target LIKE '%/%'`,
    ];
    for (const one of asks)
      for (const [recordId, footageId, recordOrg, footageOrg] of await rowsOf(pool, `${select} ${one}`))
        joins.push({
          recordId: Number(recordId),
          footageId: Number(footageId),
          recordOrg: recordOrg === null ? null : String(recordOrg),
          footageOrg: footageOrg === null ? null : String(footageOrg),
        });
  }
  return joins;
};

/** Which of these records are named by another one. */
export const namedRecords = async (pool: mysql.Pool, ids: readonly number[]): Promise<number[]> => {
  const named: number[] = [];
  for (let at = 0; at < ids.length; at += idsAtOnce) {
    const part = listed(ids.slice(at, at + idsAtOnce));
    const text = `SELECT DISTINCT r.id FROM records r JOIN record_references n ON n.target = r.externalId AND n.kind = r.system WHERE r.id IN (${part})`;
    for (const [id] of await rowsOf(pool, text)) named.push(Number(id));
  }
  return named;
};

/** What every device said of its own clock last: device minus true time, ms. */
export const clocksOfDevices = async (pool: mysql.Pool): Promise<Map<string, { at: number; offsetMs: number }>> => {
  const text =
    'SELECT id, lastSeenAt, clockOffsetMs FROM devices WHERE lastSeenAt IS NOT NULL AND clockOffsetMs IS NOT NULL';
  return new Map(
    (await rowsOf(pool, text)).map(([id, at, offsetMs]) => [
      String(id),
      { at: Number(at), offsetMs: Number(offsetMs) },
    ]),
  );
};

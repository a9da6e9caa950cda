import type { RowDataPacket } from 'mysql2';
import type mysql from 'mysql2/promise';
import type { Decision } from '../core/vocabulary.ts';
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

export type Row = readonly unknown[];

/** Rows as arrays. @throws as all queries of the store do */
export const rowsOf = async (pool: mysql.Pool, text: string): Promise<Row[]> => {
  try {
    const [rows] = await pool.query<RowDataPacket[]>({ sql: text, rowsAsArray: true });
    return rows as unknown as Row[];
  } catch (error) {
    throw asStoreError(error);
  }
};

/** Answers of two queries are held at once; longer stretches are read in pieces of this length. */
const pieceMs = 24 * 3_600_000;

/** The server looks for the next piece while the one before is worked on. */
async function* pieces(
  pool: mysql.Pool,
  { from, to }: Pick<Search, 'from' | 'to'>,
  text: (begins: string) => string,
): AsyncGenerator<Row[]> {
  const piece = (at: number): Promise<Row[]> | undefined => {
    const rows =
      at > to ? undefined : rowsOf(pool, text(`startAt BETWEEN ${at} AND ${Math.min(to, at + pieceMs - 1)}`));
    // Whoever waits for it hears of a failure; nobody does when the piece before failed.
    rows?.catch(() => undefined);
    return rows;
  };
  let next = piece(from);
  for (let at = from; next !== undefined; ) {
    const rows = await next;
    at += pieceMs;
    next = piece(at);
    yield rows;
  }
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

export interface RecordSearch extends Search {
  /** Records that end at this time or later. */
  readonly endsFrom: number;
}

const recordsWhere = ({ orgs, endsFrom }: RecordSearch, begins: string): string =>
  `FROM records WHERE ${begins}${ofOrgs('org', orgs)} AND ${endOf} >= ${endsFrom}`;

/** @param contents `false`: the text stays empty */
export async function* recordTexts(
  pool: mysql.Pool,
  search: RecordSearch,
  { contents = true } = {},
): AsyncGenerator<RecordText[]> {
  const columns = `id, version, ${contents ? 'data' : "''"}`;
  for await (const rows of pieces(pool, search, (begins) => `SELECT ${columns} ${recordsWhere(search, begins)}`))
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

/** Clips that run in a time, on the camera's own clock or on the corrected one. */
export interface FootageSearch extends Search {
  /** Longer ones are not found. */
  readonly longestMs: number;
}

const correctedIn = ({ from, to }: Search): string =>
  `startAt - clockErrorMs <= ${to} AND endAt - clockErrorMs >= ${from}`;

const footageWhere = (search: FootageSearch, begins: string): string => {
  const { from, to, orgs } = search;
  const runs = `(startAt <= ${to} AND endAt >= ${from}) OR (${correctedIn(search)})`;
  return `FROM footage WHERE ${begins}${ofOrgs('org', orgs)} AND (${runs})`;
};

const footageFarOff = (search: FootageSearch): string =>
  `FROM footage WHERE (clockErrorMs < ${-nearClockMs} OR clockErrorMs > ${nearClockMs}) AND ${correctedIn(search)}${ofOrgs('org', search.orgs)}`;

const beginsNear = ({ from, to, longestMs }: FootageSearch) => ({
  from: from - longestMs - nearClockMs,
  to: to + nearClockMs,
});

/** @param contents `false`: the text stays empty */
export async function* footageTexts(
  pool: mysql.Pool,
  search: FootageSearch,
  { contents = true } = {},
): AsyncGenerator<FootageText[]> {
  const select = `SELECT id, version, clockErrorMs, ${contents ? 'data' : "''"}`;
  for await (const rows of pieces(pool, beginsNear(search), (begins) => `${select} ${footageWhere(search, begins)}`))
    yield rows.map(footageText);
  yield (await rowsOf(pool, `${select} ${footageFarOff(search)}`)).map(footageText);
}

/**
 * What tells whether any of some rows changed, without looking at each: how many they are, the sum of their ids, of ids
 * times versions, and of ids times clock errors. Whole numbers of any size.
 */
export type RowSums = readonly [rows: bigint, ids: bigint, versions: bigint, clocks: bigint];

const sumsOf = async (pool: mysql.Pool, clocks: string, from: string): Promise<RowSums> => {
  // As text: sums are longer than numbers are exact.
  const text = ['COUNT(*)', 'SUM(id)', 'SUM(id * version)', `SUM(id * ${clocks})`].map(
    (sum) => `CAST(COALESCE(${sum}, 0) AS CHAR)`,
  );
  const [row = []] = await rowsOf(pool, `SELECT ${text.join(', ')} ${from}`);
  return row.map((sum) => BigInt(String(sum))) as unknown as RowSums;
};

const begun = ({ from, to }: { readonly from: number; readonly to: number }): string =>
  `startAt BETWEEN ${from} AND ${to}`;

export const recordSums = (pool: mysql.Pool, search: RecordSearch): Promise<RowSums> =>
  sumsOf(pool, '0', recordsWhere(search, begun(search)));

export const footageSums = async (pool: mysql.Pool, search: FootageSearch): Promise<RowSums> => {
  const clocks = 'COALESCE(clockErrorMs * 2, 1)';
  const near = await sumsOf(pool, clocks, footageWhere(search, begun(beginsNear(search))));
  const far = `${footageFarOff(search)} AND NOT (${begun(beginsNear(search))})`;
  const others = await sumsOf(pool, clocks, far);
  return near.map((sum, column) => sum + (others[column] ?? 0n)) as unknown as RowSums;
};

/** What people decided about pairs of records that begin in a time: by the record's id, and then by the clip's. */
export const decisionsBetween = async (
  pool: mysql.Pool,
  from: number,
  to: number,
): Promise<Map<number, Map<number, Decision>>> => {
  const decisions = new Map<number, Map<number, Decision>>();
  const text = `SELECT l.recordId, l.footageId, l.decision FROM links l JOIN records r ON r.id = l.recordId WHERE l.decision IN ('confirmed', 'rejected') AND r.startAt BETWEEN ${from} AND ${to}`;
  for (const [recordId, footageId, decision] of await rowsOf(pool, text)) {
    const ofRecord = decisions.get(Number(recordId)) ?? new Map<number, Decision>();
    decisions.set(Number(recordId), ofRecord.set(Number(footageId), String(decision) as Decision));
  }
  return decisions;
};

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

/** Who used which device when by clips. */
export async function* usesInTime(pool: mysql.Pool, search: Search): AsyncGenerator<DeviceUse> {
  for await (const rows of pieces(
    pool,
    search,
    (begins) =>
      `SELECT deviceId, policeId, startAt, deviceKind FROM footage WHERE ${begins}${ofOrgs('org', search.orgs)} AND policeId IS NOT NULL AND deviceId IS NOT NULL`,
  ))
    for (const [deviceId, policeId, at, deviceKind] of rows)
      yield { deviceId: String(deviceId), policeId: String(policeId), at: Number(at), deviceKind: String(deviceKind) };
}

/** Who was handed which device when by what docking stations said, of whatever organisation. */
export const issuesInTime = async (
  pool: mysql.Pool,
  { from, to }: Pick<Search, 'from' | 'to'>,
): Promise<DeviceUse[]> => {
  const text = `SELECT deviceId, policeId, at FROM device_issues WHERE at BETWEEN ${from} AND ${to}`;
  return (await rowsOf(pool, text)).map(([deviceId, policeId, at]) => ({
    deviceId: String(deviceId),
    policeId: String(policeId),
    at: Number(at),
    deviceKind: 'body-camera',
  }));
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

import type { RowDataPacket } from 'mysql2';
import type mysql from 'mysql2/promise';
import { columnsAround, rowsFromPole, squareDegrees } from '../core/cell.ts';
import { asStoreError } from './trouble.ts';

/** What has to be known of the store to cut it into parts; counted by the server. Times are epoch ms, both ends included. */

const rowsOf = async (pool: mysql.Pool, text: string): Promise<unknown[][]> => {
  try {
    const [rows] = await pool.query<RowDataPacket[]>({ sql: text, rowsAsArray: true });
    return rows as unknown as unknown[][];
  } catch (error) {
    throw asStoreError(error);
  }
};

const dayMs = 86_400_000;
const orgOf = (value: unknown): string | null => (value === null ? null : String(value));
const begins = (from: number, to: number, table = ''): string => `${table}startAt BETWEEN ${from} AND ${to}`;

export interface DayCount {
  readonly org: string | null;
  /** Days since 1970, UTC. */
  readonly day: number;
  readonly rows: number;
}

/** How many records and clips of each organisation begin on each day. */
export const countDays = async (
  pool: mysql.Pool,
  table: 'records' | 'footage',
  from: number,
  to: number,
): Promise<DayCount[]> => {
  const text = `SELECT org, startAt DIV ${dayMs} AS day, COUNT(*) FROM ${table} WHERE ${begins(from, to)} GROUP BY org, day`;
  return (await rowsOf(pool, text)).map(([org, day, rows]) => ({
    org: orgOf(org),
    day: Number(day),
    rows: Number(rows),
  }));
};

/** First and last beginning of a record; undefined when there is none. */
export const extentOfRecords = async (pool: mysql.Pool): Promise<{ from: number; to: number } | undefined> => {
  const [row] = await rowsOf(pool, 'SELECT MIN(startAt), MAX(startAt) FROM records');
  return row === undefined || row[0] === null ? undefined : { from: Number(row[0]), to: Number(row[1]) };
};

/** How long the longest record lasts that begins in a time, ms. */
export const longestRecord = async (pool: mysql.Pool, from: number, to: number): Promise<number> => {
  const [row] = await rowsOf(pool, `SELECT MAX(endAt - startAt) FROM records WHERE ${begins(from, to)}`);
  return Number(row?.[0] ?? 0);
};

/** Organisations that officers or devices have in common: one list for each officer or device of more than one. */
export const tiesOfPeople = async (pool: mysql.Pool, from: number, to: number): Promise<(string | null)[][]> => {
  const served = `SELECT DISTINCT o.policeId, r.org FROM records r JOIN record_officers o ON o.recordId = r.id WHERE ${begins(from, to, 'r.')}`;
  // Who and with what in one pass over the clips, whose rows are long.
  const used = `SELECT DISTINCT policeId, deviceId, org FROM footage WHERE ${begins(from, to)}`;
  const ties = new Map<string, Set<string | null>>();
  const note = (tie: string, org: unknown): void => {
    const known = ties.get(tie);
    if (known) known.add(orgOf(org));
    else ties.set(tie, new Set([orgOf(org)]));
  };
  // Apart, so that several cores of the server are at it.
  const [people, uses] = await Promise.all([rowsOf(pool, served), rowsOf(pool, used)]);
  for (const [policeId, org] of people) note(`p${policeId}`, org);
  for (const [policeId, deviceId, org] of uses) {
    if (policeId !== null) note(`p${policeId}`, org);
    if (deviceId !== null) note(`d${deviceId}`, org);
  }
  return [...ties.values()].filter(({ size }) => size > 1).map((orgs) => [...orgs]);
};

/** Squares to a side of a field of the map that is looked at as a whole: over three kilometres anywhere people live. */
const fieldSquares = 10;

export interface Field {
  readonly org: string | null;
  readonly row: number;
  readonly column: number;
}

const fieldOf = ([org, row, column]: unknown[]): Field => ({
  org: orgOf(org),
  row: Number(row),
  column: Number(column),
});

/** Fields of the map in which records lie, and those through which tracks pass. */
export const fieldsOf = async (
  pool: mysql.Pool,
  from: number,
  to: number,
): Promise<{ records: Field[]; footage: Field[] }> => {
  const size = fieldSquares * squareDegrees;
  const places = `SELECT DISTINCT org, FLOOR((lat + 90) / ${size}), FLOOR((lon + 180) / ${size}) FROM records WHERE lon IS NOT NULL AND ${begins(from, to)}`;
  const row = `(c.cell DIV ${columnsAround}) % ${rowsFromPole} DIV ${fieldSquares}`;
  const tracks = `SELECT DISTINCT f.org, ${row}, c.cell % ${columnsAround} DIV ${fieldSquares} FROM footage f JOIN footage_cells c ON c.footageId = f.id WHERE ${begins(from, to, 'f.')}`;
  const [records, footage] = await Promise.all([rowsOf(pool, places), rowsOf(pool, tracks)]);
  return { records: records.map(fieldOf), footage: footage.map(fieldOf) };
};

import mysql from 'mysql2/promise';
import { wallTime } from '../../city/time.ts';
import { wholeSecond } from '../_kit/time-text.ts';
import { knownAt, type Revision, revisionsBetween } from '../_kit/timeline.ts';
import { countLinks, createLinkTable } from './link-table.ts';
import { exchangeRunMs, type IccRevisions, type IccRow } from './rows.ts';
import { createStatement, type IccTableKey, iccTables, upsertStatement } from './tables.ts';

/** Parents before children, as the real job copies them. */
const order: readonly IccTableKey[] = ['calls', 'dispatches', 'feedbacks'];
const rowsPerStatement = 500;

const createDatabase = async (url: string): Promise<void> => {
  const address = new URL(url);
  const name = decodeURIComponent(address.pathname.slice(1));
  if (!name) throw new Error(`DISPATCH_DATABASE_URL names no database; end it with one, e.g. /dispatch`);
  address.pathname = '/';
  const connection = await mysql.createConnection(address.href);
  try {
    await connection.query('CREATE DATABASE IF NOT EXISTS ?? DEFAULT CHARSET utf8mb4', [name]);
  } finally {
    await connection.end();
  }
};

const newestOnly = (revisions: Revision<IccRow>[]): IccRow[] => [
  ...new Map(revisions.map(({ key, row }) => [key, row])).values(),
];

export interface Exchange {
  /** Writes what became known in `(after, upTo]` (city time, epoch ms), all or nothing. */
  write(revisions: IccRevisions, after: number, upTo: number): Promise<number>;
  /** Writes at once what is known by `now` of a call entered by hand, stamped with the second of `now`. */
  writeLate(revisions: IccRevisions, now: number): Promise<void>;
  counts(): Promise<Record<string, number>>;
  /** Links that others have written beside them. */
  linkCount(): Promise<number>;
  close(): Promise<void>;
}

/** Opens the exchange database, creating it and its tables where they are missing. */
export const openExchange = async (url: string): Promise<Exchange> => {
  await createDatabase(url);
  const pool = mysql.createPool({ uri: url, connectionLimit: 3 });
  for (const key of order) await pool.query(createStatement(iccTables[key]));
  await createLinkTable(pool);

  const upsert = async (rowsOf: (key: IccTableKey) => IccRow[]): Promise<number> => {
    const connection = await pool.getConnection();
    let written = 0;
    try {
      await connection.beginTransaction();
      for (const key of order) {
        const rows = rowsOf(key);
        const columns = Object.keys(iccTables[key].columns);
        for (let from = 0; from < rows.length; from += rowsPerStatement) {
          const values = rows
            .slice(from, from + rowsPerStatement)
            .map((row) => columns.map((name) => row[name] ?? null));
          await connection.query(upsertStatement(iccTables[key]), [values]);
          written += values.length;
        }
      }
      await connection.commit();
      return written;
    } catch (error) {
      await connection.rollback().catch(() => undefined);
      throw error;
    } finally {
      connection.release();
    }
  };

  return {
    write: (revisions, after, upTo) => upsert((key) => newestOnly(revisionsBetween(revisions[key], after, upTo))),
    async writeLate(revisions, now) {
      const gxsj = wallTime(wholeSecond(now));
      await upsert((key) => knownAt(revisions[key], now + exchangeRunMs).map(({ row }) => ({ ...row, gxsj })));
    },
    async counts() {
      const counts: Record<string, number> = {};
      for (const key of order) {
        const { name } = iccTables[key];
        const [rows] = await pool.query<mysql.RowDataPacket[]>('SELECT COUNT(*) AS count FROM ??', [name]);
        counts[name] = Number(rows[0]?.count);
      }
      return counts;
    },
    linkCount: () => countLinks(pool),
    close: () => pool.end(),
  };
};

import type { RowDataPacket } from 'mysql2';
import type mysql from 'mysql2/promise';
import { quoteText } from '../../../hub/store/multi-row.ts';

const readAtOnce = 10_000;
const writeAtOnce = 2_000;

type Row = readonly unknown[];

const rowsOf = async (pool: mysql.Pool, sql: string): Promise<Row[]> => {
  const [rows] = await pool.query<RowDataPacket[]>({ sql, rowsAsArray: true });
  return rows as unknown as Row[];
};

/** Read what matching reads, page after page, and do nothing with it. @returns rows */
export const bareRead = async (pool: mysql.Pool): Promise<number> => {
  let total = 0;
  for (const table of ['records', 'footage']) {
    const columns = table === 'records' ? 'id, version, data' : 'id, version, clockErrorMs, data';
    for (let after = 0; ; ) {
      const rows = await rowsOf(
        pool,
        `SELECT ${columns} FROM ${table} WHERE id > ${after} ORDER BY id LIMIT ${readAtOnce}`,
      );
      total += rows.length;
      const last = rows.at(-1);
      if (last === undefined) break;
      after = Number(last[0]);
    }
  }
  return total;
};

const columns =
  'recordId,footageId,segmentStart,segmentEnd,weight,probability,decision,decidedBy,rule,evidence,version,createdAt,changedAt';

/** Every row of the links, as it was written. */
export const linkRows = (pool: mysql.Pool): Promise<Row[]> => rowsOf(pool, `SELECT ${columns} FROM links ORDER BY id`);

/** Write these rows to a table that is like the links and empty, many to a statement. */
export const bareWrite = async (pool: mysql.Pool, table: string, rows: readonly Row[]): Promise<void> => {
  for (let at = 0; at < rows.length; at += writeAtOnce) {
    const values = rows
      .slice(at, at + writeAtOnce)
      .map(
        (row) => `(${row.map((value) => (typeof value === 'string' ? quoteText(value) : String(value))).join(',')})`,
      );
    await pool.query(`INSERT INTO ${table} (${columns}) VALUES ${values.join(',')}`);
  }
};

import { type Connection, createConnection } from 'mysql2';
import mysql, { type RowDataPacket } from 'mysql2/promise';

export interface PlainInsert {
  rows: number;
  /** Inside INSERT statements only. */
  ms: number;
}

const rowsPerStatement = 2_000;

const insertTable = async (from: Connection, to: mysql.Connection, table: string): Promise<PlainInsert> => {
  const total = { rows: 0, ms: 0 };
  const [columns] = await to.query<RowDataPacket[]>(`SHOW COLUMNS FROM ${table}`);
  // What the database works out for itself nobody inserts.
  const given = columns.filter(({ Extra }) => !/GENERATED/i.test(String(Extra)));
  const names = given.map(({ Field }) => `\`${Field}\``).join(', ');
  const insert = async (rows: readonly unknown[]): Promise<void> => {
    const begun = performance.now();
    await to.query(`INSERT INTO ${table} (${names}) VALUES ?`, [rows]);
    total.ms += performance.now() - begun;
    total.rows += rows.length;
  };
  let rows: unknown[] = [];
  const reading = from.query({ sql: `SELECT ${names} FROM ${table}`, rowsAsArray: true });
  for await (const row of reading.stream({ highWaterMark: rowsPerStatement })) {
    rows.push(row);
    if (rows.length < rowsPerStatement) continue;
    await insert(rows);
    rows = [];
  }
  if (rows.length > 0) await insert(rows);
  return total;
};

/**
 * What the hub has stored, inserted again into empty tables of the same form by mysql2's own multi-row INSERT: 2,000 rows
 * a statement, each committed by itself. Reading them is not counted.
 */
export const plainInsert = async (
  hubUrl: string,
  plainUrl: string,
  tables: readonly string[],
): Promise<Map<string, PlainInsert>> => {
  const options = { supportBigNumbers: true, jsonStrings: true, charset: 'utf8mb4' };
  const from = createConnection({ uri: hubUrl, ...options });
  const to = await mysql.createConnection({ uri: plainUrl, ...options });
  const schema = new URL(hubUrl).pathname.slice(1);
  const results = new Map<string, PlainInsert>();
  try {
    for (const table of tables) {
      await to.query(`CREATE TABLE ${table} LIKE \`${schema}\`.${table}`);
      results.set(table, await insertTable(from, to, table));
    }
    return results;
  } finally {
    from.destroy();
    await to.end();
  }
};

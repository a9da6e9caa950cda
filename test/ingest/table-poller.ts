import mysql from 'mysql2/promise';
import type { Connector } from '../../hub/core/connector.ts';
import { message, testConnector } from './deps.ts';

/** Polls `rows_of_others` (id, title) by keyset, a hundred rows a page: a real table on the other side. */
export const tablePoller = (url: string, pageRows = 100): Connector =>
  testConnector({
    readsAhead: true,
    async *poll({ signal }, cursor) {
      const pool = mysql.createPool({ uri: url, connectionLimit: 1 });
      try {
        let after = typeof cursor === 'number' ? cursor : 0;
        while (!signal.aborted) {
          const [rows] = await pool.query<mysql.RowDataPacket[]>(
            'SELECT id, title FROM rows_of_others WHERE id > ? ORDER BY id LIMIT ?',
            [after, pageRows],
          );
          const last = rows.at(-1);
          if (last === undefined) return;
          after = Number(last.id);
          yield { messages: [message(rows.map(({ id, title }) => ({ id: String(id), title })))], cursor: after };
        }
      } finally {
        await pool.end();
      }
    },
  });

/** A table of the other side with `count` rows. */
export const fillTable = async (url: string, count: number): Promise<void> => {
  const connection = await mysql.createConnection(url);
  try {
    await connection.query('CREATE TABLE rows_of_others (id bigint PRIMARY KEY, title varchar(100) NOT NULL)');
    const rows = Array.from({ length: count }, (_, index) => [index + 1, `row ${index + 1}`]);
    for (let start = 0; start < rows.length; start += 5_000) {
      await connection.query('INSERT INTO rows_of_others VALUES ?', [rows.slice(start, start + 5_000)]);
    }
  } finally {
    await connection.end();
  }
};

import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Database, DatabaseAddress, Row, Select } from './database.ts';
import { databaseError } from './database-error.ts';
import { openOnce } from './open-once.ts';

/** Codes that no second try mends: who may sign in, and what there is. */
const ours: Readonly<Record<string, string>> = {
  ER_ACCESS_DENIED_ERROR: 'check user and password',
  ER_DBACCESS_DENIED_ERROR: 'grant the user SELECT on the database',
  ER_TABLEACCESS_DENIED_ERROR: 'grant the user SELECT on the table',
  ER_COLUMNACCESS_DENIED_ERROR: 'grant the user SELECT on the column',
  ER_NOT_SUPPORTED_AUTH_MODE: 'use a user with a password the driver supports',
  ER_BAD_DB_ERROR: 'check the name of the database in the address',
  ER_NO_SUCH_TABLE: 'check the names of the tables',
  ER_BAD_FIELD_ERROR: 'check the names of the columns',
  ER_UNKNOWN_CHARACTER_SET: 'check the charset',
  ER_PARSE_ERROR: 'check the names of tables and columns',
  ER_HOST_NOT_PRIVILEGED: "have the hub's address allowed",
};

const asJson = (value: unknown): unknown => (Buffer.isBuffer(value) ? value.toString('base64') : value);

/** One connection to MySQL, MariaDB or what speaks their protocol. */
export const openMysql = ({ url, password, charset, zone, timeoutMs }: DatabaseAddress): Database => {
  const { hostname, port, pathname, username, searchParams } = new URL(url);
  const what = `${hostname}:${port || 3306}${pathname}`;

  const connections = openOnce(async (lost) => {
    const connection = await createConnection({
      host: decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1'),
      port: port ? Number(port) : 3306,
      user: decodeURIComponent(username),
      password,
      database: decodeURIComponent(pathname.slice(1)),
      ...(searchParams.get('ssl') === 'true' ? { ssl: {} } : {}),
      charset,
      connectTimeout: timeoutMs,
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: true,
    });
    connection.on('error', lost);
    await connection.query('SET SESSION time_zone = ?', [zone]);
    return connection;
  });

  const selectOn =
    (connection: Connection): Select =>
    async (sql, values) => {
      const [rows] = await connection.query<RowDataPacket[]>({ sql, values: [...values], timeout: timeoutMs });
      // What a writing statement answers is no list.
      if (!Array.isArray(rows)) return [];
      return rows.map(
        (row): Row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asJson(value)])),
      );
    };

  const within = async <T>(begin: string, run: (select: Select) => Promise<T>): Promise<T> => {
    let connection: Connection | undefined;
    try {
      connection = await connections.get();
      await connection.query(begin);
      const result = await run(selectOn(connection));
      await connection.query('COMMIT');
      return result;
    } catch (error) {
      // A statement that timed out may still run: only a new connection is sure to be clean.
      connections.forget();
      connection?.destroy();
      throw databaseError(what, error, ours);
    }
  };

  return {
    quote: (name) =>
      name
        .split('.')
        .map((part) => `\`${part}\``)
        .join('.'),
    limit: (rows) => `LIMIT ${rows}`,

    readOnly: (read) => within('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY', read),
    readWrite: (change) => within('START TRANSACTION', change),

    async describe(table) {
      const [schema, name] = table.includes('.') ? table.split('.') : [null, table];
      return this.readOnly(async (select) => {
        const rows = await select(
          `SELECT c.COLUMN_NAME AS name, COUNT(s.INDEX_NAME) AS indexes
             FROM information_schema.COLUMNS c
             LEFT JOIN information_schema.STATISTICS s
               ON s.TABLE_SCHEMA = c.TABLE_SCHEMA AND s.TABLE_NAME = c.TABLE_NAME
              AND s.COLUMN_NAME = c.COLUMN_NAME AND s.SEQ_IN_INDEX = 1
            WHERE c.TABLE_SCHEMA = COALESCE(?, DATABASE()) AND c.TABLE_NAME = ?
            GROUP BY c.COLUMN_NAME`,
          [schema, name],
        );
        return rows.map((row) => ({ column: String(row.name), indexed: Number(row.indexes) > 0 }));
      });
    },

    async close() {
      const connection = await connections.taken();
      await connection?.end().catch(() => connection.destroy());
    },
  };
};

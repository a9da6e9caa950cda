import oracledb from 'oracledb';
import type { Database, DatabaseAddress, Row, Select } from './database.ts';
import { databaseError } from './database-error.ts';
import { openOnce } from './open-once.ts';

/** Codes that no second try mends: who may sign in, and what there is. */
const ours: Readonly<Record<string, string>> = {
  'ORA-01017': 'check user and password',
  'ORA-28000': 'have the account unlocked',
  'ORA-01045': 'grant the user CREATE SESSION',
  'ORA-00942': 'check the names of the tables, and grant the user SELECT on them',
  'ORA-00904': 'check the names of the columns',
  'ORA-01031': 'grant the user SELECT on the tables',
  'ORA-01861': 'the change column holds no time: name another, or correct cursorKind',
  'ORA-01722': 'the change column holds no number: name another, or correct cursorKind',
  'ORA-12514': 'check the service name at the end of the address',
  'NJS-138': 'this server is older than 12.1, which the driver does not speak to; have a view in a newer one, or files',
  'NJS-116': 'have the account’s password set anew: its verifier is of an old kind',
};

const dateFormat = 'YYYY-MM-DD HH24:MI:SS';

/** Dates, numbers and long texts as text, exactly as the session's formats write them; binary as base64. */
const fetchTypeHandler = ({ dbType }: oracledb.Metadata<unknown>) => {
  if (dbType === oracledb.DB_TYPE_CLOB || dbType === oracledb.DB_TYPE_NCLOB) return { type: oracledb.STRING };
  if (dbType === oracledb.DB_TYPE_BLOB) return { type: oracledb.BUFFER };
  if (dbType === oracledb.DB_TYPE_RAW || dbType === oracledb.DB_TYPE_VARCHAR) return undefined;
  return { type: oracledb.STRING };
};

const asJson = (value: unknown): unknown => (Buffer.isBuffer(value) ? value.toString('base64') : value);

const numbered = (sql: string): string => {
  let count = 0;
  return sql.replace(/\?/g, () => {
    count += 1;
    return `:${count}`;
  });
};

/** Unquoted names are upper case there: a name in small letters alone is one that its owner never quoted. */
const folded = (part: string): string => (/\p{Lu}/u.test(part) ? part : part.toUpperCase());

/**
 * One connection to Oracle 12.1 or newer by the driver's thin mode, which needs no client software. The server converts
 * text from whatever charset its tables are in.
 */
export const openOracle = ({ url, password, zone, timeoutMs }: DatabaseAddress): Database => {
  const { hostname, port, pathname, username } = new URL(url);
  const what = `${hostname}:${port || 1521}${pathname}`;

  const connections = openOnce(async () => {
    const connection = await oracledb.getConnection({
      user: decodeURIComponent(username),
      password,
      connectString: `${hostname}:${port || 1521}${pathname}?connect_timeout=${Math.ceil(timeoutMs / 1000)}&retry_count=0`,
    });
    connection.callTimeout = timeoutMs;
    const settings = [
      `NLS_DATE_FORMAT = '${dateFormat}'`,
      `NLS_TIMESTAMP_FORMAT = '${dateFormat}.FF'`,
      `NLS_TIMESTAMP_TZ_FORMAT = '${dateFormat}.FF'`,
      `TIME_ZONE = '${zone}'`,
    ];
    await connection.execute(`ALTER SESSION SET ${settings.join(' ')}`);
    return connection;
  });

  const selectOn =
    (connection: oracledb.Connection): Select =>
    async (sql, values) => {
      const { rows } = await connection.execute<Row>(numbered(sql), [...values], {
        outFormat: oracledb.OUT_FORMAT_OBJECT,
        fetchTypeHandler,
      });
      return (rows ?? []).map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asJson(value)])),
      );
    };

  return {
    quote: (name) =>
      name
        .split('.')
        .map((part) => `"${folded(part)}"`)
        .join('.'),
    limit: (rows) => `FETCH FIRST ${rows} ROWS ONLY`,

    async readOnly(read) {
      let connection: oracledb.Connection | undefined;
      try {
        connection = await connections.get();
        await connection.execute('SET TRANSACTION READ ONLY');
        const result = await read(selectOn(connection));
        await connection.commit();
        return result;
      } catch (error) {
        connections.forget();
        connection?.close({ drop: true }).catch(() => {});
        throw databaseError(what, error, ours);
      }
    },

    describe(table) {
      const [name = '', owner] = table.split('.').map(folded).reverse();
      return this.readOnly(async (select) => {
        const rows = await select(
          `SELECT c.COLUMN_NAME AS NAME, COUNT(i.INDEX_NAME) AS INDEXES
             FROM ALL_TAB_COLUMNS c
             LEFT JOIN ALL_IND_COLUMNS i
               ON i.TABLE_OWNER = c.OWNER AND i.TABLE_NAME = c.TABLE_NAME
              AND i.COLUMN_NAME = c.COLUMN_NAME AND i.COLUMN_POSITION = 1
            WHERE c.TABLE_NAME = ? AND c.OWNER = COALESCE(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA'))
            GROUP BY c.COLUMN_NAME`,
          [name, owner ?? null],
        );
        return rows.map((row) => ({ column: String(row.NAME), indexed: Number(row.INDEXES) > 0 }));
      });
    },

    async close() {
      const connection = await connections.taken();
      await connection?.close().catch(() => {});
    },
  };
};

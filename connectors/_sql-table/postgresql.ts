import pg from 'pg';
import type { Database, DatabaseAddress, Row, Select } from './database.ts';
import { databaseError } from './database-error.ts';
import { openOnce } from './open-once.ts';

/** States (SQLSTATE) that no second try mends: who may sign in, and what there is. */
const ours: Readonly<Record<string, string>> = {
  '28P01': 'check user and password',
  '28000': 'have the user and the hub’s address allowed in pg_hba.conf',
  '3D000': 'check the name of the database in the address',
  '42501': 'grant the user SELECT on the tables, and USAGE on their schema',
  '42P01': 'check the names of the tables',
  '42703': 'check the names of the columns',
  '42601': 'check the names of tables and columns',
  '22007': 'the change column holds no time: name another, or correct cursorKind',
  '22P02': 'the change column holds no number: name another, or correct cursorKind',
};

const { builtins } = pg.types;

/** Everything as the database writes it, but for what JSON has a form of its own; a session's own zone goes unsaid. */
const parserOf = (oid: number): ((text: string) => unknown) => {
  if (oid === builtins.BOOL) return (text) => text === 't';
  if (oid === builtins.INT2 || oid === builtins.INT4) return Number;
  if (oid === builtins.BYTEA) return (text) => Buffer.from(text.slice(2), 'hex').toString('base64');
  if (oid === builtins.TIMESTAMPTZ) return (text) => text.replace(/[+-]\d\d(:\d\d)*$/, '');
  return (text) => text;
};

const numbered = (sql: string): string => {
  let count = 0;
  return sql.replace(/\?/g, () => {
    count += 1;
    return `$${count}`;
  });
};

/** Unquoted names are lower case there: a name in capitals alone is one that its owner never quoted. */
const quotedName = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${/\p{Ll}/u.test(part) ? part : part.toLowerCase()}"`)
    .join('.');

/** One connection to PostgreSQL or what speaks its protocol (Kingbase, openGauss in that mode). */
export const openPostgresql = ({ url, password, charset, zone, timeoutMs }: DatabaseAddress): Database => {
  const { hostname, port, pathname, username, searchParams } = new URL(url);
  const what = `${hostname}:${port || 5432}${pathname}`;

  const connections = openOnce(async (lost) => {
    const client = new pg.Client({
      host: decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1'),
      port: port ? Number(port) : 5432,
      user: decodeURIComponent(username),
      password,
      database: decodeURIComponent(pathname.slice(1)),
      ...(searchParams.get('ssl') === 'true' ? { ssl: true } : {}),
      client_encoding: charset === 'utf8mb4' ? 'UTF8' : charset,
      connectionTimeoutMillis: timeoutMs,
      statement_timeout: timeoutMs,
      query_timeout: timeoutMs + 1000,
      types: { getTypeParser: parserOf },
    });
    client.on('error', lost);
    await client.connect();
    await client.query(`SET TIME ZONE INTERVAL '${zone}' HOUR TO MINUTE`);
    return client;
  });

  const selectOn =
    (client: pg.Client): Select =>
    async (sql, values) => {
      const { rows } = await client.query<Row>(numbered(sql), [...values]);
      return rows;
    };

  const within = async <T>(begin: string, run: (select: Select) => Promise<T>): Promise<T> => {
    let client: pg.Client | undefined;
    try {
      client = await connections.get();
      await client.query(begin);
      const result = await run(selectOn(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // A statement that timed out may still run: only a new connection is sure to be clean.
      connections.forget();
      client?.end().catch(() => {});
      throw databaseError(what, error, ours);
    }
  };

  return {
    quote: quotedName,
    limit: (rows) => `LIMIT ${rows}`,

    readOnly: (read) => within('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY', read),
    readWrite: (change) => within('BEGIN', change),

    describe(table) {
      return this.readOnly(async (select) => {
        const rows = await select(
          `SELECT a.attname AS name, COALESCE(BOOL_OR(i.indkey[0] = a.attnum), FALSE) AS indexed
             FROM pg_catalog.pg_attribute a
             LEFT JOIN pg_catalog.pg_index i ON i.indrelid = a.attrelid
            WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
            GROUP BY a.attname`,
          [quotedName(table)],
        );
        return rows.map((row) => ({ column: String(row.name), indexed: row.indexed === true }));
      });
    },

    async close() {
      const client = await connections.taken();
      await client?.end().catch(() => {});
    },
  };
};

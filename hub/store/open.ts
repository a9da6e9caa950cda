import { drizzle } from 'drizzle-orm/mysql2';
import mysql from 'mysql2/promise';
import { ConfigurationError } from '../core/errors.ts';
import type { Db } from './db.ts';
import { gatheredPool } from './gathered.ts';
import { type Journeys, openJourneys } from './journey.ts';
import { openPulse } from './pulse.ts';
import { asStoreError, isConflict } from './trouble.ts';

export type { Db };

export interface Store {
  readonly db: Db;
  readonly pool: mysql.Pool;
  /**
   * Run in one transaction (READ COMMITTED). What loses against another transaction (deadlock, lock wait) is run
   * again from the beginning, so `run` must do nothing but database work.
   *
   * @param options.gathered rows written by `insertRows` are sent with the next statement that is waited for, so that
   *   what they are refused for shows there, or at the commit
   * @throws RetriableError when the database cannot be reached, is full, or the conflict persists
   */
  transaction<T>(run: (tx: Db) => Promise<T>, options?: { gathered?: boolean }): Promise<T>;
  /** Several statements at once, for whoever counts the journeys; each autocommitted or all in one transaction. */
  readonly journeys: Journeys;
  /** Whether the database answers within some seconds. Never rejects. */
  answers(): Promise<boolean>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Connections of this process at most. */
  connections?: number;
}

const attempts = 10;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const parseUrl = (url: string): URL => {
  const wrong = (what: string, cause?: unknown) =>
    new ConfigurationError(`[hub] [store] DATABASE_URL ${what}`, {
      remedy: 'set DATABASE_URL to mysql://user:password@host:3306/database',
      ...(cause === undefined ? {} : { cause }),
    });
  if (url === '') throw wrong('is empty');
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch (cause) {
    throw wrong('is not a URL', cause);
  }
  if (!/^(mysql|mariadb):$/.test(parsed.protocol)) throw wrong(`has the protocol ${parsed.protocol}, not mysql:`);
  if (parsed.pathname.length < 2) throw wrong('names no database');
  return parsed;
};

const addressOf = (url: URL): mysql.ConnectionOptions => {
  const socketPath = url.searchParams.get('socketPath');
  return {
    ...(socketPath ? { socketPath } : { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 3306) }),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
  };
};

const openPool = (address: mysql.ConnectionOptions, connections: number, { several = false } = {}): mysql.Pool => {
  const pool = mysql.createPool({
    ...address,
    charset: 'utf8mb4',
    timezone: 'Z',
    supportBigNumbers: true,
    // JSON always arrives as text: parsed by mysql2, a JSON string could not be told from an object's text.
    jsonStrings: true,
    // Statements written as text have no placeholders to look for, and are megabytes long.
    queryFormat: (text, values) => (values.length === 0 ? text : mysql.format(text, values, false, 'Z')),
    connectionLimit: connections,
    multipleStatements: several,
    connectTimeout: 10_000,
    enableKeepAlive: true,
  });
  // READ COMMITTED takes no gap locks, so that concurrent upserts of different records do not wait for each other.
  pool.pool.on('connection', (connection) => {
    // A connection that dies here fails its first real query too, and that one is reported.
    const ignore = () => undefined;
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', ignore);
    connection.query(
      "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', innodb_lock_wait_timeout = 10",
      ignore,
    );
  });
  return pool;
};

/**
 * Open the store. Connects lazily, so a database that is down shows at the first query.
 *
 * @param url `mysql://user:password@host:port/database`
 * @throws ConfigurationError naming DATABASE_URL
 */
export const openStore = (url: string, options: StoreOptions = {}): Store => {
  const connections = options.connections ?? 10;
  const address = addressOf(parseUrl(url));
  const pool = openPool(address, connections);
  const db: Db = drizzle(pool, { mode: 'planetscale' });
  // Apart from the connections of all other queries: these alone may hold several statements in one text.
  const writers = openPool(address, Math.min(connections, 6), { several: true });
  const gatheredDb: Db = drizzle(gatheredPool(writers) as unknown as mysql.Pool, { mode: 'planetscale' });

  const once = async <T>(on: Db, run: (tx: Db) => Promise<T>): Promise<T> => {
    // A failed rollback (dead connection) would hide why the transaction failed.
    let failure: { error: unknown } | undefined;
    try {
      return await on.transaction((tx) =>
        run(tx).catch((error: unknown) => {
          failure = { error };
          throw error;
        }),
      );
    } catch (error) {
      throw failure ? failure.error : error;
    }
  };

  const transaction = async <T>(run: (tx: Db) => Promise<T>, { gathered = false } = {}): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(gathered ? gatheredDb : db, run);
      } catch (error) {
        if (attempt >= attempts || !isConflict(error)) throw asStoreError(error);
        await pause(Math.random() * 10 * 2 ** Math.min(attempt, 6));
      }
    }
  };

  return {
    db,
    pool,
    transaction,
    journeys: openJourneys(writers),
    answers: openPulse(address),
    close: async () => void (await Promise.all([pool.end(), writers.end()])),
  };
};

import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { ConfigurationError, RetriableError } from '../core/errors.ts';
import type { Store } from './open.ts';
import { asStoreError } from './trouble.ts';

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Table, column or index is there already, or already gone: what a repeated step of an interrupted migration finds. */
const doneBefore = new Set([1050, 1060, 1061, 1091]);

/** How long to wait for another process that is migrating, in seconds. */
const patience = 120;

const lockName = 'hub-migrate';

const collation = 'utf8mb4_bin';

/** `created_at` of a migration that was begun and not finished. */
const begun = 0;

/**
 * Columns without a collation of their own take the database's: in latin1 no Chinese fits, and `_general_ci` treats
 * different characters as equal.
 */
const setCollation = async (connection: PoolConnection): Promise<void> => {
  const [[row]] = await connection.query<RowDataPacket[]>(
    'SELECT DATABASE() AS name, @@collation_database AS collation',
  );
  if (row?.collation === collation) return;
  try {
    await connection.query(`ALTER DATABASE ?? CHARACTER SET utf8mb4 COLLATE ${collation}`, [row?.name]);
  } catch (cause) {
    throw new ConfigurationError(`[hub] [store] the database ${row?.name} has the collation ${row?.collation}`, {
      remedy: `run: ALTER DATABASE ${row?.name} CHARACTER SET utf8mb4 COLLATE ${collation}`,
      cause,
    });
  }
};

const run = async (connection: PoolConnection): Promise<void> => {
  await setCollation(connection);
  await connection.query(
    'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)',
  );
  const [rows] = await connection.query<RowDataPacket[]>('SELECT hash, created_at FROM __drizzle_migrations');
  const known = new Map(rows.map((row) => [String(row.hash), Number(row.created_at)]));
  for (const migration of readMigrationFiles({ migrationsFolder })) {
    const state = known.get(migration.hash);
    if (state !== undefined && state !== begun) continue;
    // DDL commits by itself. The mark tells a later start that steps of this migration may have been done.
    const resumed = state === begun;
    if (!resumed) {
      await connection.query('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)', [
        migration.hash,
        begun,
      ]);
    }
    for (const statement of migration.sql) {
      try {
        await connection.query(statement);
      } catch (error) {
        if (!resumed || !doneBefore.has((error as { errno?: number }).errno ?? 0)) throw error;
      }
    }
    await connection.query('UPDATE __drizzle_migrations SET created_at = ? WHERE hash = ?', [
      migration.folderMillis,
      migration.hash,
    ]);
  }
};

/**
 * Bring the tables to the present form. Any number of processes may start at once: one migrates, the others wait. A
 * migration that was killed half-way is taken up where it stopped. Bookkeeping is drizzle's own.
 *
 * @throws RetriableError when the database is down or another process is still migrating after two minutes
 */
export const migrate = async (store: Store): Promise<void> => {
  const connection = await store.pool.getConnection().catch((error: unknown) => {
    throw asStoreError(error);
  });
  try {
    // Lock names are global to the server: two hubs on one server must not wait for each other.
    const [[lock]] = await connection.query<RowDataPacket[]>(
      'SELECT GET_LOCK(LEFT(CONCAT(?, DATABASE()), 64), ?) AS taken',
      [`${lockName}:`, patience],
    );
    if (lock?.taken !== 1) {
      throw new RetriableError('[hub] [store] another process has been migrating the database for two minutes', {
        remedy: 'wait for it, or find out why it hangs',
      });
    }
    await run(connection);
  } catch (error) {
    throw asStoreError(error);
  } finally {
    // Ending the connection gives the lock back as well.
    connection.destroy();
  }
};

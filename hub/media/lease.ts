import type { RowDataPacket } from 'mysql2/promise';
import type { Store } from '../store/open.ts';
import { asStoreError } from '../store/trouble.ts';

/** Nobody else was doing it, or somebody was. */
export type Leased<T> = { taken: true; value: T } | { taken: false };

/**
 * Do something that no other process may do at the same time. The lease is a lock of a database connection: it ends by
 * itself when the process is killed, and `signal` is aborted when the connection is lost, as then another may begin.
 *
 * @param name of what is leased, e.g. `fetch:12`
 */
export const withLease = async <T>(
  store: Store,
  name: string,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<Leased<T>> => {
  const connection = await store.pool.getConnection().catch((error: unknown) => {
    throw asStoreError(error);
  });
  const lost = new AbortController();
  const onLost = () => lost.abort(new Error('the database connection was lost'));
  connection.connection.once('error', onLost);
  try {
    // Lock names are global to the server, databases are not; names are at most 64 long.
    const [[row]] = await connection
      .query<RowDataPacket[]>('SELECT GET_LOCK(LEFT(CONCAT(?, DATABASE()), 64), 0) AS taken', [`hub:${name}:`])
      .catch((error: unknown) => {
        throw asStoreError(error);
      });
    if (row?.taken !== 1) return { taken: false };
    return { taken: true, value: await run(lost.signal) };
  } finally {
    connection.connection.off('error', onLost);
    // Ending the connection gives the lock back as well.
    connection.destroy();
  }
};

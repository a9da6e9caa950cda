import type { RowDataPacket } from 'mysql2/promise';
import type { Store } from './open.ts';
import { asStoreError } from './trouble.ts';

/** Nobody else was doing it, or somebody was. */
export type Leased<T> = { taken: true; value: T } | { taken: false };

/** Lock names are global to the server, hubs are not; a name is at most 64 long. */
const lockName = 'LEFT(CONCAT(?, DATABASE()), 64)';

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
  const ask = async (call: string): Promise<boolean> => {
    const [[row]] = await connection.query<RowDataPacket[]>(`SELECT ${call} AS done`, [`hub:${name}:`]);
    return row?.done === 1;
  };
  try {
    const taken = await ask(`GET_LOCK(${lockName}, 0)`).catch((error: unknown) => {
      throw asStoreError(error);
    });
    return taken ? { taken, value: await run(lost.signal) } : { taken };
  } finally {
    connection.connection.off('error', onLost);
    // Given back before this returns: whoever asks next must not find it taken by a connection that is just closing.
    await ask(`RELEASE_LOCK(${lockName})`).then(
      () => connection.release(),
      () => connection.destroy(),
    );
  }
};

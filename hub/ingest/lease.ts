import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '../store/open.ts';
import { type Lease, releaseLease, renewLease, type SourceRow, takeLease } from '../store/sources.ts';

/** How long a killed process keeps a source from being polled by another, and how often a living one says so. */
const leaseMs = 15_000;
const renewEveryMs = 2_000;

export interface HeldLease {
  readonly lease: Lease;
  /** The source as it was when the lease was taken. */
  readonly source: SourceRow;
  /** Aborted when the lease is lost, the source was paused or its settings were changed. */
  readonly signal: AbortSignal;
  release(): Promise<void>;
}

/** The database was away at the end of the run: give the lease back when it returns, before it runs out by itself. */
const releaseLater = async (store: Store, lease: Lease): Promise<void> => {
  for (let waited = 0; waited < leaseMs; waited += 1_000) {
    await pause(1_000, undefined, { ref: false });
    const done = await releaseLease(store.db, lease).then(
      () => true,
      () => false,
    );
    if (done) return;
  }
};

/** Take the right to poll a source and keep it. @returns undefined when it is not to be polled now */
export const holdLease = async (store: Store, name: string): Promise<HeldLease | undefined> => {
  const lease = { source: name, owner: `${hostname().slice(0, 40)}/${process.pid}/${randomUUID()}` };
  const source = await store.transaction((tx) => takeLease(tx, lease, leaseMs));
  if (source === undefined) return undefined;
  const lost = new AbortController();
  let renewedAt = Date.now();
  let renewing = false;
  const renew = async (): Promise<void> => {
    if (renewing) return;
    renewing = true;
    try {
      if (!(await renewLease(store.db, lease, leaseMs, source.version))) lost.abort();
      else renewedAt = Date.now();
    } catch {
      // The database is away for the moment. After the lease has run out somebody else may poll.
      if (Date.now() - renewedAt > leaseMs) lost.abort();
    } finally {
      renewing = false;
    }
  };
  const timer = setInterval(renew, renewEveryMs);
  return {
    lease,
    source,
    signal: lost.signal,
    async release() {
      clearInterval(timer);
      await releaseLease(store.db, lease).catch(() => void releaseLater(store, lease));
    },
  };
};

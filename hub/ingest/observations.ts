import type { Observation } from '../core/connector.ts';
import { type Sighting, saveSightings } from '../store/devices.ts';
import type { Store } from '../store/open.ts';
import { isOutage } from '../store/trouble.ts';

/** Buffers what devices say of themselves: the caller never waits, and heartbeats do not write one row each. */
export interface Observations {
  observe(source: string, observation: Observation): void;
  /** Write what is buffered now; never throws. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const everyMs = 1_000;
/** While the database is away: the latest so many are kept. They are news of the moment, not records. */
const most = 10_000;

export const openObservations = (
  store: Store,
  log: { warn(detail: Record<string, unknown>, message: string): void },
): Observations => {
  let buffer: Sighting[] = [];
  let running: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const batch = buffer;
    buffer = [];
    if (batch.length === 0) return;
    try {
      await store.transaction((tx) => saveSightings(tx, batch));
    } catch (error) {
      if (isOutage(error) || isOutage((error as Error).cause)) {
        buffer = [...batch, ...buffer].slice(-most);
        return;
      }
      // One of them does not fit: the others shall not go with it.
      for (const sighting of batch) {
        await store
          .transaction((tx) => saveSightings(tx, [sighting]))
          .catch((cause: unknown) => {
            const { source, observation } = sighting;
            log.warn(
              { source, device: observation.deviceId, cause: String(cause) },
              '[hub] [observe] could not be stored',
            );
          });
      }
    }
  };
  const flush = (): Promise<void> => {
    running = running.then(write);
    return running;
  };
  const timer = setInterval(flush, everyMs);
  timer.unref();

  return {
    observe(source, observation) {
      buffer.push({ source, observation });
      if (buffer.length > most) buffer.shift();
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
};

import { type Handle, startEventWorkers } from '../queue/handle-events.ts';
import { startRelay } from '../queue/outbox-relay.ts';
import type { Lane } from '../store/outbox.ts';
import type { Hub } from './hub.ts';
import { loadHandlers } from './scan.ts';

export interface RunningWorkers {
  /** Let running handlers finish; the rest is done by others, or after the next start. */
  close(): Promise<void>;
}

/**
 * Handle what happens in the hub: move events from the outbox to the queue and call the handlers of
 * `hub/workers/on/`. Runs in every worker process; they share the work.
 *
 * @param options.folder of the handlers
 * @param options.lanes what this process takes part in; everything when not given
 * @throws ConfigurationError when a file there is no handler
 */
export const runWorkers = async (
  hub: Hub,
  { folder, lanes }: { folder?: string; lanes?: readonly Lane[] } = {},
): Promise<RunningWorkers> => {
  const handlers = await loadHandlers(folder);
  const handle: Handle = async (name, data, ...rest) => {
    for (const { run } of handlers.get(name) ?? []) await run(hub, data as never, ...rest);
  };
  const workers = startEventWorkers(hub.store, hub.queue, handle, hub.log, lanes);
  const relay = startRelay(hub.store, hub.queue, hub.log, lanes);
  return {
    async close() {
      await relay.close();
      await workers.close();
    },
  };
};

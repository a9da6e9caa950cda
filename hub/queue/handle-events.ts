import { availableParallelism } from 'node:os';
import { type Job, Worker } from 'bullmq';
import { explain, HubError } from '../core/errors.ts';
import type { EventName, HubEvents } from '../core/event.ts';
import type { Store } from '../store/open.ts';
import { failEvents, finishEvents, keepEvents, type Lane, lanes, parked } from '../store/outbox.ts';
import { grouped } from './grouped.ts';
import { prefix, type Queue } from './open.ts';
import { type EventJob, leaseMs } from './outbox-relay.ts';

/**
 * Does what an event asks for. May be called more than once for one event, and for the same thing in several processes
 * at the same time, in any order: it reads the present state from the store and brings about what should be true then.
 */
export type Handle = <N extends EventName>(name: N, data: HubEvents[N], signal: AbortSignal) => Promise<void>;

export interface EventWorkers {
  /** Let running handlers finish; what is not begun stays for others. */
  close(): Promise<void>;
}

/**
 * How many events a process handles at once, by lane. Many wait to be matched together; media work takes whole cores. A part
 * of a run takes one too, but waits for the database for a third of its time, so one more than there are cores keeps all busy.
 */
const concurrency: Record<Lane, number> = {
  events: 16,
  media: 2,
  rendition: 1,
  rematch: 1,
  parts: availableParallelism() + 1,
  backfill: 1,
  publish: 4,
  trial: 1,
  volumes: 2,
};

/** A defect is tried this often, then kept for a person to see; what waits for somebody else is tried for ever. */
const attemptsOfDefects = 8;
const longestWaitMs = 10 * 60_000;

const dueAfter = (error: unknown, attempts: number): number => {
  const waits = error instanceof HubError && error.next === 'retry';
  if (!waits && attempts + 1 >= attemptsOfDefects) return parked;
  return Date.now() + Math.min(longestWaitMs, 1_000 * 2 ** Math.min(attempts, 20)) * (0.5 + Math.random() / 2);
};

/**
 * Handle events in this process, as long as it runs.
 *
 * @param served lanes it takes part in; all when not given
 */
export const startEventWorkers = (
  store: Store,
  queue: Queue,
  handle: Handle,
  log: { warn(detail: Record<string, unknown>, message: string): void },
  served: readonly Lane[] = lanes,
): EventWorkers => {
  /** Outbox rows this process works on: handed over again meanwhile, they are not begun twice here. */
  const active = new Set<number>();
  const stop = new AbortController();
  const finish = grouped<number>((ids) => finishEvents(store.db, ids));

  const run = async ({ ids, name, data, attempts }: EventJob): Promise<void> => {
    const own = ids.filter((id) => !active.has(id));
    if (own.length === 0) return;
    for (const id of own) active.add(id);
    const keep = setInterval(() => void keepEvents(store.db, own, leaseMs).catch(() => undefined), leaseMs / 3);
    try {
      await handle(name, data, stop.signal);
      await finish(own);
    } catch (error) {
      const dueAt = stop.signal.aborted ? Date.now() : dueAfter(error, attempts);
      log.warn({ event: name, data, error: explain(error), attempts: attempts + 1 }, '[hub] [events] a handler failed');
      await failEvents(store.db, own, explain(error), dueAt);
    } finally {
      clearInterval(keep);
      for (const id of own) active.delete(id);
    }
  };

  const workers = served.map((lane) => {
    const worker = new Worker(lane, (job: Job<EventJob>) => run(job.data), {
      connection: queue.connect(),
      prefix,
      concurrency: concurrency[lane],
      lockDuration: 60_000,
    });
    // Redis being away is normal; the worker goes on when it is back.
    worker.on('error', () => undefined);
    return worker;
  });

  return {
    async close() {
      stop.abort();
      // Without Redis a worker cannot say that it stops; its connection ends with the queue.
      await Promise.all(workers.map((worker) => worker.close(!queue.ready()).catch(() => undefined)));
    },
  };
};

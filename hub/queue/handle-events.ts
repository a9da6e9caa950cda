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
export type Handle = <N extends EventName>(
  name: N,
  data: HubEvents[N],
  signal: AbortSignal,
  letAnother: LetAnother,
) => Promise<void>;

/** Say that from here on this event mostly waits, so that another of its lane may be begun beside it, where one may. */
export type LetAnother = () => void;

export interface EventWorkers {
  /** Let running handlers finish; what is not begun stays for others. */
  close(): Promise<void>;
}

/** How many events a process handles at once, by lane. Many wait to be matched together; media work takes whole cores. */
const concurrency: Record<Lane, number> = {
  events: 16,
  media: 2,
  rendition: 1,
  rematch: 1,
  parts: availableParallelism(),
  backfill: 1,
  publish: 4,
  trial: 1,
  volumes: 2,
};

/**
 * How many more a process begins while others mostly wait. A part of a run takes a core until its links are written: with
 * no more parts at work than cores, what is left is for a process that has one free.
 */
const beside: Partial<Record<Lane, number>> = { parts: 1 };

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

  const run = async ({ ids, name, data, attempts }: EventJob, letAnother: LetAnother): Promise<void> => {
    const own = ids.filter((id) => !active.has(id));
    if (own.length === 0) return;
    for (const id of own) active.add(id);
    const keep = setInterval(() => void keepEvents(store.db, own, leaseMs).catch(() => undefined), leaseMs / 3);
    try {
      await handle(name, data, stop.signal, letAnother);
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
    const waiting = new Set<Job>();
    const grow = async (): Promise<void> => {
      const [before, most] = [worker.concurrency, beside[lane] ?? 0];
      worker.concurrency = concurrency[lane] + Math.min(waiting.size, most);
      if (worker.concurrency <= before || worker.isPaused()) return;
      // With all hands full it only looks for more work when one of them is done, or when it is told to go on.
      await worker.pause(true);
      await worker.resume();
    };
    const runJob = async (job: Job<EventJob>): Promise<void> => {
      try {
        await run(job.data, () => {
          waiting.add(job);
          void grow();
        });
      } finally {
        if (waiting.delete(job)) void grow();
      }
    };
    const worker: Worker<EventJob> = new Worker(lane, runJob, {
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

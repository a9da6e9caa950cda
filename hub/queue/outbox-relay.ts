import { canonicalJson } from '../core/canonical-json.ts';
import { explain } from '../core/errors.ts';
import type { EventName, HubEvents } from '../core/event.ts';
import type { Store } from '../store/open.ts';
import { claimEvents, giveBackEvents, type Lane, lanes, type OutboxRow, requeueAll } from '../store/outbox.ts';
import { prefix, type Queue } from './open.ts';

/** A job in Redis: one thing to handle, and all the outbox rows that asked for it. */
export interface EventJob {
  ids: number[];
  name: EventName;
  data: HubEvents[EventName];
  /** How often it was tried before. */
  attempts: number;
}

export interface Relay {
  close(): Promise<void>;
}

/** What was handed to Redis and is not done after this time is handed over again. */
export const leaseMs = 60_000;
/** Nudges may be lost: what is due is looked for this often in any case. */
const sweepEveryMs = 1_000;
const batch = 500;
/** Jobs a lane holds in Redis at most; the rest waits in the outbox, where it is safe. */
const window = 2_000;
/** There as long as Redis remembers what it was given. */
const memory = `${prefix}:relay:memory`;

/**
 * Of a backlog people want the latest: what happened a moment ago is waited for, what happened yesterday is not. The
 * rest follows as soon as there is room.
 */
const newestFirst: ReadonlySet<Lane> = new Set(['events', 'media', 'rendition']);

/** Events that ask for the same are one job. */
const coalesce = (rows: readonly OutboxRow[]): EventJob[] => {
  const jobs = new Map<string, EventJob>();
  for (const { id, name, data, attempts } of rows) {
    const key = `${name} ${canonicalJson(data)}`;
    const job = jobs.get(key);
    if (job) job.ids.push(id);
    else jobs.set(key, { ids: [id], name, data, attempts });
  }
  return [...jobs.values()];
};

/** The same rows again get the same id, which Redis then knows; Bull wants it to be no number. */
const jobId = ({ ids }: EventJob): string => `outbox-${ids[0]}-${ids.at(-1)}`;

/**
 * Move due events from the outbox to Redis, as long as it runs. Any number of relays may run at once. Events leave the
 * outbox only when their handler is done (see `handle-events.ts`), so Redis may lose everything at any moment: what it
 * lost is noticed within a second and handed over again.
 *
 * @param served lanes it looks after; all when not given
 */
export const startRelay = (
  store: Store,
  queue: Queue,
  log: { warn(detail: Record<string, unknown>, message: string): void },
  served: readonly Lane[] = lanes,
): Relay => {
  let closed = false;
  let away = false;

  /** After Redis was emptied or restarted, nothing that was handed over is there any more. */
  const refill = async (): Promise<void> => {
    if ((await queue.redis.set(memory, Date.now(), 'NX')) === null) return;
    try {
      await requeueAll(store.db);
    } catch (error) {
      await queue.redis.del(memory);
      throw error;
    }
  };

  /** @returns whether there may be more at once */
  const moveLane = async (lane: Lane): Promise<boolean> => {
    const jobs = queue.jobs(lane);
    const room = window - (await jobs.getWaitingCount());
    if (room <= 0) return false;
    const limit = Math.min(batch, room);
    const rows = await store.transaction((tx) => claimEvents(tx, lane, limit, leaseMs));
    if (rows.length === 0) return false;
    try {
      await jobs.addBulk(
        coalesce(rows).map((job) => ({
          name: job.name,
          data: job,
          opts: { jobId: jobId(job), removeOnComplete: true, removeOnFail: true, lifo: newestFirst.has(lane) },
        })),
      );
    } catch (error) {
      await giveBackEvents(
        store.db,
        rows.map(({ id }) => id),
      );
      throw error;
    }
    return rows.length === limit;
  };

  const move = async (): Promise<void> => {
    for (let more = true; more && !closed && queue.ready(); ) {
      await refill();
      more = false;
      for (const lane of served) more = (await moveLane(lane)) || more;
    }
  };

  let moving: Promise<void> = Promise.resolve();
  let waiting = false;
  const wake = (): void => {
    if (waiting || closed) return;
    waiting = true;
    moving = moving.then(async () => {
      waiting = false;
      if (closed || !queue.ready()) return;
      try {
        await move();
        away = false;
      } catch (error) {
        // Said once; the next sweep tries again.
        if (!away) log.warn({ error: explain(error) }, '[hub] [relay] events could not be moved to the queue');
        away = true;
      }
    });
  };
  const stopListening = queue.onNudge(wake);
  const timer = setInterval(wake, sweepEveryMs);
  wake();

  return {
    async close() {
      closed = true;
      clearInterval(timer);
      stopListening();
      // A command that waits for Redis to come back ends with the connection.
      if (queue.ready()) await moving;
    },
  };
};

import { Queue as BullQueue } from 'bullmq';
import { Redis } from 'ioredis';
import { ConfigurationError } from '../core/errors.ts';
import { type Live, openLive } from './live.ts';

/** In front of every key; one Redis database may serve other programs as well. */
export const prefix = 'hub';

/**
 * Redis: jobs, nudges and live events. Nothing in it is needed: it may be emptied, restarted or away at any moment,
 * and the outbox fills it again.
 */
export interface Queue {
  /** For short commands. Check `ready` first where waiting for Redis to come back would do harm. */
  readonly redis: Redis;
  readonly live: Live;
  ready(): boolean;
  /** A connection of its own, for blocking commands; closed with the queue. */
  connect(): Redis;
  /** The jobs of a lane. */
  jobs(lane: string): BullQueue;
  /** There is something new in the outbox: the nearest relay looks at once. Never throws, never waits. */
  nudge(): void;
  /** Be told of nudges, of this process and of others. @returns stop listening */
  onNudge(listener: () => void): () => void;
  close(): Promise<void>;
}

const quiet = () => undefined;

/** Never give up: Redis comes back. */
const retryStrategy = (times: number): number => Math.min(1_000, 50 * times);

const checkUrl = (url: string): URL => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && /^rediss?:$/.test(parsed.protocol)) return parsed;
  throw new ConfigurationError('[hub] [queue] REDIS_URL is not a Redis address', {
    remedy: 'set REDIS_URL to redis://:password@host:6379, with /1 behind it for another database',
  });
};

/**
 * Open the queue. Does not wait for Redis.
 *
 * @param url `redis://:password@host:6379/0`
 * @throws ConfigurationError naming REDIS_URL
 */
export const openQueue = (url: string): Queue => {
  const { pathname } = checkUrl(url);
  const connections: Redis[] = [];
  const connect = (): Redis => {
    const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy });
    // Being away is normal and shows in `ready`; without a listener it would end the process.
    redis.on('error', quiet);
    connections.push(redis);
    return redis;
  };
  const redis = connect();
  const queues = new Map<string, BullQueue>();
  const listeners = new Set<() => void>();
  // Channels are shared by all databases of a server.
  const channel = `${prefix}:nudge:${pathname.slice(1) || '0'}`;
  let subscriber: Redis | undefined;

  const subscribe = () => {
    if (subscriber) return;
    subscriber = connect();
    subscriber.on('message', () => {
      for (const listener of listeners) listener();
    });
    subscriber.subscribe(channel).catch(quiet);
  };
  const ready = () => redis.status === 'ready';
  const live = openLive(redis, connect);

  return {
    redis,
    live,
    ready,
    connect,
    jobs(lane) {
      const known = queues.get(lane);
      if (known) return known;
      const queue = new BullQueue(lane, { connection: redis, prefix });
      queue.on('error', quiet);
      queues.set(lane, queue);
      return queue;
    },
    nudge() {
      if (listeners.size > 0) for (const listener of listeners) listener();
      else if (ready()) redis.publish(channel, '').catch(quiet);
    },
    onNudge(listener) {
      subscribe();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      live.close();
      await Promise.all([...queues.values()].map((queue) => queue.close().catch(quiet)));
      for (const connection of connections) connection.disconnect();
    },
  };
};

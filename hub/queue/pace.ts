import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { afterFailure, afterSuccess, isAtRest, tryBreaker } from '../core/breaker.ts';
import { HubError, RetriableError } from '../core/errors.ts';
import { opensAt } from '../core/open-hours.ts';
import type { PaceSettings } from '../core/pace.ts';
import { changeBreaker, readBreaker } from '../store/breakers.ts';
import type { Store } from '../store/open.ts';
import { prefix } from './open.ts';

/** Why the other side is not asked now. */
export type Reason = 'hours' | 'rate' | 'breaker';

/** Whether the other side may be asked now; if not, why and from when on (epoch ms). */
export type Gate = { readonly open: true } | { readonly open: false; readonly why: Reason; readonly until: number };

/** The manners of one run towards one source. */
export interface Manners {
  /**
   * Before each request. Short waits for the rate are waited out here; longer ones, closed hours and an open breaker
   * are for the caller to come back after.
   *
   * @throws the signal's reason when it is aborted
   */
  ask(signal: AbortSignal): Promise<Gate>;
  /** So many rows came with the answer. */
  took(rows: number): Promise<void>;
  /** The other side answered. */
  succeeded(): Promise<void>;
  /** It did not: only trouble that may pass by itself counts, a refusal is an answer too. */
  failed(error: unknown): Promise<void>;
}

export type Pace = (source: string, settings: PaceSettings) => Manners;

/** A wait up to here is waited out; for a longer one nothing of the other side's should be held open. */
const patienceMs = 5_000;
/** Successes are noted together. */
const noteEveryMs = 5_000;
const open: Gate = { open: true };

/** A rate as few requests in short stretches, so that a minute's worth does not come at once. */
const stretchesOf = (perMinute: number): { points: number; duration: number } =>
  perMinute < 60
    ? { points: 1, duration: Math.ceil(60 / perMinute) }
    : { points: Math.floor(perMinute / 6), duration: 10 };

/** Counts in Redis for all processes together, in memory while Redis is away. */
const limiterOf = (redis: Redis, kind: string, options: { points: number; duration: number }): RateLimiterAbstract => {
  const own = { keyPrefix: `${prefix}:pace:${kind}`, ...options };
  return new RateLimiterRedis({
    storeClient: redis,
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory(own),
    ...own,
  });
};

/** How long to wait for one more, ms; 0 when it was granted. */
const take = async (limiter: RateLimiterAbstract, key: string): Promise<number> => {
  try {
    await limiter.consume(key);
    return 0;
  } catch (reason) {
    if (reason instanceof RateLimiterRes) return Math.max(1, reason.msBeforeNext);
    throw reason;
  }
};

/** Rate, hours and breaker of sources, shared by all processes: the rate through Redis, the breaker through the store. */
export const openPace = (store: Store, redis: Redis): Pace => {
  /** Successes that the store was not told of yet. */
  const unsaid = new Map<string, { count: number; since: number }>();
  /** Seconds that rows have cost and nobody has waited yet: the limiter knows whole ones only. */
  const owed = new Map<string, number>();
  const limiters = new Map<string, RateLimiterAbstract>();
  const limiter = (kind: string, options: { points: number; duration: number }): RateLimiterAbstract => {
    const name = `${kind}:${options.points}/${options.duration}`;
    const known = limiters.get(name) ?? limiterOf(redis, kind, options);
    limiters.set(name, known);
    return known;
  };

  const waitForRate = async (source: string, settings: PaceSettings): Promise<number> => {
    if (settings.rowsPerMinute > 0) {
      const rows = await limiter('rows', { points: 1, duration: 60 }).get(source);
      if (rows && rows.msBeforeNext > 0) return rows.msBeforeNext;
    }
    if (settings.requestsPerMinute === 0) return 0;
    return take(limiter('requests', stretchesOf(settings.requestsPerMinute)), source);
  };

  return (source, settings) => {
    const breakerGate = async (): Promise<Gate> => {
      if ((await readBreaker(store.db, source)).state === 'closed') return open;
      return store.transaction((tx) =>
        changeBreaker<Gate>(tx, source, (before, now) => {
          const { allowed, breaker } = tryBreaker(before, now);
          return { breaker, value: allowed ? open : { open: false, why: 'breaker', until: breaker.until } };
        }),
      );
    };
    /** What this run knows of the breaker; asked of the store once a run, as it is told of every failure. */
    let passed = false;

    const succeeded = async (): Promise<void> => {
      const waiting = unsaid.get(source) ?? { count: 0, since: Date.now() };
      waiting.count += 1;
      unsaid.set(source, waiting);
      const isNews = !isAtRest(await readBreaker(store.db, source));
      if (!isNews && (settings.breakerShare === 0 || Date.now() - waiting.since < noteEveryMs)) return;
      unsaid.delete(source);
      await store.transaction((tx) =>
        changeBreaker(tx, source, (before) => ({
          breaker: afterSuccess(before, settings, waiting.count),
          value: undefined,
        })),
      );
    };

    return {
      async ask(signal) {
        for (;;) {
          signal.throwIfAborted();
          const now = Date.now();
          const until = opensAt(settings.openHours, settings.hoursZone, now);
          if (until > now) return { open: false, why: 'hours', until };
          if (!passed) {
            const gate = await breakerGate();
            if (!gate.open) return gate;
            passed = true;
          }
          const waitMs = await waitForRate(source, settings);
          if (waitMs === 0) return open;
          if (waitMs > patienceMs) return { open: false, why: 'rate', until: now + waitMs };
          await sleep(waitMs, undefined, { signal });
        }
      },
      async took(rows) {
        if (settings.rowsPerMinute === 0 || rows === 0) return;
        const seconds = (owed.get(source) ?? 0) + (rows * 60) / settings.rowsPerMinute;
        const whole = Math.floor(seconds);
        owed.set(source, seconds - whole);
        if (whole > 0) await limiter('rows', { points: 1, duration: 60 }).block(source, whole);
      },
      succeeded,
      async failed(error) {
        // A defect is our own and says nothing about the other side.
        if (!(error instanceof HubError)) return;
        if (error.next !== 'retry') return succeeded();
        passed = false;
        const before = unsaid.get(source)?.count ?? 0;
        unsaid.delete(source);
        const wishMs = error instanceof RetriableError ? error.retryAfterMs : undefined;
        await store.transaction((tx) =>
          changeBreaker(tx, source, (breaker, now) => {
            const known = before > 0 && breaker.state === 'closed' ? afterSuccess(breaker, settings, before) : breaker;
            return { breaker: afterFailure(known, settings, now, wishMs), value: undefined };
          }),
        );
      },
    };
  };
};

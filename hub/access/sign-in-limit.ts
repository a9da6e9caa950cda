import { once } from 'node:events';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyRequestsError } from '../core/errors.ts';

/** Failures counted for a person at an address, and for an address whoever it names. Durations in seconds. */
const limits = {
  person: { points: 5, duration: 300, blockDuration: 300 },
  address: { points: 50, duration: 900, blockDuration: 900 },
} as const;

/** Slows guessing down. Counts in Redis for all processes together, in memory while Redis is away. */
export interface SignInLimit {
  /**
   * Count a try of a person before the password is looked at: of many at once no more are let through than of as many
   * one after another.
   *
   * @throws TooManyRequestsError when it has to wait, with the seconds to wait in `detail.retryAfter`
   */
  check(user: string, address: string): Promise<void>;
  failed(address: string): Promise<void>;
  /** Forget the tries of a person who got it right. */
  succeeded(user: string, address: string): Promise<void>;
  close(): Promise<void>;
}

export const openSignInLimit = (redisUrl: string): SignInLimit => {
  // A connection of its own that fails at once: one that waits for Redis to return would never fall back to memory.
  const redis = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: 2_000 });
  redis.on('error', () => undefined);
  // The first tries wait for it: what is counted in memory before is not counted with what comes after.
  const connected = once(redis, 'ready').catch(() => undefined);
  const limiter = (name: keyof typeof limits) =>
    new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `hub:sign-in:${name}`,
      ...limits[name],
      insuranceLimiter: new RateLimiterMemory({ keyPrefix: `hub:sign-in:${name}`, ...limits[name] }),
    });
  const byPerson = limiter('person');
  const byAddress = limiter('address');
  const personKey = (user: string, address: string) => `${address} ${user.slice(0, 64).toLowerCase()}`;

  /** Over the limit is how the library says no. @returns how long to wait, ms */
  const waitOf = async (consumed: Promise<unknown>): Promise<number> => {
    try {
      await consumed;
      return 0;
    } catch (reason) {
      if (reason instanceof RateLimiterRes) return reason.msBeforeNext;
      throw reason;
    }
  };

  return {
    async check(user, address) {
      await connected;
      const [personWaits, place] = await Promise.all([
        waitOf(byPerson.consume(personKey(user, address))),
        byAddress.get(address),
      ]);
      const placeWaits = place && place.consumedPoints >= limits.address.points ? place.msBeforeNext : 0;
      const waitMs = Math.max(personWaits, placeWaits);
      if (waitMs <= 0) return;
      const retryAfter = Math.ceil(waitMs / 1000);
      throw new TooManyRequestsError('[hub] [access] too many failed sign-ins', {
        remedy: `wait ${retryAfter} s, then try again; an administrator can set a new password`,
        detail: { retryAfter },
      });
    },
    async failed(address) {
      await waitOf(byAddress.consume(address));
    },
    async succeeded(user, address) {
      await byPerson.delete(personKey(user, address));
    },
    async close() {
      redis.disconnect();
    },
  };
};

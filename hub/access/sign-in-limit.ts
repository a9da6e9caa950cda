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
  /** @throws TooManyRequestsError when the next try has to wait, with the seconds to wait in `detail.retryAfter` */
  check(user: string, address: string): Promise<void>;
  failed(user: string, address: string): Promise<void>;
  /** Forget the failures of a person who got it right. */
  succeeded(user: string, address: string): Promise<void>;
  close(): Promise<void>;
}

export const openSignInLimit = (redisUrl: string): SignInLimit => {
  // A connection of its own that fails at once: one that waits for Redis to return would never fall back to memory.
  const redis = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: 2_000 });
  redis.on('error', () => undefined);
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

  const count = async (work: Promise<unknown>): Promise<void> => {
    // Over the limit is how the library says no; `check` says it to the caller on the next try.
    await work.catch((reason: unknown) => {
      if (!(reason instanceof RateLimiterRes)) throw reason;
    });
  };

  return {
    async check(user, address) {
      const states = await Promise.all([byPerson.get(personKey(user, address)), byAddress.get(address)]);
      const waits = states.map((state, index) => {
        const points = index === 0 ? limits.person.points : limits.address.points;
        return state && state.consumedPoints >= points ? state.msBeforeNext : 0;
      });
      const waitMs = Math.max(...waits);
      if (waitMs <= 0) return;
      const retryAfter = Math.ceil(waitMs / 1000);
      throw new TooManyRequestsError('[hub] [access] too many failed sign-ins', {
        remedy: `wait ${retryAfter} s, then try again; an administrator can set a new password`,
        detail: { retryAfter },
      });
    },
    async failed(user, address) {
      await Promise.all([count(byPerson.consume(personKey(user, address))), count(byAddress.consume(address))]);
    },
    async succeeded(user, address) {
      await byPerson.delete(personKey(user, address));
    },
    async close() {
      redis.disconnect();
    },
  };
};

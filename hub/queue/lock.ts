import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { prefix } from './open.ts';

/** Without a sign of life for so long, the holder is taken for dead. */
const lifeMs = 15_000;
/** How often the holder gives a sign of life, and looks whether somebody waits. */
const lookMs = 250;

/** Keeps what is ours, takes again what Redis forgot; says whether it is lost to another, or wanted by one. */
const keep = `
local holder = redis.call('get', KEYS[1])
if holder and holder ~= ARGV[1] then return 'lost' end
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
return redis.call('exists', KEYS[2]) == 1 and 'wanted' or 'held'`;
const release = `
if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1], KEYS[2]) end`;

/**
 * Hold a name that one holds at a time, across all processes on this Redis.
 *
 * @param onWanted told again and again while somebody else waits, or has it already: end soon
 * @param signal ends the wait
 * @returns gives the name free
 * @throws the signal's reason
 */
export const takeLock = async (
  redis: Redis,
  name: string,
  { signal, onWanted }: { signal: AbortSignal; onWanted: () => void },
): Promise<() => Promise<void>> => {
  const keys = [`${prefix}:lock:${name}`, `${prefix}:lock:${name}:wanted`] as const;
  const token = randomBytes(12).toString('hex');
  while ((await redis.set(keys[0], token, 'PX', lifeMs, 'NX')) === null) {
    await redis.set(keys[1], '', 'PX', lifeMs);
    await pause(lookMs, undefined, { signal });
  }
  await redis.del(keys[1]);
  const looks = setInterval(() => {
    redis.eval(keep, 2, ...keys, token, lifeMs).then(
      (state) => {
        if (state !== 'held') onWanted();
      },
      () => undefined,
    );
  }, lookMs);
  return async () => {
    clearInterval(looks);
    await redis.eval(release, 2, ...keys, token);
  };
};

import { expect, onTestFinished, test, vi } from 'vitest';
import { takeLock } from '../../hub/queue/lock.ts';
import { openQueue } from '../../hub/queue/open.ts';
import { redis } from '../kit/redis.ts';

const openReady = async (url: string) => {
  const queue = openQueue(url);
  onTestFinished(() => queue.close());
  await vi.waitUntil(() => queue.ready(), { timeout: 20_000, interval: 5 });
  return queue.redis;
};
const longest = () => AbortSignal.timeout(20_000);

test('one holds a name at a time; who waits is heard, and has it when it is free', async () => {
  const url = await redis();
  const [one, two] = await Promise.all([openReady(url), openReady(url)]);
  let wanted = 0;
  const free = await takeLock(one, 'a', { signal: longest(), onWanted: () => (wanted += 1) });
  let hasIt = false;
  const waiting = takeLock(two, 'a', { signal: longest(), onWanted: () => undefined }).then((given) => {
    hasIt = true;
    return given;
  });
  await vi.waitUntil(() => wanted > 0, { timeout: 20_000 });
  expect(hasIt).toBe(false);
  await free();
  await (await waiting)();
  // Another name is another matter, and what was given free can be had at once.
  for (const name of ['a', 'b']) await (await takeLock(one, name, { signal: longest(), onWanted: () => undefined }))();
  expect(await one.keys('hub:lock:*')).toEqual([]);
});

test('who waits too long is told so', async () => {
  const one = await openReady(await redis());
  const free = await takeLock(one, 'a', { signal: longest(), onWanted: () => undefined });
  const waiting = takeLock(one, 'a', { signal: AbortSignal.timeout(300), onWanted: () => undefined });
  await expect(waiting).rejects.toThrow('aborted');
  await free();
});

test('a name that Redis forgot stays with its holder; one that another took in between is told', async () => {
  const one = await openReady(await redis());
  let lost = 0;
  const free = await takeLock(one, 'a', { signal: longest(), onWanted: () => (lost += 1) });
  await one.flushdb();
  await vi.waitUntil(async () => (await one.exists('hub:lock:a')) === 1, { timeout: 20_000 });
  expect(lost).toBe(0);
  await one.set('hub:lock:a', 'another');
  await vi.waitUntil(() => lost > 0, { timeout: 20_000 });
  await free();
  expect(await one.get('hub:lock:a')).toBe('another');
});

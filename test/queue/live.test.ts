import { expect, onTestFinished, test, vi } from 'vitest';
import { openQueue } from '../../hub/queue/open.ts';
import { redis } from '../kit/redis.ts';

const patience = { timeout: 20_000, interval: 5 };

const openReady = async (url: string) => {
  const queue = openQueue(url);
  onTestFinished(() => queue.close());
  await vi.waitUntil(() => queue.ready(), patience);
  return queue;
};

test('listeners in any process hear what is told, in order, and catch up from where they were', async () => {
  const url = await redis();
  const [teller, other] = await Promise.all([openReady(url), openReady(url)]);
  const stop = new AbortController();
  const heard: { id: string; topic: string; data: unknown }[] = [];
  const listening = (async () => {
    for await (const event of other.live.listen(undefined, stop.signal)) heard.push(event);
  })();
  let sent = 0;
  // The first ones are told before the listener's reader is there.
  await vi.waitUntil(() => {
    sent += 1;
    teller.live.tell({ topic: 'record', data: { id: sent } });
    return heard.length > 0;
  }, patience);
  teller.live.tell({ topic: 'links', data: { recordId: 7 } });
  await vi.waitUntil(() => heard.at(-1)?.topic === 'links', patience);
  const numbers = heard.slice(0, -1).map(({ data }) => (data as { id: number }).id);
  expect(numbers).toEqual([...numbers].sort((left, right) => left - right));
  stop.abort();
  await listening;

  const again = new AbortController();
  const from = heard[0]?.id;
  const caughtUp: string[] = [];
  for await (const event of teller.live.listen(from, again.signal)) {
    caughtUp.push(event.id);
    if (event.topic === 'links') again.abort();
  }
  expect(caughtUp).toEqual(heard.slice(1).map(({ id }) => id));
});

test('telling without Redis does nothing and throws nothing', async () => {
  const queue = openQueue('redis://127.0.0.1:1');
  queue.live.tell({ topic: 'record', data: { id: 1 } });
  queue.nudge();
  expect(queue.ready()).toBe(false);
  await queue.close();
});

import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Handle, type LetAnother, startEventWorkers } from '../../hub/queue/handle-events.ts';
import { openQueue } from '../../hub/queue/open.ts';
import { startRelay } from '../../hub/queue/outbox-relay.ts';
import { tell } from '../../hub/store/outbox.ts';
import { outbox } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';
import { redis } from '../kit/redis.ts';

const log = { warn: () => undefined };
const patience = { timeout: 30_000, interval: 10 };

test('a process begins as many parts as it has cores, and one more while others only wait', async () => {
  const { store } = await database();
  const begun = new Map<number, { letAnother: LetAnother; end: () => void }>();
  const handle: Handle = (_, data, _signal, letAnother) =>
    new Promise((end) => begun.set((data as { partId: number }).partId, { letAnother, end }));
  const queue = openQueue(await redis());
  const relay = startRelay(store, queue, log);
  const workers = startEventWorkers(store, queue, handle, log, ['parts']);
  onTestFinished(async () => {
    for (const { end } of begun.values()) end();
    await relay.close();
    await workers.close();
    await queue.close();
  });
  const cores = availableParallelism();
  const wanted = Array.from({ length: cores + 4 }, (_, index) => index + 1);
  await store.transaction((tx) =>
    tell(
      tx,
      wanted.map((partId) => ({ name: 'match.part', data: { partId } })),
    ),
  );
  queue.nudge();
  const settled = async (count: number): Promise<void> => {
    await vi.waitUntil(() => begun.size >= count, patience);
    // Long enough for one that should not begin.
    await pause(300);
    expect(begun.size).toBe(count);
  };
  const [first, second, ...others] = wanted.map((partId) => () => begun.get(partId));
  await settled(cores);
  first?.()?.letAnother();
  await settled(cores + 1);
  second?.()?.letAnother();
  await settled(cores + 1);
  // One that waited is done: as before, one waits and one more is at work beside it.
  first?.()?.end();
  await settled(cores + 2);
  // No other waits: the next begins when there is a core for it.
  second?.()?.end();
  await settled(cores + 2);
  others[0]?.()?.end();
  await settled(cores + 3);
  const endAll = (): void => {
    for (const { end } of begun.values()) end();
  };
  await vi.waitUntil(async () => {
    endAll();
    return (await store.db.$count(outbox)) === 0;
  }, patience);
  expect([...begun.keys()].sort((left, right) => left - right)).toEqual(wanted);
});

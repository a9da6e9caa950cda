import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { ConfigurationError, RetriableError } from '../../hub/core/errors.ts';
import type { HubEvent } from '../../hub/core/event.ts';
import { freePort } from '../../hub/dev/servers/free-port.ts';
import { type PrivateRedis, startRedis } from '../../hub/dev/servers/redis.ts';
import { type Handle, startEventWorkers } from '../../hub/queue/handle-events.ts';
import { openQueue } from '../../hub/queue/open.ts';
import { startRelay } from '../../hub/queue/outbox-relay.ts';
import type { Store } from '../../hub/store/open.ts';
import { failedEvents, outboxState, retryParked, tell } from '../../hub/store/outbox.ts';
import { outbox } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';
import { redis } from '../kit/redis.ts';

const log = { warn: () => undefined };
const patience = { timeout: 50_000, interval: 10 };

const folder = mkdtempSync(join(tmpdir(), 'hub-relay-'));
const servers: PrivateRedis[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});
/** A Redis that a test may wipe and stop without touching others. */
const ownRedis = async (options: { port?: number; password?: string } = {}): Promise<PrivateRedis> => {
  const server = await startRedis({ runDir: folder, ...options });
  servers.push(server);
  return server;
};

/** A process: relay and workers on one store. */
const startProcess = (store: Store, redisUrl: string, handle: Handle) => {
  const queue = openQueue(redisUrl);
  const relay = startRelay(store, queue, log);
  const workers = startEventWorkers(store, queue, handle, log);
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= (async () => {
      await relay.close();
      await workers.close();
      await queue.close();
    })();
    return closed;
  };
  onTestFinished(close);
  return { queue, close };
};

const changed = (id: number): HubEvent => ({ name: 'record.changed', data: { id } });
const tellAll = (store: Store, count: number, first = 1) =>
  store.transaction((tx) =>
    tell(
      tx,
      Array.from({ length: count }, (_, index) => changed(first + index)),
    ),
  );
const isEmpty = async (store: Store) => (await store.db.$count(outbox)) === 0;

const collecting = (): { ids: number[]; handle: Handle } => {
  const ids: number[] = [];
  return { ids, handle: async (_, data) => void ids.push((data as { id: number }).id) };
};

test('what was told is handled and leaves the outbox; a nudge makes it prompt', async () => {
  const { store } = await database();
  const { ids, handle } = collecting();
  const { queue } = startProcess(store, await redis(), handle);
  await tellAll(store, 300);
  queue.nudge();
  await vi.waitUntil(() => isEmpty(store), patience);
  expect(ids.sort((left, right) => left - right)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
});

test('what asks for the same is one job', async () => {
  const { store } = await database();
  const { ids, handle } = collecting();
  await store.transaction((tx) => tell(tx, [changed(1), changed(1), changed(2), changed(1)]));
  startProcess(store, await redis(), handle);
  await vi.waitUntil(() => isEmpty(store), patience);
  expect(ids.sort()).toEqual([1, 2]);
});

test('what was rolled back is never told', async () => {
  const { store } = await database();
  const failing = store.transaction(async (tx) => {
    await tell(tx, [changed(1)]);
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  expect(await isEmpty(store)).toBe(true);
});

test('FLUSHALL again and again in the middle delays and loses nothing', async () => {
  const { store } = await database();
  const server = await ownRedis();
  const seen = new Set<number>();
  startProcess(store, server.url, async (_, data) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    seen.add((data as { id: number }).id);
  });
  const wiper = new Redis(server.url);
  onTestFinished(() => wiper.disconnect());
  await tellAll(store, 2_000);
  for (let wipes = 0; wipes < 5; wipes += 1) {
    const before = seen.size;
    await vi.waitUntil(() => seen.size > before + 100, patience);
    await wiper.flushall();
  }
  await vi.waitUntil(() => isEmpty(store), patience);
  expect(seen.size).toBe(2_000);
});

test('Redis may be away at the start, stop in the middle and come back empty', async () => {
  const { store } = await database();
  const port = await freePort();
  const password = 'for-this-test-only';
  const seen = new Set<number>();
  startProcess(store, `redis://:${password}@127.0.0.1:${port}`, async (_, data) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    seen.add((data as { id: number }).id);
  });
  await tellAll(store, 500);
  const first = await ownRedis({ port, password });
  await vi.waitUntil(() => seen.size > 100, patience);
  await first.stop();
  await tellAll(store, 500, 501);
  await ownRedis({ port, password });
  await vi.waitUntil(() => isEmpty(store), patience);
  expect(seen.size).toBe(1_000);
});

test('a handler that fails is tried again; a defect is kept and shown in the end', async () => {
  const { store } = await database();
  let waits = 0;
  let defects = 0;
  const { queue } = startProcess(store, await redis(), async (_, data) => {
    const { id } = data as { id: number };
    if (id === 1) {
      waits += 1;
      if (waits < 3) throw new RetriableError('[hub] [test] not yet');
    } else {
      defects += 1;
      throw new TypeError('a defect');
    }
  });
  await tellAll(store, 2);
  // Let time pass: the waits between the attempts grow to minutes.
  const hurry = async () => {
    await store.pool.query('UPDATE outbox SET dueAt = 0 WHERE queuedAt IS NULL AND dueAt < ?', [
      Number.MAX_SAFE_INTEGER,
    ]);
    queue.nudge();
    return (await outboxState(store.db)).every(({ waiting }) => waiting === 0);
  };
  await vi.waitUntil(hurry, patience);
  expect(waits).toBe(3);
  expect(defects).toBe(8);
  expect(await failedEvents(store.db)).toMatchObject([
    { data: { id: 2 }, attempts: 8, lastError: 'a defect', queuedAt: null },
  ]);
  expect(await outboxState(store.db)).toMatchObject([{ lane: 'events', waiting: 0, parked: 1 }]);
  expect(await retryParked(store.db)).toBe(1);
  queue.nudge();
  await vi.waitUntil(() => defects === 9, patience);
});

test('slow media work does not hold up what links need', async () => {
  const { store } = await database();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const records = new Set<number>();
  const { queue } = startProcess(store, await redis(), async (name, data) => {
    if (name === 'media.wanted') await held;
    else records.add((data as { id: number }).id);
  });
  await store.transaction((tx) =>
    tell(
      tx,
      Array.from({ length: 50 }, (_, index) => ({ name: 'media.wanted' as const, data: { footageId: index } })),
    ),
  );
  await tellAll(store, 50);
  queue.nudge();
  await vi.waitUntil(() => records.size === 50, patience);
  expect((await outboxState(store.db)).find(({ lane }) => lane === 'media')?.waiting).toBe(50);
  release();
  await vi.waitUntil(() => isEmpty(store), patience);
});

test('several processes share the work, and a nudge from one without a relay reaches them', async () => {
  const { store } = await database();
  const url = await redis();
  const done: number[][] = [[], []];
  for (const mine of done) {
    startProcess(store, url, async (_, data) => {
      await new Promise((resolve) => setTimeout(resolve, 3));
      mine.push((data as { id: number }).id);
    });
  }
  const teller = openQueue(url);
  onTestFinished(() => teller.close());
  await vi.waitUntil(() => teller.ready(), patience);
  await tellAll(store, 400);
  teller.nudge();
  await vi.waitUntil(() => isEmpty(store), patience);
  expect(new Set(done.flat()).size).toBe(400);
  expect(done.every((mine) => mine.length > 0)).toBe(true);
});

test('a wrong REDIS_URL is named', () => {
  expect(() => openQueue('http://somewhere')).toThrow(ConfigurationError);
  expect(() => openQueue('')).toThrow(/REDIS_URL/);
});

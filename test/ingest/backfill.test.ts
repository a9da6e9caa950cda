import { setTimeout as pause } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { paceFields } from '../../hub/core/pace.ts';
import { backfillSource } from '../../hub/ingest/backfill.ts';
import { createBackfill, findBackfill, stopBackfill } from '../../hub/store/backfills.ts';
import type { Store } from '../../hub/store/open.ts';
import { releaseLease, requireSource, takeLease, updateSource } from '../../hub/store/sources.ts';
import { records } from '../../hub/store/tables/catalogue.ts';
import { outbox } from '../../hub/store/tables/ingest.ts';
import type { Hub } from '../../hub/workers/hub.ts';
import onBackfill from '../../hub/workers/on/backfill.ts';
import { database } from '../kit/database.ts';
import { ingestDeps, testSource } from './deps.ts';
import { fillTable, tablePoller } from './table-poller.ts';

const name = 'test-source';
const signal = new AbortController().signal;

/** A table of 300 rows in pages of a hundred, and a source that reads it. */
const bench = async (settings: Record<string, unknown> = {}) => {
  const { store, url } = await database();
  await fillTable(url, 300);
  const source = await testSource(store, { settings });
  const deps = ingestDeps(store, { connectors: new Map([['test', { ...tablePoller(url), settings: paceFields }]]) });
  return { store, deps, source };
};

const stored = (store: Store): Promise<number> => store.db.$count(records);

test('keeps to its own budget, and goes on from where it stopped', async () => {
  const { store, deps, source } = await bench({ backfillRowsPerMinute: 1 });
  const stop = new AbortController();
  let reached: unknown;
  const onPage = async (page: { reached?: unknown }) => {
    reached = page.reached;
  };
  const running = backfillSource(deps, source, undefined, { signal: stop.signal, onPage });
  await vi.waitUntil(async () => reached !== undefined, { timeout: 20_000 });
  // The next page would have come a hundred minutes later.
  await pause(300);
  stop.abort();
  await expect(running).rejects.toThrow();
  expect(reached).toBe(100);
  expect(await stored(store)).toBe(100);
  const rest = await backfillSource(deps, { ...source, settings: { backfillRowsPerMinute: 0 } }, reached, { signal });
  expect(rest).toMatchObject({ pages: 2, stored: 200, unchanged: 0 });
  expect(await requireSource(store.db, name)).toMatchObject({ cursor: null, cursorVersion: 0, lastError: null });
});

test('gives way while the live poll runs', async () => {
  const { store, deps, source } = await bench();
  const lease = { source: name, owner: 'the live poll' };
  await takeLease(store.db, lease, 60_000);
  const running = backfillSource(deps, source, undefined, { signal });
  await pause(700);
  expect(await stored(store)).toBe(0);
  await releaseLease(store.db, lease);
  expect(await running).toMatchObject({ stored: 300 });
});

test('a worker that stops leaves word, and how far it came is kept', async () => {
  const { store, deps } = await bench({ backfillRowsPerMinute: 1 });
  const id = await createBackfill(store.db, { source: name, begun: undefined, askedBy: 'zhou' });
  const stop = new AbortController();
  const running = onBackfill.run(deps as unknown as Hub, { source: name, id }, stop.signal, () => undefined);
  await vi.waitUntil(async () => (await findBackfill(store.db, id))?.stored === 100, { timeout: 20_000 });
  stop.abort();
  await running;
  const rows = await store.db.select().from(outbox).where(eq(outbox.name, 'backfill.wanted'));
  expect(rows.map(({ data, lane }) => ({ data, lane }))).toEqual([{ data: { source: name, id }, lane: 'backfill' }]);
  expect(await findBackfill(store.db, id)).toMatchObject({ state: 'running', reached: 100, pages: 1 });
  // With the budget lifted the next worker goes on from there.
  await updateSource(store.db, name, { settings: { backfillRowsPerMinute: 0 } });
  await onBackfill.run(deps as unknown as Hub, { source: name, id }, signal, () => undefined);
  expect(await findBackfill(store.db, id)).toMatchObject({ state: 'done', stored: 300 });
  expect((await requireSource(store.db, name)).cursor).toBeNull();
});

test('a person stops it while it waits for its budget', async () => {
  const { store, deps } = await bench({ backfillRowsPerMinute: 1 });
  const id = await createBackfill(store.db, { source: name, begun: undefined, askedBy: 'zhou' });
  const running = onBackfill.run(deps as unknown as Hub, { source: name, id }, signal, () => undefined);
  await vi.waitUntil(async () => (await findBackfill(store.db, id))?.stored === 100, { timeout: 20_000 });
  await stopBackfill(store.db, name, id);
  await running;
  expect(await findBackfill(store.db, id)).toMatchObject({ state: 'stopped', stored: 100, reached: 100 });
  await onBackfill.run(deps as unknown as Hub, { source: name, id }, signal, () => undefined);
  expect(await stored(store)).toBe(100);
});

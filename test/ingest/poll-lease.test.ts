import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { pollSource } from '../../hub/ingest/poll.ts';
import { requireSource } from '../../hub/store/sources.ts';
import { records } from '../../hub/store/tables/catalogue.ts';
import { sources } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';
import { expectExactly, pollerOf, withConnector } from './_polling.ts';
import { message, testSource } from './deps.ts';
import { fillTable, tablePoller } from './table-poller.ts';

const signal = new AbortController().signal;
const name = 'test-source';

const start = (args: string[]): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('poll-child.ts', import.meta.url)), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

test('killed in the middle again and again, every row of 5,000 is stored exactly once', {
  timeout: 240_000,
}, async () => {
  const { store, url } = await database();
  await fillTable(url, 5_000);
  await testSource(store);
  for (const share of [0.1, 0.4, 0.7]) {
    const child = start([url, url, name]);
    const exited = once(child, 'exit');
    await vi.waitUntil(async () => (await store.db.$count(records)) > 5_000 * share, { timeout: 120_000, interval: 2 });
    child.kill('SIGKILL');
    await exited;
    // The dead process still holds the lease; nobody else polls until it has run out.
    await store.db.update(sources).set({ leaseUntil: 1 }).where(eq(sources.name, name));
  }
  const { cursor, leaseOwner } = await requireSource(store.db, name);
  expect(leaseOwner).not.toBeNull();
  expect(Number(cursor)).toBe(await store.db.$count(records));
  const last = start([url, url, name]);
  await once(last, 'exit');
  // Pages and cursor move together, so nothing had to be read twice.
  expect(await expectExactly(store, 5_000)).toBe(5_000);
});

test('two pollers at once: one runs, the other does not', async () => {
  const { store, url } = await database();
  await fillTable(url, 1_000);
  await testSource(store);
  const deps = withConnector(store, tablePoller(url));
  const runs = await Promise.all([1, 2, 3].map(() => pollSource(deps, name, { signal })));
  expect(runs.filter(({ ran }) => ran)).toHaveLength(1);
  expect(await expectExactly(store, 1_000)).toBe(1_000);
});

test('a poller whose lease was taken over stores nothing over the newer position', async () => {
  const { store } = await database();
  await testSource(store);
  let goOn = (): void => undefined;
  const slow = pollerOf(async function* () {
    yield { messages: [message([{ id: 'first' }])], cursor: 'one' };
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
    yield { messages: [message([{ id: 'stale' }])], cursor: 'stale' };
  } as never);
  const stale = pollSource(withConnector(store, slow), name, { signal });
  await vi.waitUntil(async () => (await requireSource(store.db, name)).cursor === 'one');
  // As if it had hung for longer than the lease and another one had taken over meanwhile.
  await store.db.update(sources).set({ leaseUntil: 1 }).where(eq(sources.name, name));
  const other = pollerOf(() => [{ messages: [message([{ id: 'second' }])], cursor: 'two' }]);
  expect(await pollSource(withConnector(store, other), name, { signal })).toMatchObject({ stored: 1 });
  goOn();
  expect((await stale).error).toBeInstanceOf(Error);
  expect(await requireSource(store.db, name)).toMatchObject({ cursor: 'two', failures: 0, lastError: null });
  expect((await store.db.select({ id: records.externalId }).from(records)).map(({ id }) => id).sort()).toEqual([
    'first',
    'second',
  ]);
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import type { Connector, Page } from '../../hub/core/connector.ts';
import { ConfigurationError, DuplicateError, RecordError, RetriableError } from '../../hub/core/errors.ts';
import { secret } from '../../hub/core/setting.ts';
import { backfillSource } from '../../hub/ingest/backfill.ts';
import { pollSource } from '../../hub/ingest/poll.ts';
import { reconciliation } from '../../hub/ingest/reconcile.ts';
import { listDeadLetters } from '../../hub/store/dead-letters.ts';
import type { Store } from '../../hub/store/open.ts';
import { sealSettings, secretBox } from '../../hub/store/secret.ts';
import { moveCursor, pauseSource, requireSource, resumeSource } from '../../hub/store/sources.ts';
import { records } from '../../hub/store/tables/catalogue.ts';
import { messages, sources } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';
import { ingestDeps, message, testConnector, testMapping, testSecret, testSource } from './deps.ts';
import { fillTable, tablePoller } from './table-poller.ts';

const signal = new AbortController().signal;
const name = 'test-source';
const withConnector = (store: Store, connector: Connector) =>
  ingestDeps(store, { connectors: new Map([['test', connector]]) });

const pollerOf = (poll: (cursor: unknown) => AsyncIterable<Page> | Iterable<Page>): Connector =>
  testConnector({
    async *poll(_, cursor) {
      yield* poll(cursor);
    },
  });

/** Everything the table has is in the store exactly once, and the sums say so. */
const expectExactly = async (store: Store, count: number) => {
  expect(await store.db.$count(records)).toBe(count);
  const rows = await reconciliation(store.db, { from: Date.now() - 86_400_000, to: Date.now() + 3_600_000 });
  expect(rows.every(({ balanced }) => balanced)).toBe(true);
  expect(rows.reduce((total, row) => total + row.stored, 0)).toBe(count);
  return rows.reduce((total, row) => total + row.received, 0);
};

test('polls from the stored cursor to the present and notes the success', async () => {
  const { store, url } = await database();
  await fillTable(url, 250);
  await testSource(store);
  const deps = withConnector(store, tablePoller(url));
  expect(await pollSource(deps, name, { signal })).toMatchObject({ ran: true, pages: 3, stored: 250 });
  expect(await requireSource(store.db, name)).toMatchObject({
    cursor: 250,
    cursorVersion: 3,
    failures: 0,
    leaseOwner: null,
  });
  await store.pool.query("INSERT INTO rows_of_others VALUES (251, 'late')");
  expect(await pollSource(deps, name, { signal })).toMatchObject({ pages: 1, stored: 1 });
  await expectExactly(store, 251);
});

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

test.each([
  [
    'pause',
    new ConfigurationError('[hub] [test] wrong key', { remedy: 'enter the key' }),
    { state: 'failed', failures: 1 },
  ],
  ['retry', new RetriableError('[hub] [test] down'), { state: 'running', failures: 1 }],
  ['retry', new TypeError('a defect'), { state: 'running', failures: 1 }],
  ['success', new DuplicateError('[hub] [test] has it'), { state: 'running', failures: 0 }],
])('an error of class %s decides what happens: %s', async (next, error, expected) => {
  const { store } = await database();
  await testSource(store);
  const deps = withConnector(
    store,
    pollerOf(function* () {
      yield { messages: [message([{ id: 'before' }])], cursor: 1 };
      throw error;
    }),
  );
  expect(await pollSource(deps, name, { signal })).toMatchObject({ ran: true, stored: 1, error });
  const source = await requireSource(store.db, name);
  expect(source).toMatchObject({ ...expected, cursor: 1, leaseOwner: null });
  expect(source.lastError?.next).toBe(next === 'success' ? undefined : next);
  expect(await pollSource(deps, name, { signal })).toMatchObject({ ran: next === 'success' });
});

test('the wait the other side asks for is honoured, and resuming ends it', async () => {
  const { store } = await database();
  await testSource(store);
  const deps = withConnector(
    store,
    pollerOf(() => {
      throw new RetriableError('[hub] [test] slow down', { retryAfterMs: 3_600_000 });
    }),
  );
  await pollSource(deps, name, { signal });
  expect((await requireSource(store.db, name)).notBefore).toBeGreaterThan(Date.now() + 3_500_000);
  await resumeSource(store.db, name);
  expect(await pollSource(deps, name, { signal })).toMatchObject({ ran: true });
});

test('a defect is tried a bounded number of times, then shown and stopped', async () => {
  const { store } = await database();
  await testSource(store);
  const deps = withConnector(
    store,
    pollerOf(() => {
      throw new TypeError('a defect');
    }),
  );
  let runs = 0;
  while ((await requireSource(store.db, name)).state === 'running') {
    await store.db.update(sources).set({ notBefore: 0 }).where(eq(sources.name, name));
    await pollSource(deps, name, { signal });
    runs += 1;
  }
  expect(runs).toBe(8);
  expect(await requireSource(store.db, name)).toMatchObject({ state: 'failed', lastError: { message: 'a defect' } });
});

test('a reply nobody can read is put aside once, and the position stays', async () => {
  const { store } = await database();
  await testSource(store);
  const connector = testConnector({
    async *poll({ open }) {
      const reply = message('<html>gateway</html>');
      yield { messages: [reply], cursor: (await open(reply)).rows.length };
    },
  });
  const deps = withConnector(store, connector);
  expect((await pollSource(deps, name, { signal })).error).toBeInstanceOf(RecordError);
  await store.db.update(sources).set({ notBefore: 0 }).where(eq(sources.name, name));
  await pollSource(deps, name, { signal });
  expect((await listDeadLetters(store.db)).items).toMatchObject([{ row: -1, state: 'open' }]);
  expect(await requireSource(store.db, name)).toMatchObject({ cursor: null, failures: 2, state: 'running' });
  await expectExactly(store, 0);
});

test('a refusal inside a reply goes by its class and is not stored', async () => {
  const { store } = await database();
  await testSource(store);
  const refusing = testMapping({
    open: () => {
      throw new ConfigurationError('[hub] [test] code 401: wrong key');
    },
  });
  const deps = ingestDeps(store, {
    connectors: new Map([['test', pollerOf(() => [{ messages: [message('no')], cursor: 9 }])]]),
    mappings: new Map([['test', refusing]]),
  });
  await pollSource(deps, name, { signal });
  expect(await requireSource(store.db, name)).toMatchObject({ state: 'failed', cursor: null });
  expect(await store.db.$count(messages)).toBe(0);
});

test('empty replies move the cursor and are not kept', async () => {
  const { store } = await database();
  await testSource(store);
  await pollSource(
    withConnector(
      store,
      pollerOf(() => [{ messages: [message([])], cursor: 'moved' }]),
    ),
    name,
    { signal },
  );
  expect((await requireSource(store.db, name)).cursor).toBe('moved');
  expect(await store.db.$count(messages)).toBe(0);
});

test('a pause ends a run that hangs, and is no failure', async () => {
  const { store } = await database();
  await testSource(store);
  const deps = withConnector(
    store,
    pollerOf(async function* () {
      yield { messages: [message([{ id: 'a' }])], cursor: 1 };
      await new Promise(() => undefined);
    } as never),
  );
  const run = pollSource(deps, name, { signal });
  await vi.waitUntil(async () => (await requireSource(store.db, name)).cursor === 1);
  await pauseSource(store.db, name);
  expect(await run).toMatchObject({ ran: true, stored: 1 });
  expect(await requireSource(store.db, name)).toMatchObject({
    state: 'paused',
    failures: 0,
    lastError: null,
    leaseOwner: null,
  });
});

test('secrets are sealed in the store and open for the connector alone', async () => {
  const { store } = await database();
  const key = secret({ label: { zh: '密钥', en: 'Key' }, help: 'The key.' });
  const sealed = sealSettings(secretBox(testSecret), name, { key }, { key: 'hunter2' });
  expect(JSON.stringify(sealed)).not.toContain('hunter2');
  await testSource(store, { settings: sealed });
  let seen: unknown;
  const connector = testConnector({
    settings: { key },
    // biome-ignore lint/correctness/useYield: only its settings are looked at
    async *poll({ settings }) {
      seen = settings;
    },
  });
  await pollSource(withConnector(store, connector), name, { signal });
  expect(seen).toEqual({ key: 'hunter2' });
  const elsewhere = {
    ...withConnector(store, connector),
    environment: { secret: 'another secret of sixteen', maxBodyBytes: 1 },
  };
  await pollSource(elsewhere, name, { signal });
  expect(await requireSource(store.db, name)).toMatchObject({ state: 'failed', lastError: { next: 'pause' } });
});

test('a backfill reads from elsewhere and leaves the live position alone', async () => {
  const { store, url } = await database();
  await fillTable(url, 300);
  await testSource(store);
  await moveCursor(store.db, name, 200);
  const deps = withConnector(store, tablePoller(url));
  await pollSource(deps, name, { signal });
  const before = await requireSource(store.db, name);
  expect(await backfillSource(deps, before, undefined, { signal })).toMatchObject({ stored: 200, unchanged: 100 });
  expect(await requireSource(store.db, name)).toMatchObject({ cursor: 300, cursorVersion: before.cursorVersion });
});

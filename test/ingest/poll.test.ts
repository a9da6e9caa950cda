import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { ConfigurationError, DuplicateError, RecordError, RetriableError } from '../../hub/core/errors.ts';
import { secret } from '../../hub/core/setting.ts';
import { backfillSource } from '../../hub/ingest/backfill.ts';
import { pollSource } from '../../hub/ingest/poll.ts';
import { listDeadLetters } from '../../hub/store/dead-letters.ts';
import { sealSettings, secretBox } from '../../hub/store/secret.ts';
import { moveCursor, pauseSource, requireSource, resumeSource } from '../../hub/store/sources.ts';
import { messages, sources } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';
import { expectExactly, pollerOf, withConnector } from './_polling.ts';
import { ingestDeps, message, testConnector, testMapping, testSecret, testSource } from './deps.ts';
import { fillTable, tablePoller } from './table-poller.ts';

const signal = new AbortController().signal;
const name = 'test-source';

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

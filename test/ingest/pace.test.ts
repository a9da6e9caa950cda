import { expect, test } from 'vitest';
import { defineConnector } from '../../hub/core/connector.ts';
import { RetriableError } from '../../hub/core/errors.ts';
import { pollSource } from '../../hub/ingest/poll.ts';
import { readBreaker } from '../../hub/store/breakers.ts';
import type { Store } from '../../hub/store/open.ts';
import { requireSource, resumeSource } from '../../hub/store/sources.ts';
import { records } from '../../hub/store/tables/catalogue.ts';
import { database } from '../kit/database.ts';
import { ingestDeps, message, testConnector, testSource } from './deps.ts';
import { fillTable, tablePoller } from './table-poller.ts';

const name = 'test-source';
const { signal } = new AbortController();
const withPoll = (store: Store, poll: NonNullable<ReturnType<typeof testConnector>['poll']>) => {
  const connector = defineConnector({ ...testConnector(), poll });
  return ingestDeps(store, { connectors: new Map([['test', connector]]) });
};

test('a poll that has had its rows for the minute stops between two pages and goes on from there later', async () => {
  const { store, url } = await database();
  await fillTable(url, 250);
  await testSource(store, { settings: { rowsPerMinute: 300 } });
  const deps = withPoll(store, tablePoller(url).poll as never);
  const run = await pollSource(deps, name, { signal });
  expect(run).toMatchObject({ ran: true, pages: 1, stored: 100, wait: { why: 'rate' } });
  expect(run.error).toBeUndefined();
  const source = await requireSource(store.db, name);
  expect(source).toMatchObject({ cursor: 100, failures: 0, lastError: null, state: 'running' });
  expect(source.notBefore - Date.now()).toBeGreaterThan(10_000);
  expect(await pollSource(deps, name, { signal })).toMatchObject({ ran: false });
});

test('between pages that share a position its share is waited for: nothing is read again for ever', async () => {
  const { store } = await database();
  await testSource(store, { settings: { rowsPerMinute: 100 } });
  const rows = (page: number) => Array.from({ length: 10 }, (_, at) => ({ id: `${page}-${at}`, title: 't' }));
  const deps = withPoll(store, async function* () {
    yield { messages: [message(rows(1))] };
    yield { messages: [message(rows(2))] };
    yield { messages: [], cursor: 'end' };
  });
  const run = await pollSource(deps, name, { signal });
  expect(run).toMatchObject({ ran: true, stored: 20 });
  expect(await requireSource(store.db, name)).toMatchObject({ cursor: 'end', failures: 0 });
});

test('outside its hours a source is not asked, and waits for them', async () => {
  const { store, url } = await database();
  await fillTable(url, 10);
  const inTwoHours = new Date(Date.now() + 10 * 3_600_000).toISOString().slice(11, 13);
  await testSource(store, { settings: { openHours: [`${inTwoHours}:00-${inTwoHours}:01`] } });
  const run = await pollSource(withPoll(store, tablePoller(url).poll as never), name, { signal });
  expect(run).toMatchObject({ pages: 0, wait: { why: 'hours' } });
  expect(await store.db.$count(records)).toBe(0);
  expect((await requireSource(store.db, name)).notBefore).toBeGreaterThan(Date.now() + 3_000_000);
});

test('after failures in a row the other side is not asked any more, also when a person resumes the source', async () => {
  const { store } = await database();
  await testSource(store, { settings: { breakerFailures: 2, breakerSeconds: 300 } });
  let asked = 0;
  const deps = withPoll(store, () => {
    asked += 1;
    throw new RetriableError('[hub] [test] down');
  });
  for (let run = 0; run < 4; run += 1) {
    await resumeSource(store.db, name);
    await pollSource(deps, name, { signal });
  }
  expect(asked).toBe(2);
  expect((await readBreaker(store.db, name)).state).toBe('open');
});

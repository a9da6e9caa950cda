import { expect, test } from 'vitest';
import type { CompiledMapping } from '../../hub/core/mapping/compile.ts';
import { everything } from '../../hub/core/scope.ts';
import { deliver } from '../../hub/ingest/deliver.ts';
import { reconciliation } from '../../hub/ingest/reconcile.ts';
import { replay, replayMessages } from '../../hub/ingest/replay.ts';
import { dismissDeadLetter, listDeadLetters } from '../../hub/store/dead-letters.ts';
import { getMessage } from '../../hub/store/messages.ts';
import type { Store } from '../../hub/store/open.ts';
import { findRecord, listRecords } from '../../hub/store/records.ts';
import { database } from '../kit/database.ts';
import { ingestDeps, message, testMapping, testSource } from './deps.ts';

const by = 'admin';
const source = 'test-source';

/** The mapping after somebody mended it: a broken title is fine now, and what was no JSON is one row. */
const mended = testMapping({
  open: (raw) => {
    const text = Buffer.from(raw.body).toString();
    const fixed = text.startsWith('id=')
      ? JSON.stringify(text.split('&').map((pair) => ({ id: pair.slice(3) })))
      : text;
    return testMapping().open({ ...raw, body: Buffer.from(fixed) });
  },
  map: (row, name) => {
    const { title } = row as { title?: string };
    return testMapping().map(title === 'broken' ? { ...(row as object), title: 'mended' } : row, name);
  },
});
const withMapping = (store: Store, mapping: CompiledMapping) =>
  ingestDeps(store, { mappings: new Map([['test', mapping]]) });

const sums = async (store: Store) => {
  const [row, ...others] = await reconciliation(store.db, {
    source,
    from: Date.now() - 60_000,
    to: Date.now() + 60_000,
  });
  const all = [row, ...others].filter((one) => one !== undefined);
  expect(all.every(({ balanced }) => balanced)).toBe(true);
  const total = (key: 'received' | 'stored' | 'unchanged' | 'dead') => all.reduce((sum, one) => sum + one[key], 0);
  return { received: total('received'), stored: total('stored'), unchanged: total('unchanged'), dead: total('dead') };
};

test('after the mapping is mended, dead rows are stored and the sums still balance', async () => {
  const { store } = await database();
  const configured = await testSource(store);
  const [delivery] = await deliver(ingestDeps(store), configured, [
    message([{ id: 'a' }, { id: 'b', title: 'broken' }, 5]),
  ]);
  expect(await sums(store)).toEqual({ received: 3, stored: 1, unchanged: 0, dead: 2 });
  const done = await replay(withMapping(store, mended), { source, by });
  expect(done).toEqual({ messages: 1, closed: 1, stillDead: 1, stored: 1, unchanged: 0, refused: 0 });
  expect(await findRecord(store.db, everything, 'dispatch', 'b')).toMatchObject({ title: 'mended' });
  expect(await sums(store)).toEqual({ received: 3, stored: 2, unchanged: 0, dead: 1 });
  expect(await getMessage(store.db, delivery?.messageId ?? 0)).toMatchObject({ rows: 3, dead: 1 });
  const closed = (await listDeadLetters(store.db, { state: 'replayed' })).items;
  expect(closed).toMatchObject([{ row: 1, closedBy: by }]);
});

test('replayed without mending nothing changes but the reason', async () => {
  const { store } = await database();
  const configured = await testSource(store);
  await deliver(ingestDeps(store), configured, [message([{ id: 'b', title: 'broken' }]), message('<html>')]);
  expect(await replay(ingestDeps(store), { source, by })).toMatchObject({ closed: 0, stillDead: 2 });
  expect(await sums(store)).toEqual({ received: 2, stored: 0, unchanged: 0, dead: 2 });
  expect((await listDeadLetters(store.db, { state: 'open' })).items).toHaveLength(2);
});

test('a message nobody could read becomes its rows', async () => {
  const { store } = await database();
  const configured = await testSource(store);
  await deliver(ingestDeps(store), configured, [message('id=x&id=y&id=z')]);
  expect(await sums(store)).toEqual({ received: 1, stored: 0, unchanged: 0, dead: 1 });
  expect(await replay(withMapping(store, mended), { source, by })).toMatchObject({ closed: 1, stored: 3 });
  expect(await sums(store)).toEqual({ received: 3, stored: 3, unchanged: 0, dead: 0 });
});

test('a replay never overwrites what came later', async () => {
  const { store } = await database();
  const configured = await testSource(store);
  await deliver(ingestDeps(store), configured, [message([{ id: 'b', title: 'broken' }])]);
  await deliver(ingestDeps(store), configured, [message([{ id: 'b', title: 'later' }])]);
  expect(await replay(withMapping(store, mended), { source, by })).toMatchObject({
    closed: 1,
    stored: 0,
    unchanged: 1,
  });
  expect(await findRecord(store.db, everything, 'dispatch', 'b')).toMatchObject({ title: 'later', version: 1 });
  expect(await sums(store)).toEqual({ received: 2, stored: 1, unchanged: 1, dead: 0 });
});

test('two replays at once count once, and a cap is a cap', async () => {
  const { store } = await database();
  const configured = await testSource(store);
  const rows = Array.from({ length: 20 }, (_, index) => ({
    id: `n${index}`,
    title: 'broken',
    at: `2024-01-05T08:00:${10 + index}+08:00`,
  }));
  await deliver(ingestDeps(store), configured, [message(rows.slice(0, 10)), message(rows.slice(10))]);
  const deps = withMapping(store, mended);
  expect(await replay(deps, { source, limit: 5, by })).toMatchObject({ closed: 5 });
  const both = await Promise.all([replay(deps, { source, by }), replay(deps, { source, by })]);
  expect(both[0].closed + both[1].closed).toBe(15);
  expect(await sums(store)).toEqual({ received: 20, stored: 20, unchanged: 0, dead: 0 });
  expect(await replay(deps, { ids: [], by })).toMatchObject({ messages: 0 });
});

test('a dismissed letter stays dead in the sums and is not replayed', async () => {
  const { store } = await database();
  const configured = await testSource(store);
  await deliver(ingestDeps(store), configured, [message([{ id: 'b', title: 'broken' }])]);
  const [letter] = (await listDeadLetters(store.db)).items;
  await dismissDeadLetter(store.db, letter?.id ?? 0, by);
  expect(await replay(withMapping(store, mended), { source, by })).toMatchObject({ messages: 0 });
  await expect(dismissDeadLetter(store.db, letter?.id ?? 0, by)).rejects.toThrow(/no open dead letter/);
  expect(await sums(store)).toEqual({ received: 1, stored: 0, unchanged: 0, dead: 1 });
});

test('whole messages are mapped again: what reads differently now is a change, the latest message wins', async () => {
  const { store } = await database();
  const configured = await testSource(store);
  const deps = ingestDeps(store);
  for (const title of ['one', 'two', 'broken'])
    await deliver(deps, configured, [message([{ id: 'b', title }, { id: title }])]);
  const shouting = testMapping({
    map: (row, name) => {
      const { title = '' } = row as { title?: string };
      if (title === 'broken') return mended.map(row, name);
      return testMapping().map({ ...(row as object), title: title.toUpperCase() || 'NONE' }, name);
    },
  });
  const first = await replayMessages(withMapping(store, shouting), { source, by, limit: 2 });
  // Message 1 is older than what message 2 said of b.
  expect(first).toMatchObject({ messages: 2, stored: 3, unchanged: 1, last: 2 });
  const rest = await replayMessages(withMapping(store, shouting), { source, by, limit: 2, after: first.last ?? 0 });
  expect(rest).toMatchObject({ messages: 1, closed: 1, stored: 2 });
  expect(rest.last).toBeUndefined();
  const titles = (await listRecords(store.db, everything)).items.map(({ externalId, title }) => [externalId, title]);
  expect(Object.fromEntries(titles)).toEqual({ b: 'mended', one: 'NONE', two: 'NONE', broken: 'NONE' });
  expect(await sums(store)).toEqual({ received: 6, stored: 6, unchanged: 0, dead: 0 });
  // A mapping that fits less than before takes nothing away.
  expect(await replayMessages(deps, { source, by })).toMatchObject({ refused: 1 });
  expect(await sums(store)).toEqual({ received: 6, stored: 6, unchanged: 0, dead: 0 });
});

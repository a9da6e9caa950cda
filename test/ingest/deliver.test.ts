import { expect, test } from 'vitest';
import { everything } from '../../hub/core/scope.ts';
import { deliver } from '../../hub/ingest/deliver.ts';
import { reconciliation } from '../../hub/ingest/reconcile.ts';
import { listDeadLetters } from '../../hub/store/dead-letters.ts';
import { rawMessage } from '../../hub/store/messages.ts';
import type { Store } from '../../hub/store/open.ts';
import { listRecords } from '../../hub/store/records.ts';
import { messages, outbox } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';
import { ingestDeps, message, testMapping, testSource } from './deps.ts';

const day = { from: Date.now() - 86_400_000, to: Date.now() + 86_400_000 };

const sums = async (store: Store) => {
  const rows = await reconciliation(store.db, day);
  expect(rows.every(({ balanced }) => balanced)).toBe(true);
  const total = { received: 0, stored: 0, unchanged: 0, dead: 0 };
  for (const row of rows) for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += row[key];
  return total;
};

test('a message becomes records, a raw copy, events and sums', async () => {
  const { store } = await database();
  const source = await testSource(store);
  let nudged = 0;
  const deps = ingestDeps(store, { queue: { nudge: () => (nudged += 1), live: { tell: () => undefined } } });
  const [delivery] = await deliver(deps, source, [
    message([{ id: 'a' }, { id: 'b' }, { id: 'c', title: 'skip' }], '04C01'),
  ]);
  expect(delivery).toMatchObject({ stored: 2, unchanged: 1, deadLettered: 0, ids: ['a', 'b', undefined] });
  const raw = await rawMessage(store.db, delivery?.messageId ?? 0);
  expect(raw).toMatchObject({ contentType: 'application/json', subject: '04C01' });
  expect(Buffer.from(raw?.body ?? '').toString()).toContain('"b"');
  expect(await store.db.select().from(outbox)).toHaveLength(2);
  expect(nudged).toBe(1);
  expect(await sums(store)).toEqual({ received: 3, stored: 2, unchanged: 1, dead: 0 });
});

test('duplicates and edits are counted for what they are', async () => {
  const { store } = await database();
  const source = await testSource(store);
  const deps = ingestDeps(store);
  await deliver(deps, source, [message([{ id: 'a' }])]);
  await deliver(deps, source, [message([{ id: 'a' }]), message([{ id: 'a', title: 'edited' }])]);
  expect(await sums(store)).toEqual({ received: 3, stored: 2, unchanged: 1, dead: 0 });
  expect((await listRecords(store.db, everything)).items).toMatchObject([
    { title: 'edited', version: 2, messageId: 3 },
  ]);
});

test('what does not fit is a dead letter with field, rule and value, and stops nothing', async () => {
  const { store } = await database();
  const source = await testSource(store);
  const [rows, unreadable] = await deliver(ingestDeps(store), source, [
    message([{ id: 'a' }, { id: 'b', title: 'broken' }, 17, { id: 'c' }]),
    message('<html>'),
  ]);
  expect(rows).toMatchObject({ stored: 2, deadLettered: 2, ids: ['a', undefined, undefined, 'c'] });
  expect(unreadable).toMatchObject({ stored: 0, deadLettered: 1, ids: [] });
  expect(unreadable?.error).toContain('not JSON');
  const letters = (await listDeadLetters(store.db)).items.sort((left, right) => left.id - right.id);
  expect(letters).toMatchObject([
    { row: 1, field: 'title', rule: 'text', value: 'broken', remedy: 'correct fields.title', state: 'open' },
    { row: 2, field: 'externalId', value: '17' },
    { row: -1, reason: '[hub] [test] not JSON' },
  ]);
  expect(await sums(store)).toEqual({ received: 5, stored: 2, unchanged: 0, dead: 3 });
});

test('the same misfit again gets no second letter while the first is open', async () => {
  const { store } = await database();
  const source = await testSource(store);
  const deps = ingestDeps(store);
  const bad = { id: 'b', title: 'broken' };
  await deliver(deps, source, [message([bad]), message('<html>')]);
  const again = await deliver(deps, source, [message([{ id: 'new' }, bad]), message('<html>')]);
  // Whoever sent it is told the truth all the same.
  expect(again.map(({ deadLettered }) => deadLettered)).toEqual([1, 1]);
  expect((await listDeadLetters(store.db)).items).toHaveLength(2);
  expect(await sums(store)).toEqual({ received: 5, stored: 1, unchanged: 2, dead: 2 });
});

test('a mapping with a defect makes dead letters, not a blocked source', async () => {
  const { store } = await database();
  const source = await testSource(store);
  const mapping = testMapping({
    map: () => {
      throw new TypeError('undefined is not a function');
    },
  });
  await deliver(ingestDeps(store, { mappings: new Map([['test', mapping]]) }), source, [message([{ id: 'a' }])]);
  expect((await listDeadLetters(store.db)).items).toMatchObject([{ reason: 'undefined is not a function' }]);
});

test('a row the database refuses is dead, the rows beside it are stored', async () => {
  const { store } = await database();
  const source = await testSource(store);
  // Longer than the column, by a check the mapping does not know.
  await store.pool.query("ALTER TABLE records ADD CONSTRAINT no_bad CHECK (externalId <> 'bad')");
  const [delivery] = await deliver(ingestDeps(store), source, [message([{ id: 'a' }, { id: 'bad' }, { id: 'c' }])]);
  expect(delivery).toMatchObject({ stored: 2, deadLettered: 1, ids: ['a', undefined, 'c'] });
  const [letter] = (await listDeadLetters(store.db)).items;
  expect(letter?.reason).toContain('no_bad');
  expect(letter?.reason).not.toContain('INSERT');
  expect(await sums(store)).toEqual({ received: 3, stored: 2, unchanged: 0, dead: 1 });
});

test('a message with very many rows and many bytes is stored whole', async () => {
  const { store } = await database();
  const source = await testSource(store);
  const rows = Array.from({ length: 12_000 }, (_, index) => ({
    id: `n${index}`,
    title: `${index} ${'加长的标题'.repeat(index % 7)}`,
    // Hard to compress, so that the body needs several parts.
    noise: Array.from({ length: 10 }, () => Math.random().toString(36).repeat(6)).join(''),
  }));
  const big = message(rows);
  const [delivery] = await deliver(ingestDeps(store), source, [big]);
  expect(delivery?.stored).toBe(12_000);
  const raw = await rawMessage(store.db, delivery?.messageId ?? 0);
  expect(Buffer.compare(Buffer.from(raw?.body ?? ''), big.body)).toBe(0);
  expect(await sums(store)).toEqual({ received: 12_000, stored: 12_000, unchanged: 0, dead: 0 });
});

test('bytes that do not compress are kept byte for byte, many messages at once', async () => {
  const { store } = await database();
  const source = await testSource(store);
  const noise = Buffer.alloc(9_000_000, 0);
  for (let at = 0; at < noise.length; at += 4) noise.writeUInt32LE(Math.floor(Math.random() * 2 ** 32), at);
  const many = Array.from({ length: 700 }, (_, index) => message([{ id: `m${index}` }]));
  const deliveries = await deliver(ingestDeps(store), source, [
    ...many,
    { body: noise, contentType: 'application/octet-stream' },
  ]);
  const raw = await rawMessage(store.db, deliveries.at(-1)?.messageId ?? 0);
  expect(Buffer.compare(Buffer.from(raw?.body ?? ''), noise)).toBe(0);
  for (const index of [0, 1, 499, 500, 699]) {
    const one = await rawMessage(store.db, deliveries[index]?.messageId ?? 0);
    expect(Buffer.from(one?.body ?? '').toString()).toBe(`[{"id":"m${index}"}]`);
  }
  expect(await store.db.$count(messages)).toBe(701);
});

test('concurrent deliveries of the same and of other records lose and duplicate nothing', async () => {
  const { store } = await database();
  const source = await testSource(store);
  const deps = ingestDeps(store);
  const batches = Array.from({ length: 24 }, (_, batch) =>
    message(Array.from({ length: 20 }, (_, index) => ({ id: `n${(batch * 7 + index) % 60}`, title: `v${index % 2}` }))),
  );
  await Promise.all(batches.map((one) => deliver(deps, source, [one])));
  expect((await listRecords(store.db, everything, { limit: 500 })).items).toHaveLength(60);
  expect((await sums(store)).received).toBe(480);
});

test('when the connection is killed in the middle nothing of it is stored, and the next try stores it once', async () => {
  const { store } = await database();
  const source = await testSource(store);
  const rows = Array.from({ length: 3_000 }, (_, index) => ({ id: `n${index}` }));
  const delivering = deliver(ingestDeps(store), source, [message(rows)]);
  const kill = async () => {
    for (;;) {
      const [list] = await store.pool.query(
        "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() AND info LIKE '%INSERT INTO `records`%'",
      );
      const [process] = list as { id: number }[];
      if (process) return store.pool.query(`KILL ${process.id}`);
    }
  };
  await Promise.all([expect(delivering).rejects.toMatchObject({ next: 'retry' }), kill()]);
  expect(await sums(store)).toEqual({ received: 0, stored: 0, unchanged: 0, dead: 0 });
  expect(await store.db.$count(messages)).toBe(0);
  await deliver(ingestDeps(store), source, [message(rows)]);
  expect(await sums(store)).toEqual({ received: 3_000, stored: 3_000, unchanged: 0, dead: 0 });
});

import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { insertNumbered, insertRows } from '../../hub/store/multi-row.ts';
import type { Db } from '../../hub/store/open.ts';
import { messages, sources, tallies } from '../../hub/store/tables/ingest.ts';
import { isDuplicateKey, isMisfit } from '../../hub/store/trouble.ts';
import { database } from '../kit/database.ts';

const { store } = await database();
const gathered = { gathered: true };

const sumOf = (source: string, received = 1) => ({
  source,
  hour: 0,
  received,
  stored: received,
  unchanged: 0,
  dead: 0,
});
const message = (source: string, contentType = 'text/plain') => ({
  source,
  contentType,
  body: Buffer.from('x'),
  bytes: 1,
  digest: '0',
  receivedAt: 0,
});
const countOf = (source: string) => store.db.$count(tallies, sql`${tallies.source} = ${source}`);

test('what is written later is there after the commit, and for every statement of the transaction that reads', async () => {
  const [ids, seen] = await store.transaction(async (tx) => {
    await insertRows(tx, tallies, [sumOf('order-1')]);
    await insertRows(tx, tallies, [sumOf('order-1', 2)], { add: ['received'] });
    const [row] = await tx.select().from(tallies).where(sql`${tallies.source} = ${'order-1'}`);
    return [await insertNumbered(tx, messages, [message('order-1'), message('order-1')]), row?.received] as const;
  }, gathered);
  expect(seen).toBe(3);
  const stored = await store.db.select({ id: messages.id }).from(messages).where(sql`${messages.source} = 'order-1'`);
  expect(stored.map(({ id }) => id)).toEqual(ids);
});

test('question marks, semicolons and quotes in a text stay text', async () => {
  const odd = `a?b;c'd\\e"f -- ; drop table sources; /* ? */`;
  await store.transaction(async (tx) => {
    await insertRows(tx, sources, [{ name: 'odd', connector: odd, mapping: '?', settings: { text: odd } }]);
    await tx.select().from(tallies).where(sql`${tallies.source} = ${odd}`);
  }, gathered);
  const [row] = await store.db.select().from(sources).where(sql`${sources.name} = 'odd'`);
  expect(row).toMatchObject({ connector: odd, mapping: '?', settings: { text: odd } });
});

test('a refusal that shows at the commit undoes the whole transaction, and the next one is not touched by it', async () => {
  const tooLong = 'x'.repeat(200);
  const failing = store.transaction(async (tx) => {
    await insertRows(tx, tallies, [sumOf('late-1')]);
    await insertRows(tx, sources, [{ name: 'late', connector: tooLong, mapping: 'm', settings: {} }]);
    await insertRows(tx, tallies, [sumOf('late-2')]);
  }, gathered);
  await expect(failing).rejects.toSatisfy(isMisfit);
  expect([await countOf('late-1'), await countOf('late-2')]).toEqual([0, 0]);
  await store.transaction((tx) => insertRows(tx, tallies, [sumOf('late-3')]), gathered);
  expect(await countOf('late-3')).toBe(1);
});

test('a refusal inside of a savepoint stays inside', async () => {
  await store.transaction(async (tx) => {
    await insertRows(tx, tallies, [sumOf('inside-1')]);
    const refused = tx.transaction((savepoint) => insertRows(savepoint as unknown as Db, tallies, [sumOf('inside-1')]));
    await expect(refused).rejects.toSatisfy(isDuplicateKey);
    await tx.transaction((savepoint) => insertRows(savepoint as unknown as Db, tallies, [sumOf('inside-2')]));
  }, gathered);
  expect([await countOf('inside-1'), await countOf('inside-2')]).toEqual([1, 1]);
});

test('what was given up before it was sent is never sent', async () => {
  const reason = new Error('given up');
  const whole = store.transaction(async (tx) => {
    await insertRows(tx, tallies, [sumOf('up-1')]);
    throw reason;
  }, gathered);
  await expect(whole).rejects.toBe(reason);
  await store.transaction(async (tx) => {
    await insertRows(tx, tallies, [sumOf('up-2')]);
    const part = tx.transaction(async (savepoint) => {
      await insertRows(savepoint as unknown as Db, tallies, [sumOf('up-3')]);
      throw reason;
    });
    await expect(part).rejects.toBe(reason);
  }, gathered);
  expect([await countOf('up-1'), await countOf('up-2'), await countOf('up-3')]).toEqual([0, 1, 0]);
});

test('only gathered transactions may hold several statements in one text', async () => {
  await expect(store.db.execute(sql.raw('select 1; select 2'))).rejects.toThrow();
});

import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { RetriableError } from '../../hub/core/errors.ts';
import { openStore } from '../../hub/store/open.ts';
import { memoryOf } from '../../hub/store/source-memory.ts';
import { createSource, deleteSource } from '../../hub/store/sources.ts';
import { sourceMemory } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';

test('what one process keeps another one finds, whatever JSON it is', async () => {
  const { store, url } = await database();
  const other = openStore(url);
  const values = [{ since: 1, 名: '测试' }, ['a'], 'text', 7, true, 0, ''];
  for (const [index, value] of values.entries()) await memoryOf(store.db, 's').set(`k${index}`, value, 60);
  const found = await Promise.all(values.map((_, index) => memoryOf(other.db, 's').get(`k${index}`)));
  await other.close();
  expect(found).toEqual(values);
});

test('sources do not see each other, and keys are told apart to the letter', async () => {
  const { store } = await database();
  await memoryOf(store.db, 'a').set('device/A', 1, 60);
  expect(await memoryOf(store.db, 'b').get('device/A')).toBeUndefined();
  expect(await memoryOf(store.db, 'a').get('device/a')).toBeUndefined();
});

test('the last word counts; what is forgotten or over is gone', async () => {
  const { store } = await database();
  const memory = memoryOf(store.db, 's');
  await memory.set('k', 1, 60);
  await memory.set('k', 2, 60);
  expect(await memory.get('k')).toBe(2);
  await memory.forget('k');
  expect(await memory.get('k')).toBeUndefined();
  await memory.set('k', 3, 60);
  await store.db.update(sourceMemory).set({ expiresAt: sql`${sourceMemory.expiresAt} - 61000` });
  expect(await memory.get('k')).toBeUndefined();
});

test('what is over is swept away by what comes later', async () => {
  const { store } = await database();
  await store.db.insert(sourceMemory).values({ source: 's', name: 'old', value: 1, expiresAt: 1 });
  await memoryOf(store.db, 's').set('new', 1, 60);
  expect(await store.db.$count(sourceMemory)).toBe(1);
});

test('a source takes along what it remembers', async () => {
  const { store } = await database();
  await createSource(store.db, { name: 's', connector: 'test', mapping: 'test', settings: {} });
  await memoryOf(store.db, 's').set('k', 1, 60);
  await memoryOf(store.db, 't').set('k', 1, 60);
  await deleteSource(store.db, 's');
  expect(await memoryOf(store.db, 's').get('k')).toBeUndefined();
  expect(await memoryOf(store.db, 't').get('k')).toBe(1);
});

test('while the database is away it says "later"', async () => {
  const { url } = await database();
  const away = openStore(url);
  await away.close();
  const memory = memoryOf(away.db, 's');
  await expect(memory.get('k')).rejects.toThrow(RetriableError);
  await expect(memory.set('k', 1, 1)).rejects.toThrow(RetriableError);
  await expect(memory.forget('k')).rejects.toThrow(RetriableError);
});

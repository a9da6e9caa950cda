import { sql } from 'drizzle-orm';
import mysql from 'mysql2/promise';
import { expect, test } from 'vitest';
import { ConfigurationError, RetriableError } from '../../hub/core/errors.ts';
import { migrate } from '../../hub/store/migrate.ts';
import { openStore } from '../../hub/store/open.ts';
import { orgs } from '../../hub/store/tables/directory.ts';
import { sources } from '../../hub/store/tables/ingest.ts';
import { database, emptyDatabase } from '../kit/database.ts';

test.each([
  ['', 'is empty'],
  ['not a url', 'is not a URL'],
  ['postgres://u:p@localhost/x', 'protocol postgres:'],
  ['mysql://u:p@localhost:3306', 'names no database'],
])('a wrong DATABASE_URL is named: %j', (url, what) => {
  expect(() => openStore(url)).toThrow(ConfigurationError);
  expect(() => openStore(url)).toThrow(new RegExp(`DATABASE_URL ${what}|DATABASE_URL.*${what}`));
});

test('refused credentials are a configuration error, an absent server a retriable one', async () => {
  const url = new URL(await emptyDatabase());
  url.password = 'wrong';
  const refused = openStore(url.href);
  await expect(refused.transaction((tx) => tx.select().from(orgs))).rejects.toThrow(ConfigurationError);
  await refused.close();
  const absent = openStore('mysql://u:p@127.0.0.1:1/x');
  await expect(absent.transaction((tx) => tx.select().from(orgs))).rejects.toThrow(RetriableError);
  await absent.close();
});

test('several processes may migrate at once, and again', async () => {
  const url = await emptyDatabase();
  const stores = [openStore(url), openStore(url), openStore(url)];
  await Promise.all(stores.map(migrate));
  await Promise.all(stores.map(migrate));
  const [rows] = await (stores[0]?.pool ?? mysql.createPool(url)).query('SELECT * FROM __drizzle_migrations');
  expect((rows as unknown[]).length).toBeGreaterThan(0);
  await Promise.all(stores.map((store) => store.close()));
});

test('a migration that was killed half-way is finished by the next start', async () => {
  const url = await emptyDatabase();
  const store = openStore(url);
  await migrate(store);
  // As a kill between the CREATE TABLE statements leaves it: begun, some tables there, others not.
  await store.pool.query('UPDATE __drizzle_migrations SET created_at = 0');
  await store.pool.query('DROP TABLE tallies, outbox');
  await migrate(store);
  await expect(store.pool.query('SELECT * FROM tallies, outbox')).resolves.toBeDefined();
  await store.close();
});

test('a database made with another character set holds Chinese all the same', async () => {
  const url = await emptyDatabase();
  const store = openStore(url);
  await store.pool.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} CHARACTER SET latin1`);
  await migrate(store);
  await store.db.insert(orgs).values({ code: '440100000000', name: '市局 𠮷😀' });
  expect(await store.db.select().from(orgs)).toMatchObject([{ name: '市局 𠮷😀' }]);
  await store.close();
});

test('tables of somebody else are not taken for ours', async () => {
  const url = await emptyDatabase();
  const store = openStore(url);
  await store.pool.query('CREATE TABLE records (id int)');
  await expect(migrate(store)).rejects.toThrow(/exists/);
  await store.close();
});

test('transactions that deadlock are run again', async () => {
  const { store } = await database();
  await store.db.insert(orgs).values([
    { code: '440100000000', name: 'a' },
    { code: '440200000000', name: 'b' },
  ]);
  let runs = 0;
  const cross = (first: string, second: string) =>
    store.transaction(async (tx) => {
      runs += 1;
      await tx.execute(sql`update orgs set name = concat(name, '+') where code = ${first}`);
      await tx.execute(sql`select sleep(0.2)`);
      await tx.execute(sql`update orgs set name = concat(name, '+') where code = ${second}`);
    });
  await Promise.all([cross('440100000000', '440200000000'), cross('440200000000', '440100000000')]);
  expect(runs).toBeGreaterThan(2);
  expect((await store.db.select().from(orgs)).map(({ name }) => name)).toEqual(['a++', 'b++']);
});

test('JSON keeps its type: a text that looks like a number stays a text', async () => {
  const { store } = await database();
  const cursors = ['123', { at: 1, list: ['甲'] }, 12, null, '{"a":1}'];
  await store.db
    .insert(sources)
    .values(
      cursors.map((cursor, index) => ({ name: `s${index}`, connector: 'c', mapping: 'm', settings: {}, cursor })),
    );
  const rows = await store.db.select({ cursor: sources.cursor }).from(sources).orderBy(sources.name);
  expect(rows.map(({ cursor }) => cursor)).toEqual(cursors);
});

test('a killed connection is an outage, not a defect', async () => {
  const { store } = await database();
  const killed = store.transaction(async (tx) => {
    const [rows] = await tx.execute(sql`select connection_id() as id`);
    const id = (rows as unknown as { id: number }[])[0]?.id;
    await store.pool.query(`KILL ${id}`);
    await tx.execute(sql`select 1`);
  });
  await expect(killed).rejects.toThrow(RetriableError);
  await expect(store.transaction((tx) => tx.select().from(orgs))).resolves.toEqual([]);
});

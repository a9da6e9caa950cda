import { randomBytes } from 'node:crypto';
import mysql from 'mysql2/promise';
import { afterAll, inject } from 'vitest';
import { migrate } from '../../hub/store/migrate.ts';
import { openStore, type Store } from '../../hub/store/open.ts';

const dropLater: (() => Promise<void>)[] = [];
// This module is evaluated once for each test file, so this is the file's own hook.
afterAll(async () => {
  for (const drop of dropLater.splice(0).reverse()) await drop();
});

/** An empty database of its own on the shared private MariaDB; dropped when the test file is done. */
export const emptyDatabase = async (): Promise<string> => {
  const server = inject('mariadb');
  const name = `t_${randomBytes(8).toString('hex')}`;
  const query = async (sql: string) => {
    const connection = await mysql.createConnection(server);
    await connection.query(sql).finally(() => connection.end());
  };
  await query(`CREATE DATABASE ${name}`);
  dropLater.push(() => query(`DROP DATABASE ${name}`));
  return `${server}/${name}`;
};

/** A migrated database of its own with the store open on it. */
export const database = async (): Promise<{ url: string; store: Store }> => {
  const url = await emptyDatabase();
  const store = openStore(url);
  await migrate(store);
  dropLater.push(() => store.close());
  return { url, store };
};

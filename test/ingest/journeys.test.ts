import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { deliver } from '../../hub/ingest/deliver.ts';
import { openStore } from '../../hub/store/open.ts';
import { records } from '../../hub/store/tables/catalogue.ts';
import { database } from '../kit/database.ts';
import { ingestDeps, message, testSource } from './deps.ts';

/** The way to the database, with whoever counts what goes there: nothing is sent before the last was answered. */
const countedWay = async (address: string) => {
  const target = new URL(address);
  let journeys = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    client.on('data', () => {
      journeys += 1;
    });
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(address);
  url.port = String((server.address() as AddressInfo).port);
  const store = openStore(url.href);
  onTestFinished(async () => {
    await store.close();
    server.close();
  });
  return {
    store,
    count: async (run: () => Promise<unknown>): Promise<number> => {
      const before = journeys;
      await run();
      return journeys - before;
    },
  };
};

test('what is new is kept with all that follows from it in one journey to the database, what is told again in four', async () => {
  const { url, store: plain } = await database();
  const source = await testSource(plain);
  const { store, count } = await countedWay(url);
  const deps = ingestDeps(store);
  const push = (title: string, ...ids: string[]) =>
    deliver(deps, source, [message(ids.map((id) => ({ id, title })))], { together: true });
  // The first opens the connection.
  await push('t', 'n0');
  expect(await count(() => push('t', 'n1'))).toBe(1);
  expect(await count(() => push('t', 'n2', 'n3', 'n4'))).toBe(1);
  expect(await count(() => push('u', 'n1', 'n2'))).toBeLessThanOrEqual(4);
  expect(await plain.db.$count(records)).toBe(5);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eq, like } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { RetriableError } from '../../hub/core/errors.ts';
import { type Mariadb, startMariadb } from '../../hub/dev/servers/mariadb.ts';
import { receiveRequest } from '../../hub/ingest/receive.ts';
import { reconciliation } from '../../hub/ingest/reconcile.ts';
import { startSchedules } from '../../hub/ingest/schedule.ts';
import { migrate } from '../../hub/store/migrate.ts';
import { openStore, type Store } from '../../hub/store/open.ts';
import { records } from '../../hub/store/tables/catalogue.ts';
import { sources } from '../../hub/store/tables/ingest.ts';
import { emptyDatabase } from '../kit/database.ts';
import { ingestDeps, testConnector, testSource } from './deps.ts';
import { fillTable, tablePoller } from './table-poller.ts';

const password = 'for-this-test-only';

/** A MariaDB of the test's own, which it may kill and start again on the same data. */
const ownMariadb = async (extra: string[] = []) => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-outage-'));
  const options = { dataDir: join(folder, 'data'), runDir: join(folder, 'run'), password };
  let server: Mariadb = await startMariadb({ ...options, extra });
  onTestFinished(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const store = openStore(await server.database('hub'));
  onTestFinished(() => store.close());
  await migrate(store);
  const restart = async (signal: 'SIGKILL' | 'SIGTERM', changed = extra) => {
    server.child.process.kill(signal);
    await server.child.ended;
    server = await startMariadb({ ...options, port: server.port, extra: changed });
  };
  return { store, restart };
};

const receiving = testConnector({
  async receive({ deliver }, request) {
    try {
      await deliver([{ body: new Uint8Array(await request.arrayBuffer()), contentType: 'application/json' }]);
      return Response.json({ code: 0 });
    } catch (error) {
      if (error instanceof RetriableError) return Response.json({ code: 9 });
      throw error;
    }
  },
});

const expectBalanced = async (store: Store, source: string, count: number) => {
  const rows = await reconciliation(store.db, { source, from: Date.now() - 86_400_000, to: Date.now() + 3_600_000 });
  expect(rows.every(({ balanced }) => balanced)).toBe(true);
  expect(rows.reduce((sum, { stored }) => sum + stored, 0)).toBe(count);
  return rows.reduce((sum, { received }) => sum + received, 0);
};

test('MariaDB is killed twice while one source polls and another is pushed to: nothing lost, nothing twice', async () => {
  const elsewhere = await emptyDatabase();
  await fillTable(elsewhere, 3_000);
  const { store, restart } = await ownMariadb();
  await testSource(store, { name: 'polled', connector: 'table', schedule: '* * * * * *' });
  await testSource(store, { name: 'pushed', connector: 'push' });
  const deps = ingestDeps(store, {
    connectors: new Map([
      ['table', tablePoller(elsewhere, 20)],
      ['push', receiving],
    ]),
  });
  const schedules = startSchedules(deps);
  let accepted = 0;
  let pushing = true;
  /** Like every sender: it keeps what was not taken and sends it again. */
  const pushed = (async () => {
    while (pushing) {
      const request = new Request('http://hub/receive/pushed', { method: 'POST', body: `[{"id":"p${accepted}"}]` });
      const { code } = (await (await receiveRequest(deps, 'pushed', '', request)).json()) as { code: number };
      if (code === 0) accepted += 1;
      else await pause(50);
    }
  })();
  const countPolled = () => store.db.$count(records, eq(records.source, 'polled'));
  for (const share of [0.2, 0.6]) {
    await vi.waitUntil(async () => (await countPolled()) > 3_000 * share, { timeout: 60_000, interval: 5 });
    const before = accepted;
    await restart('SIGKILL');
    await vi.waitUntil(() => accepted > before + 20, { timeout: 60_000, interval: 20 });
  }
  await vi.waitUntil(async () => (await countPolled()) === 3_000, { timeout: 60_000, interval: 20 });
  pushing = false;
  await pushed;
  await schedules.close();
  // A page whose yes was lost in the crash may come again, as unchanged; never as a second record.
  expect(await expectBalanced(store, 'polled', 3_000)).toBe(3_000);
  expect(await store.db.$count(records, eq(records.source, 'pushed'))).toBe(accepted);
  expect(await expectBalanced(store, 'pushed', accepted)).toBeGreaterThanOrEqual(accepted);
  expect(await store.db.select().from(sources).where(like(sources.state, 'failed'))).toEqual([]);
}, 240_000);

test('a full disk is "later" for the sender, and all that was taken is there when there is room again', async () => {
  // All tables in one file that may not grow further.
  const spaceOf = (most: number) => [
    '--innodb-file-per-table=0',
    `--innodb-data-file-path=ibdata1:12M:autoextend:max:${most}M`,
  ];
  const { store, restart } = await ownMariadb(spaceOf(48));
  await testSource(store, { name: 'pushed', connector: 'push' });
  const deps = ingestDeps(store, { connectors: new Map([['push', receiving]]) });
  const noise = () => Array.from({ length: 40_000 }, () => Math.random().toString(36).slice(2)).join('');
  const push = async (id: number) => {
    const body = JSON.stringify([{ id: `p${id}`, noise: noise() }]);
    const response = await receiveRequest(deps, 'pushed', '', new Request('http://hub/', { method: 'POST', body }));
    return ((await response.json()) as { code: number }).code;
  };
  let accepted = 0;
  while (accepted < 1_000 && (await push(accepted)) === 0) accepted += 1;
  expect(accepted).toBeGreaterThan(3);
  expect(accepted).toBeLessThan(1_000);
  expect(await store.db.$count(records)).toBe(accepted);
  await restart('SIGTERM', spaceOf(400));
  await vi.waitUntil(async () => (await push(accepted)) === 0, { timeout: 60_000, interval: 50 });
  accepted += 1;
  expect(await store.db.$count(records)).toBe(accepted);
  expect(await expectBalanced(store, 'pushed', accepted)).toBe(accepted);
}, 240_000);

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Hono } from 'hono';
import { expect, onTestFinished, test } from 'vitest';
import { unlessSilent } from '../../../hub/api/_kit/unless-silent.ts';
import { HubError } from '../../../hub/core/errors.ts';
import { startMariadb } from '../../../hub/dev/servers/mariadb.ts';
import { openStore } from '../../../hub/store/open.ts';

test('who asks a database that hangs is told so; who just waits long is not, and all goes on when it is back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-silent-'));
  const server = await startMariadb({ dataDir: join(folder, 'data'), runDir: folder });
  const { pid } = server.child;
  const store = openStore(await server.database('hub'));
  onTestFinished(async () => {
    process.kill(pid, 'SIGCONT');
    await store.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const app = new Hono();
  app.use(unlessSilent(store.answers, 400));
  app.get('/asks', async (c) => {
    const [rows] = await store.pool.query('SELECT 7 AS said');
    return c.json(rows);
  });
  app.get('/waits', async (c) => {
    await pause(700);
    return c.json('done');
  });
  app.get('/readyz', async (c) => {
    await pause(700);
    return c.json('looked itself');
  });
  app.onError((error, c) => c.text(error.message, error instanceof HubError && error.next === 'retry' ? 503 : 500));
  const said = async (path: string): Promise<string> => {
    const answer = await app.request(path);
    return `${answer.status} ${await answer.text()}`;
  };
  const waited = said('/waits');
  expect(await said('/asks')).toBe('200 [{"said":7}]');
  expect(await waited).toBe('200 "done"');
  process.kill(pid, 'SIGSTOP');
  const silent = '503 [hub] [store] the database does not answer';
  expect(await Promise.all([said('/asks'), said('/readyz')])).toEqual([silent, '200 "looked itself"']);
  expect(await said('/asks')).toBe(silent);
  process.kill(pid, 'SIGCONT');
  expect(await said('/asks')).toBe('200 [{"said":7}]');
}, 60_000);

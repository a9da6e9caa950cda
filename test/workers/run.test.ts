import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readEnvironment } from '../../hub/core/environment.ts';
import { ConfigurationError } from '../../hub/core/errors.ts';
import { tell } from '../../hub/store/outbox.ts';
import { outbox } from '../../hub/store/tables/ingest.ts';
import { openHub } from '../../hub/workers/hub.ts';
import { runWorkers } from '../../hub/workers/run.ts';
import { loadHandlers } from '../../hub/workers/scan.ts';
import { database } from '../kit/database.ts';
import { redis } from '../kit/redis.ts';
import { seen } from './handlers/_seen.ts';

const folderOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

test('the handlers of a folder are found by scanning and called with the hub', async () => {
  const { store, url } = await database();
  const dataDir = mkdtempSync(join(tmpdir(), 'hub-workers-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const hub = await openHub(
    readEnvironment({
      HUB_SECRET: randomBytes(32).toString('base64'),
      DATABASE_URL: url,
      REDIS_URL: await redis(),
      HUB_DATA: dataDir,
      HUB_MEDIA: dataDir,
      LOG_LEVEL: 'error',
    }),
  );
  const workers = await runWorkers(hub, { folder: folderOf('handlers') });
  await store.transaction((tx) =>
    tell(tx, [
      { name: 'record.changed', data: { id: 5 } },
      // Nobody handles it: it leaves all the same.
      { name: 'links.changed', data: { recordId: 5, footageIds: [] } },
    ]),
  );
  hub.queue.nudge();
  await vi.waitUntil(async () => (await store.db.$count(outbox)) === 0, { timeout: 30_000, interval: 10 });
  expect(seen).toEqual(['first 5', 'second 5']);
  await workers.close();
  await hub.close();
});

test('a file that is no handler is named', async () => {
  await expect(loadHandlers(folderOf('wrong'))).rejects.toThrow(ConfigurationError);
  await expect(loadHandlers(folderOf('wrong'))).rejects.toThrow(/nothing\.ts/);
});

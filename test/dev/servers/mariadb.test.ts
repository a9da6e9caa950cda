import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startMariadb } from '../../../hub/dev/servers/mariadb.ts';

test('leaves nothing in the folder for temporary files, also when only its process is ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-mariadb-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const database = await startMariadb({ dataDir: join(folder, 'data'), runDir: join(folder, 'run') });
  const socket = readFileSync(`/proc/${database.child.pid}/cmdline`, 'utf8')
    .split('\0')
    .find((argument) => argument.startsWith('--socket='));
  const place = dirname((socket ?? '').slice('--socket='.length));
  expect(existsSync(place)).toBe(true);
  // As the demo ends it, which keeps servers running by their processes.
  await database.child.stop();
  expect(existsSync(place)).toBe(false);
}, 300_000);

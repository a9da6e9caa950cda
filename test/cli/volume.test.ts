import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { database } from '../kit/database.ts';
import { redis } from '../kit/redis.ts';
import { ownFolder } from '../media/clips.ts';

const run = promisify(execFile);
const main = fileURLToPath(new URL('../../hub/cli/main.ts', import.meta.url));
const { url } = await database();
const folder = await ownFolder();
await mkdir(join(folder, 'data'), { recursive: true });
const env = {
  ...process.env,
  ...{ DATABASE_URL: url, REDIS_URL: await redis(), HUB_SECRET: 'a secret of the tests, long enough for all' },
  ...{ HUB_DATA: join(folder, 'data'), HUB_MEDIA: join(folder, 'media'), LOG_LEVEL: 'fatal' },
};
const hub = async (...args: string[]) =>
  run(process.execPath, ['--import', 'tsx', main, 'volume', ...args], { env }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr,
    }),
  );

test('a volume is added, changed and forgotten by the command line', async () => {
  const place = join(folder, 'second');
  const added = await hub('add', 'second', '-k', 'local-folder', '-s', `folder=${place}`, '--capacity', '2T');
  expect(added).toEqual({ code: 0, said: 'second is in use\n' });
  expect((await readFile(join(place, '.hub-volume'), 'utf8')).trim()).toBe('second');
  expect((await hub('set', 'second', '--state', 'draining')).said).toBe('second is changed\n');
  const { said } = await hub('list');
  expect(said).toMatch(/^main\tlocal-folder\topen\t/m);
  expect(said).toMatch(/^second\tlocal-folder\tdraining\t/m);
  expect(await hub('remove', 'second')).toEqual({ code: 0, said: 'second is forgotten\n' });
}, 600_000);

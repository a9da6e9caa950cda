import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { listApiKeys, updateApiKey } from '../../hub/store/api-keys.ts';
import { database } from '../kit/database.ts';

const run = promisify(execFile);
const main = fileURLToPath(new URL('../../hub/cli/main.ts', import.meta.url));
const { url, store } = await database();
const env = {
  ...process.env,
  ...{
    DATABASE_URL: url,
    REDIS_URL: 'redis://127.0.0.1:1',
    HUB_SECRET: 'a secret of the tests, long enough for all',
    LOG_LEVEL: 'fatal',
  },
};
const makeKey = (name: string) =>
  run(
    process.execPath,
    ['--import', 'tsx', main, 'account', 'key', name, '--role', 'handler', '--orgs', '990106000000'],
    { env },
  ).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }),
  );

test('a key is made by the command line, but not under the name of one that works', async () => {
  const made = await makeKey('case-system');
  expect(made).toEqual({ code: 0, said: expect.stringMatching(/^hub_\S+\n$/) });
  const again = await makeKey('case-system');
  expect(again.code).not.toBe(0);
  expect(again.said).toContain('there is a key named case-system already');
  expect(again.said).toContain('disable it first, or give another name');
  const [only, ...others] = await listApiKeys(store.db);
  expect(others).toEqual([]);
  if (only) await updateApiKey(store.db, only.keyHash, { disabled: true });
  expect((await makeKey('case-system')).code).toBe(0);
}, 300_000);

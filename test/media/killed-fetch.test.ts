import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { database } from '../kit/database.ts';
import { makeFootage, makeSource, mediaDeps, rowOf } from './catalogue.ts';
import { ownFolder } from './clips.ts';
import { mediaServer } from './media-server.ts';

const { url, store } = await database();
const mediaDir = join(await ownFolder(), 'volume');
const server = await mediaServer();
const bytes = randomBytes(3_000_000);
server.file('/clip.mp4', bytes);
await makeSource(store, 'dock', { mediaHosts: [server.host] });

const child = (footageId: number): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', new URL('fetch-in-child.ts', import.meta.url).pathname], {
    env: { ...process.env, DATABASE_URL: url, MEDIA_DIR: mediaDir, FOOTAGE_ID: String(footageId) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const until = async (condition: () => Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
};

test('a fetch that was killed half-way is gone on with by the next process, byte for byte', async () => {
  const id = await makeFootage(store, 'dock', { url: `${server.url}/clip.mp4` });
  const part = join(mediaDir, '.workshop', `${id}.part`);
  server.pace(1_500_000);
  const killed = child(id);
  await until(async () => ((await stat(part).catch(() => undefined))?.size ?? 0) > 500_000);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(await rowOf(store, id)).toMatchObject({ mediaState: 'fetching', path: null, sha256: null });
  const gathered = (await stat(part)).size;

  server.pace(undefined);
  // The database notices that the owner is gone when its connection closes.
  const deps = mediaDeps(store, mediaDir);
  await until(async () => (await fetchFootage(deps, id)) !== 'busy');
  const row = await rowOf(store, id);
  expect(row).toMatchObject({
    mediaState: 'stored',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  expect(await readFile(join(mediaDir, row.path ?? ''))).toEqual(bytes);
  expect(server.asked.at(-1)?.range).toBe(`bytes=${gathered}-`);
  expect(await readdir(join(mediaDir, '.workshop'))).toEqual([]);
});

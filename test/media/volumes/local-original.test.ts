import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, vi } from 'vitest';
import { fetchFootage } from '../../../hub/media/fetch-footage.ts';
import { configureVolume } from '../../../hub/media/volumes/configure.ts';
import { tendOriginal } from '../../../hub/media/volumes/tend-original.ts';
import { database } from '../../kit/database.ts';
import { eventually } from '../../kit/demo.ts';
import { makeFootage, makeSource, mediaDeps, rowOf } from '../catalogue.ts';
import { ownFolder } from '../clips.ts';
import { objectStore } from './object-store.ts';

vi.setConfig({ testTimeout: 120_000 });
const { store } = await database();
const folder = await ownFolder();
const objects = await objectStore(join(folder, 'objects'));
const deps = mediaDeps(store, join(folder, 'home'));
const fetched = join(folder, 'home', '.workshop', 'fetched');

test('of two processes that bring an original here at once, each gets it whole', async () => {
  await configureVolume(deps, { name: 'archive', kind: 's3', settings: objects.settings, distance: 200 });
  const watched = join(folder, 'watched');
  await mkdir(watched);
  await makeSource(store, 'room', { folder: watched });
  const bytes = randomBytes(96 * 2 ** 20);
  await writeFile(join(watched, 'a.bin'), bytes);
  const url = pathToFileURL(join(watched, 'a.bin')).href;
  const id = await makeFootage(store, 'room', { url }, { mediaType: 'other' });
  expect(await fetchFootage(deps, id)).toBe('stored');
  for (const later of [0, 3_600_000])
    await tendOriginal(deps, id, { to: 'archive', graceMs: 0, note: async () => undefined, now: Date.now() + later });
  const row = await rowOf(store, id);
  expect(row.volume).toBe('archive');

  // Modules of their own stand for processes: what they share is the disk.
  const one = await import('../../../hub/media/volumes/local-original.ts');
  vi.resetModules();
  const two = await import('../../../hub/media/volumes/local-original.ts');
  expect(two.localOriginal).not.toBe(one.localOriginal);
  const digestOf = async (file: string) =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  const first = one.localOriginal(deps, row).then(digestOf);
  await eventually(async () => {
    const [part] = (await readdir(fetched).catch(() => [])).filter((name) => name.endsWith('.part'));
    return part !== undefined && (await stat(join(fetched, part))).size > bytes.length * 0.7;
  }, 60);
  const second = two.localOriginal(deps, row).then(digestOf);
  expect(await Promise.all([first, second])).toEqual([row.sha256, row.sha256]);
});

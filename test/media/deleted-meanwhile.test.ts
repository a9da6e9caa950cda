import { randomBytes } from 'node:crypto';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, vi } from 'vitest';
import { everything } from '../../hub/core/scope.ts';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { homeVolume } from '../../hub/media/home-volume.ts';
import { approveDeletion } from '../../hub/media/keeping/decide-deletion.ts';
import { proposeDeletion } from '../../hub/media/keeping/propose-deletion.ts';
import { packageFootage } from '../../hub/media/package-footage.ts';
import { configureVolume } from '../../hub/media/volumes/configure.ts';
import { openVolume } from '../../hub/media/volumes/open-volumes.ts';
import { tendOriginal } from '../../hub/media/volumes/tend-original.ts';
import { deletionOf } from '../../hub/store/deletions.ts';
import { placementsOf } from '../../hub/store/placements.ts';
import { database } from '../kit/database.ts';
import { eventually } from '../kit/demo.ts';
import { makeFootage, makeSource, mediaDeps, rowOf } from './catalogue.ts';
import { makeClip, ownFolder } from './clips.ts';
import { objectStore } from './volumes/object-store.ts';

vi.setConfig({ testTimeout: 120_000 });
const { store } = await database();
const folder = await ownFolder();
const objects = await objectStore(join(folder, 'objects'));
const watched = join(folder, 'watched');
await mkdir(watched);
const deps = mediaDeps(store, join(folder, 'home'));
await makeSource(store, 'room', { folder: watched });

const note = async () => undefined;
const stored = async (file: string, mediaType: 'video' | 'other'): Promise<number> => {
  const id = await makeFootage(store, 'room', { url: pathToFileURL(file).href }, { mediaType });
  expect(await fetchFootage(deps, id)).toBe('stored');
  return id;
};
const deleteOnApproval = async (id: number): Promise<void> => {
  const proposal = await store.transaction((tx) => proposeDeletion(tx, id, { by: 'a', reason: '期满' }));
  await store.transaction((tx) => approveDeletion(tx, proposal, { scope: everything, by: 'b', note: null }));
};

test('a recording that is deleted while it is packaged does not come back', async () => {
  const id = await stored(await makeClip(watched, 'hevc.mp4'), 'video');
  const folderOfRendition = join(homeVolume(deps).workshop, `rendition-${id}`);
  const packaging = packageFootage(deps, id);
  await eventually(async () => (await stat(folderOfRendition).catch(() => undefined)) !== undefined, 30);
  await deleteOnApproval(id);
  expect(await packaging).toBe('not-stored');
  for (const later of [0, 3_600_000]) await tendOriginal(deps, id, { note, graceMs: 0, now: Date.now() + later });
  const row = await rowOf(store, id);
  expect([row.mediaState, row.renditionState]).not.toContain('ready');
  expect(row.mediaState).toBe('deleted');
  await expect(stat(homeVolume(deps).locate(`renditions/${id}`))).rejects.toThrow('ENOENT');
});

test('one that is deleted while a copy of it is made is gone everywhere', async () => {
  await configureVolume(deps, { name: 'archive', kind: 's3', settings: objects.settings, distance: 200 });
  await writeFile(join(watched, 'a.bin'), randomBytes(96 * 2 ** 20));
  const id = await stored(join(watched, 'a.bin'), 'other');
  const { path } = await rowOf(store, id);
  const moving = tendOriginal(deps, id, { to: 'archive', note });
  await eventually(async () => (await placementsOf(store.db, id)).some(({ state }) => state === 'arriving'), 30);
  await deleteOnApproval(id);
  await moving;
  for (const days of [0, 1, 2]) await tendOriginal(deps, id, { note, now: Date.now() + 86_400_000 * days });
  expect(await placementsOf(store.db, id)).toEqual([]);
  expect((await deletionOf(store.db, id))?.state).toBe('done');
  const { volume } = await openVolume(deps, 'archive');
  expect(await volume.stat(path ?? '')).toBeUndefined();
});

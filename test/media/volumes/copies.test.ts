import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { sql } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { recordSchema } from '../../../hub/core/record.ts';
import { checkDigest } from '../../../hub/media/check-digest.ts';
import { fetchFootage } from '../../../hub/media/fetch-footage.ts';
import { configureVolume } from '../../../hub/media/volumes/configure.ts';
import { forgetVolumes, openVolume } from '../../../hub/media/volumes/open-volumes.ts';
import { openOriginal } from '../../../hub/media/volumes/read-original.ts';
import { tendOriginal } from '../../../hub/media/volumes/tend-original.ts';
import { tendVolumes } from '../../../hub/media/volumes/tend-volumes.ts';
import { keepingOf } from '../../../hub/store/keeping.ts';
import { putLinks } from '../../../hub/store/links.ts';
import { placementsOf } from '../../../hub/store/placements.ts';
import { saveRecord } from '../../../hub/store/records.ts';
import { requireVolume } from '../../../hub/store/volumes.ts';
import { database } from '../../kit/database.ts';
import { eventually } from '../../kit/demo.ts';
import { makeFootage, makeSource, mediaDeps, rowOf } from '../catalogue.ts';
import { ownFolder } from '../clips.ts';
import { objectStore } from './object-store.ts';

// Whole disks' worth is copied and compared again and again; a loaded machine takes its time.
vi.setConfig({ testTimeout: 300_000 });

const { store } = await database();
const folder = await ownFolder();
const watched = join(folder, 'watched');
const deps = mediaDeps(store, join(folder, 'home'));
const objects = await objectStore(join(folder, 'objects'));
await mkdir(watched);
await makeSource(store, 'room', { folder: watched });
const moved: string[] = [];
const note = async (_: unknown, { action }: { action: string }) => void moved.push(action);

/** Wide enough that a read or a copy is under way for a while. */
const bytes = randomBytes(24 * 2 ** 20);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const sm3 = createHash('sm3').update(bytes).digest('hex');
let files = 0;

const bring = async (more: Record<string, unknown> = {}): Promise<number> => {
  files += 1;
  const file = join(watched, `${files}.bin`);
  await writeFile(file, bytes);
  const id = await makeFootage(store, 'room', { url: pathToFileURL(file).href }, { mediaType: 'other', ...more });
  expect(await fetchFootage(deps, id)).toBe('stored');
  return id;
};
const addFolder = (name: string, more: Record<string, unknown> = {}) =>
  configureVolume(deps, { name, kind: 'local-folder', settings: { folder: join(folder, name) }, ...more });
const volumesOf = async (id: number) =>
  Object.fromEntries((await placementsOf(store.db, id)).map(({ volume, state }) => [volume, state]));
const readAll = async (id: number): Promise<boolean> =>
  (await buffer((await openOriginal(deps, await rowOf(store, id))).read())).equals(bytes);
const tend = (id: number, more: { to?: string; graceMs?: number; now?: number } = {}) =>
  tendOriginal(deps, id, { note, ...more });

let cases = 0;
/** Make a recording evidence: it shows a case. */
const linkToCase = async (footageId: number): Promise<void> => {
  cases += 1;
  const entry = recordSchema.parse({
    ...{ source: 'case-platform', system: 'case', kind: 'case', externalId: `A9901${cases}`, org: '440106590000' },
    time: { start: '2024-01-05T08:48:00+08:00' },
  });
  const { id: recordId } = await store.transaction((tx) => saveRecord(tx, entry, { messageId: null, at: Date.now() }));
  const segmentStart = Date.parse('2024-01-05T08:48:00+08:00');
  const content = { recordId, footageId, viaRecordId: null, segmentStart, segmentEnd: segmentStart + 5_000 };
  const said = {
    weight: 12,
    probability: 0.99,
    decision: 'confirmed',
    decidedBy: 'user',
    rule: 'test@1',
    evidence: [],
  };
  await store.transaction((tx) =>
    putLinks(tx, [{ content: { ...content, ...said, decision: 'confirmed' }, version: 1 }]),
  );
};

test('both digests are taken at the door', async () => {
  const row = await rowOf(store, await bring());
  expect(row).toMatchObject({ sha256, sm3, volume: 'main', bytes: bytes.length });
});

test('a volume that is added while the hub runs is used at once, and refuses nonsense', async () => {
  await addFolder('north', { orgs: ['440107000000'] });
  const north = await rowOf(store, await bring({ org: '440107590000' }));
  expect(north.volume).toBe('north');
  expect((await stat(join(folder, 'north', north.path ?? ''))).mode & 0o777).toBe(0o444);
  expect(await rowOf(store, await bring())).toMatchObject({ volume: 'main' });
  await expect(
    configureVolume(deps, { name: 'again', kind: 'local-folder', settings: { folder: join(folder, 'north') } }),
  ).rejects.toThrow('is volume "north" already');
  await expect(
    configureVolume(deps, { name: 'x', kind: 'local-folder', settings: { folder: 'here' } }),
  ).rejects.toThrow('absolute path');
  await expect(configureVolume(deps, { name: 'x', kind: 's3', settings: {} })).rejects.toThrow('endpoint');
});

test('a full volume is gone around', async () => {
  await addFolder('small', { orgs: ['440108000000'], capacityBytes: bytes.length + 10 });
  expect((await rowOf(store, await bring({ org: '440108590000' }))).volume).toBe('small');
  expect((await rowOf(store, await bring({ org: '440108590000' }))).volume).toBe('main');
});

test('evidence gets a second copy on another volume, and what is no evidence one', async () => {
  await configureVolume(deps, { name: 'archive', kind: 's3', settings: objects.settings, distance: 200 });
  const [plain, evidence] = [await bring(), await bring()];
  await linkToCase(evidence);
  expect(await tend(plain)).toEqual({ good: 1, missing: 0 });
  expect(await tend(evidence)).toEqual({ good: 2, missing: 0 });
  expect(await volumesOf(evidence)).toEqual({ main: 'good', archive: 'good' });
  expect((await keepingOf(store.db, [evidence])).get(evidence)).toMatchObject({ class: 'evidence', until: null });
  const { volume } = await openVolume(deps, 'archive');
  expect((await buffer(volume.read((await rowOf(store, evidence)).path ?? ''))).equals(bytes)).toBe(true);
});

test('reading goes on from another copy when the volume dies on the way', async () => {
  const id = await bring();
  await linkToCase(id);
  await tend(id);
  // The nearest copy is taken away: what is read comes from the object store, and then no more.
  const row = await rowOf(store, id);
  const away = join(folder, 'home', `${row.path}.away`);
  await rename(join(folder, 'home', row.path ?? ''), away);
  const original = await openOriginal(deps, row);
  expect(original.volume.name).toBe('archive');
  await rename(away, join(folder, 'home', row.path ?? ''));
  await store.db.execute(sql`update placements set state = 'good' where footageId = ${id}`);
  const read: Buffer[] = [];
  for await (const chunk of original.read() as AsyncIterable<Buffer>) {
    read.push(chunk);
    if (read.length === 3) await objects.kill();
  }
  expect(Buffer.concat(read).equals(bytes)).toBe(true);
  expect((await requireVolume(store.db, 'archive')).lastError).toContain('volume archive');
  expect(await readAll(id)).toBe(true);
  await objects.start();
});

test('a volume that dies during a move loses nothing; when it is back the copy is caught up', async () => {
  await tendVolumes(deps, Date.now());
  await eventually(async () => {
    await tendVolumes(deps, Date.now() + 60_000);
    return (await openVolume(deps, 'archive')).isUp;
  });
  const id = await bring();
  await linkToCase(id);
  const tending = tend(id);
  await eventually(async () => (await volumesOf(id)).archive === 'arriving');
  await objects.kill();
  expect(await tending).toMatchObject({ good: expect.any(Number), missing: expect.any(Number) });
  // No other volume takes it but those for other organisations: it is written down as missing.
  expect(await volumesOf(id)).toEqual({ main: 'good' });
  expect((await keepingOf(store.db, [id])).get(id)?.missing).toBe(1);
  expect(await readAll(id)).toBe(true);
  await tend(id);
  await tend(id);
  forgetVolumes(deps);
  expect((await openVolume(deps, 'archive')).isUp).toBe(false);
  await objects.start();
  await store.db.execute(sql`delete from outbox`);
  await eventually(async () => {
    await tendVolumes(deps, Date.now());
    const [rows] = await store.db.execute(sql`select data from outbox where name = 'original.tend'`);
    return JSON.stringify(rows).includes(`${id}`);
  });
  expect(await tend(id)).toEqual({ good: 2, missing: 0 });
});

test('a move is without a break: who reads the old copy finishes, and it goes after that', async () => {
  await addFolder('new-disk', { distance: 300 });
  const id = await bring();
  const before = await rowOf(store, id);
  const reading = (await openOriginal(deps, before)).read();
  const first = (await reading[Symbol.asyncIterator]().next()).value as Buffer;
  expect(await tend(id, { to: 'new-disk', graceMs: 0 })).toEqual({ good: 1, missing: 0 });
  expect(await rowOf(store, id)).toMatchObject({ volume: 'new-disk', path: before.path });
  expect(await volumesOf(id)).toEqual({ main: 'leaving', 'new-disk': 'good' });
  expect(await readAll(id)).toBe(true);
  // Still being read here: it stays.
  await tend(id, { now: Date.now() + 1_000 });
  expect(await volumesOf(id)).toHaveProperty('main');
  expect(Buffer.concat([first, await buffer(reading)]).equals(bytes)).toBe(true);
  await eventually(async () => {
    await tend(id, { now: Date.now() + 1_000 });
    return !('main' in (await volumesOf(id)));
  });
  await expect(stat(join(folder, 'home', before.path ?? ''))).rejects.toThrow('ENOENT');
  expect(await readAll(id)).toBe(true);
  expect(moved).toContain('original.moved');
});

test('a copy that changed is made anew from a good one; the only one takes the recording out of play', async () => {
  await tend(await bring());
  const id = await bring();
  await linkToCase(id);
  expect(await tend(id)).toEqual({ good: 2, missing: 0 });
  const spoil = async (file: string) => {
    await chmod(file, 0o644);
    const spoiled = await readFile(file);
    spoiled[1_000] = (spoiled[1_000] ?? 0) ^ 1;
    await writeFile(file, spoiled);
  };
  const file = join(folder, 'home', (await rowOf(store, id)).path ?? '');
  await spoil(file);
  expect(await checkDigest(deps, id)).toBe('intact');
  expect(await volumesOf(id)).toMatchObject({ main: 'bad' });
  expect(await readAll(id)).toBe(true);
  expect(await tend(id)).toEqual({ good: 2, missing: 0 });
  expect(await checkDigest(deps, id)).toBe('intact');
  const alone = await bring({ org: '440107590000' });
  await spoil(join(folder, 'north', (await rowOf(store, alone)).path ?? ''));
  expect(await checkDigest(deps, alone)).toBe('changed');
  expect((await rowOf(store, alone)).mediaState).toBe('failed');
});

test('a disk that is not mounted is in trouble, and nothing is thought lost', async () => {
  const id = await bring({ org: '440107590000' });
  await rename(join(folder, 'north'), join(folder, 'north-unmounted'));
  await mkdir(join(folder, 'north'));
  expect(await checkDigest(deps, id)).toBe('away');
  await expect(openOriginal(deps, await rowOf(store, id))).rejects.toThrow('not mounted');
  expect((await rowOf(store, id)).mediaState).toBe('stored');
  // New recordings go around it, and nothing is written below the mount point.
  expect((await rowOf(store, await bring({ org: '440107590000' }))).volume).not.toBe('north');
  await rm(join(folder, 'north'), { recursive: true });
  await rename(join(folder, 'north-unmounted'), join(folder, 'north'));
  expect(await readAll(id)).toBe(true);
});

test('a volume that is drained is emptied, and recordings move on with their age', async () => {
  await eventually(async () => {
    await tendVolumes(deps, Date.now());
    return (await openVolume(deps, 'north')).isUp;
  });
  const id = await bring({ org: '440107590000' });
  expect((await rowOf(store, id)).volume).toBe('north');
  await addFolder('north', { orgs: ['440107000000'], state: 'draining' });
  await tend(id, { graceMs: 0 });
  expect((await rowOf(store, id)).volume).not.toBe('north');
  await addFolder('recent', { orgs: ['440109000000'], toDays: 30 });
  const start = new Date(Date.now() - 3_600_000).toISOString();
  const young = await bring({ org: '440109590000', start, end: new Date().toISOString() });
  expect((await rowOf(store, young)).volume).toBe('recent');
  const later = Date.now() + 31 * 86_400_000;
  await tend(young, { now: later });
  expect((await rowOf(store, young)).volume).not.toBe('recent');
});

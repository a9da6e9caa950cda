import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { parseSettings } from '../../../hub/core/setting.ts';
import { VolumeTroubleError } from '../../../hub/media/volume.ts';
import { volumeKind } from '../../../hub/media/volumes/load-kinds.ts';
import { ownFolder } from '../clips.ts';
import { objectStore } from './object-store.ts';

const objects = await objectStore(join(await ownFolder(), 'objects'));
const kind = await volumeKind('s3');
const open = (more: Record<string, unknown> = {}) =>
  kind.open('archive', parseSettings(kind.settings, { ...objects.settings, ...more }, 'archive'));
const volume = open({ prefix: 'hub/' });
const body = (bytes: Buffer) => Readable.from([bytes], { objectMode: false });

test('bytes of several parts come back as they were, whole and in ranges', async () => {
  const bytes = randomBytes(20 * 2 ** 20 + 7);
  await volume.put(body(bytes), 'originals/a.mp4', bytes.length);
  expect(await volume.stat('originals/a.mp4')).toMatchObject({ bytes: bytes.length });
  expect((await buffer(volume.read('originals/a.mp4'))).equals(bytes)).toBe(true);
  const part = await buffer(volume.read('originals/a.mp4', { start: 8_388_600, end: 8_388_620 }));
  expect(part.equals(bytes.subarray(8_388_600, 8_388_621))).toBe(true);
  const last = await buffer(volume.read('originals/a.mp4', { start: bytes.length - 1, end: bytes.length - 1 }));
  expect(last.equals(bytes.subarray(-1))).toBe(true);
});

test('what is not there is not there, and removing it again is nothing', async () => {
  const bytes = randomBytes(1_000);
  await volume.put(body(bytes), 'originals/b.mp4', bytes.length);
  await volume.remove('originals/b.mp4');
  expect(await volume.stat('originals/b.mp4')).toBeUndefined();
  await volume.remove('originals/b.mp4');
  await expect(buffer(volume.read('originals/b.mp4'))).rejects.toBeInstanceOf(VolumeTroubleError);
});

test('what is not what it should be is kept for a person to look at', async () => {
  const bytes = randomBytes(500);
  await volume.put(body(bytes), 'originals/c.mp4', bytes.length);
  await volume.setAside('originals/c.mp4');
  expect(await volume.stat('originals/c.mp4')).toBeUndefined();
});

test('a body that ends early leaves nothing that looks whole', async () => {
  const bytes = randomBytes(1_000);
  await expect(volume.put(body(bytes), 'originals/d.mp4', 2_000)).rejects.toBeInstanceOf(VolumeTroubleError);
});

test('a wrong key is named as one, and no bucket is not a good volume', async () => {
  await expect(open({ accessKey: 'another' }).check()).rejects.toMatchObject({
    volume: 'archive',
    remedy: expect.stringContaining('keys'),
  });
  await expect(open({ bucket: 'nowhere' }).check()).rejects.toBeInstanceOf(VolumeTroubleError);
  await volume.check();
});

test('a store that is down is in trouble, not empty', async () => {
  await objects.kill();
  await expect(volume.stat('originals/a.mp4')).rejects.toBeInstanceOf(VolumeTroubleError);
  await expect(volume.check()).rejects.toBeInstanceOf(VolumeTroubleError);
  await objects.start();
  expect(await volume.stat('originals/a.mp4')).toMatchObject({ bytes: 20 * 2 ** 20 + 7 });
});

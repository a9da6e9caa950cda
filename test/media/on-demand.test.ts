import { execFile } from 'node:child_process';
import { mkdir, readdir, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { RecordError } from '../../hub/core/errors.ts';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { splitFragment } from '../../hub/media/fragment.ts';
import { onDemandFile, sweepOnDemand } from '../../hub/media/on-demand.ts';
import { database } from '../kit/database.ts';
import { makeFootage, makeSource, mediaDeps, rowOf } from './catalogue.ts';
import { makeClip, ownFolder } from './clips.ts';

const run = promisify(execFile);
const { store } = await database();
const folder = await ownFolder();
const deps = mediaDeps(store, join(folder, 'volume'));
await makeSource(store, 'room', { folder });

const storedFile = async (file: string): Promise<Awaited<ReturnType<typeof rowOf>>> => {
  const id = await makeFootage(store, 'room', { url: `file://${file}` });
  expect(await fetchFootage(deps, id)).toBe('stored');
  return rowOf(store, id);
};

/** Everything behind the playlist in a folder, as a player would have fetched it. */
const fetched = async (row: Awaited<ReturnType<typeof rowOf>>, only?: readonly string[]) => {
  const own = join(folder, `player-${row.id}`);
  await mkdir(own, { recursive: true });
  const playlist = (await onDemandFile(deps, row, 'now.m3u8')).bytes.toString();
  await writeFile(join(own, 'now.m3u8'), playlist);
  const names = playlist.match(/now-\d+\.m4s/g) ?? [];
  for (const name of only ?? [...names, 'now-init.m4s'])
    await writeFile(join(own, name), (await onDemandFile(deps, row, name)).bytes);
  return { own, names };
};

const packetTimes = async (file: string, stream: 'v' | 'a'): Promise<number[]> => {
  const args = ['-v', 'error', '-allowed_extensions', 'ALL', '-select_streams', `${stream}:0`];
  const { stdout } = await run('ffprobe', [...args, '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', file]);
  return stdout.split('\n').filter(Boolean).map(Number.parseFloat);
};

test('HEVC plays from any place before it was packaged: segments made apart fit together', async () => {
  const row = await storedFile(await makeClip(folder, 'hevc.mp4'));
  const { own, names } = await fetched(row);
  expect(names).toEqual(['now-0.m4s', 'now-1.m4s']);
  const times = await packetTimes(join(own, 'now.m3u8'), 'v');
  expect(times).toHaveLength(60);
  expect(times.at(0)).toBeCloseTo(0, 1);
  expect(times.at(-1)).toBeCloseTo(5.9, 1);
  const steps = times.slice(1).map((time, at) => time - (times[at] as number));
  expect(Math.max(...steps)).toBeLessThan(0.15);
  expect(Math.max(...(await packetTimes(join(own, 'now.m3u8'), 'a')))).toBeGreaterThan(5.5);
});

test('the second segment is made without the first, and two that ask for it share the work', async () => {
  const row = await storedFile(await makeClip(folder, 'hevc.mp4'));
  const both = await Promise.all([onDemandFile(deps, row, 'now-1.m4s'), onDemandFile(deps, row, 'now-1.m4s')]);
  expect(both[0].bytes.equals(both[1].bytes)).toBe(true);
  expect((await readdir(join(folder, 'volume/.workshop/on-demand', `${row.id}`))).sort()).toEqual([
    'now-1.m4s',
    'now-init.m4s',
  ]);
});

test.each(['now-2.m4s', 'now-99999.m4s', 'now-.m4s', '../x', 'now-1.mp4'])('there is no %s', async (name) => {
  const row = await storedFile(await makeClip(folder, 'hevc.mp4'));
  await expect(onDemandFile(deps, row, name)).rejects.toThrow(/has no/);
});

test('a torn tail, a frame rate that varies and a creation date of 1970 do no harm', async () => {
  const whole = join(folder, 'whole.ts');
  await run('ffmpeg', ['-v', 'error', '-y', '-i', await makeClip(folder, 'mpeg2.ts'), '-c', 'copy', whole]);
  await truncate(whole, 150_000);
  const torn = await storedFile(whole);
  const { own } = await fetched(torn, ['now-init.m4s', 'now-0.m4s']);
  expect((await readdir(own)).length).toBe(3);

  const odd = join(folder, 'odd.mkv');
  await run('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=30:duration=6'],
    ...[
      '-vf',
      "select='not(mod(n,3))+gt(n,90)'",
      '-fps_mode',
      'vfr',
      '-c:v',
      'libx265',
      '-x265-params',
      'log-level=none',
    ],
    ...['-metadata', 'creation_time=1970-01-01T00:00:00Z', odd],
  ]);
  const vfr = await fetched(await storedFile(odd));
  const times = await packetTimes(join(vfr.own, 'now.m3u8'), 'v');
  expect(times.at(-1)).toBeGreaterThan(5.5);
});

test('a file that is no media says so, again and again', async () => {
  const file = join(folder, 'text.mp4');
  await writeFile(file, 'this is no video');
  const row = await storedFile(file);
  for (const name of ['now.m3u8', 'now-0.m4s'])
    await expect(onDemandFile(deps, row, name)).rejects.toThrow(RecordError);
});

test('what was made is swept when nobody asks any more', async () => {
  const row = await storedFile(await makeClip(folder, 'hevc.mp4'));
  await onDemandFile(deps, row, 'now-0.m4s');
  const made = join(folder, 'volume/.workshop/on-demand', `${row.id}`);
  await sweepOnDemand(deps, 3_600_000);
  expect(await readdir(made)).toContain('now-0.m4s');
  const longAgo = new Date(Date.now() - 7_200_000);
  await utimes(made, longAgo, longAgo);
  expect(await sweepOnDemand(deps, 3_600_000)).toBe(1);
  expect((await onDemandFile(deps, row, 'now-0.m4s')).bytes.length).toBeGreaterThan(1000);
});

test('only whole boxes are taken for a fragment', () => {
  const box = (type: string, size: number) => {
    const bytes = Buffer.alloc(size);
    bytes.writeUInt32BE(size);
    bytes.write(type, 4, 'latin1');
    return bytes;
  };
  const file = Buffer.concat([box('ftyp', 16), box('moov', 24), box('moof', 16), box('mdat', 32), box('mfra', 8)]);
  const fragment = splitFragment(file);
  expect([fragment?.init.length, fragment?.media.length]).toEqual([40, 48]);
  expect(splitFragment(file.subarray(0, 50))).toBeUndefined();
  expect(splitFragment(Buffer.from('no boxes at all'))).toBeUndefined();
});

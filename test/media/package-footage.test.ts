import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { readCaptions } from '../../embed-widget/player/captions.ts';
import { checkDigest } from '../../hub/media/check-digest.ts';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { packageFootage } from '../../hub/media/package-footage.ts';
import { renditionFile, renditionFolder } from '../../hub/media/rendition-file.ts';
import { digestsDue } from '../../hub/store/media.ts';
import { database } from '../kit/database.ts';
import { makeFootage, makeSource, mediaDeps, rowOf } from './catalogue.ts';
import { type ClipName, makeClip, ownFolder } from './clips.ts';

const run = promisify(execFile);
const { store } = await database();
const folder = await ownFolder();
const deps = mediaDeps(store, join(folder, 'volume'));
await makeSource(store, 'room', { folder });

const stored = async (name: ClipName, more: Record<string, unknown> = {}): Promise<number> => {
  const file = await makeClip(folder, name);
  const id = await makeFootage(store, 'room', { url: `file://${file}` }, more);
  expect(await fetchFootage(deps, id)).toBe('stored');
  return id;
};
const made = (id: number, name = '') => join(folder, 'volume', renditionFolder(id), name);

/** What a player finds behind the manifest, segments and all. */
const played = async (id: number, manifest: string) => {
  const args = [
    '-v',
    'error',
    '-allowed_extensions',
    'ALL',
    '-print_format',
    'json',
    '-show_streams',
    '-show_format',
    '-count_packets',
  ];
  const { stdout } = await run('ffprobe', [
    ...(manifest.endsWith('mpd') ? args.filter((_, at) => at !== 2 && at !== 3) : args),
    made(id, manifest),
  ]);
  const report = JSON.parse(stdout) as {
    streams: { codec_name: string; nb_read_packets: string }[];
    format: { duration: string };
  };
  return {
    codecs: report.streams.map((stream) => stream.codec_name).sort(),
    seconds: Math.round(Number(report.format.duration)),
  };
};

test('H.264 and AAC are packaged without being made anew, for HLS and DASH alike, with a poster', async () => {
  const id = await stored('h264.mp4');
  expect(await packageFootage(deps, id)).toBe('ready');
  expect(await rowOf(store, id)).toMatchObject({ renditionState: 'ready', renditionError: null });
  expect(await played(id, 'master.m3u8')).toEqual({ codecs: ['aac', 'h264'], seconds: 6 });
  expect(await played(id, 'manifest.mpd')).toEqual({ codecs: ['aac', 'h264'], seconds: 6 });
  expect([...(await readFile(made(id, 'poster.jpg')).then((bytes) => bytes.subarray(0, 2)))]).toEqual([0xff, 0xd8]);
  for (const name of await readdir(made(id))) expect(() => renditionFile(id, name), name).not.toThrow();
});

test('subtitles of the recording become captions beside its rendition, with their language', async () => {
  const id = await stored('spoken.mkv');
  expect(await packageFootage(deps, id)).toBe('ready');
  expect(await rowOf(store, id)).toMatchObject({ renditionState: 'ready', captions: 'chi' });
  const captions = readCaptions(await readFile(made(id, 'captions.vtt'), 'utf8'));
  expect(captions.map(({ lines }) => lines)).toEqual([['请出示证件'], ['谢谢 配合']]);
  // The lead-in of the sound is kept, as everywhere in the rendition.
  expect(captions[1]?.from).toBeCloseTo(3, 1);
  const silent = await stored('h264.mp4');
  expect(await packageFootage(deps, silent)).toBe('ready');
  expect((await rowOf(store, silent)).captions).toBeNull();
});

test('thin lines get smaller rungs, a light poster, a storyboard and the shape of the sound', async () => {
  const id = await stored('tall.mp4');
  expect(await packageFootage(deps, id)).toBe('ready');
  const { stdout } = await run('ffprobe', [
    ...['-v', 'error', '-show_entries', 'stream=height', '-select_streams', 'v', '-of', 'csv=p=0'],
    made(id, 'manifest.mpd'),
  ]);
  expect([...new Set(stdout.match(/\d+/g))]).toEqual(['720', '480', '240']);
  const master = await readFile(made(id, 'master.m3u8'), 'utf8');
  expect(master.match(/RESOLUTION=/g)).toHaveLength(3);
  const lightest = Math.min(...[...master.matchAll(/BANDWIDTH=(\d+)/g)].map(([, bits]) => Number(bits)));
  expect(lightest).toBeLessThan(350_000);
  expect((await stat(made(id, 'poster.jpg'))).size).toBeLessThanOrEqual(50_000);

  const cues = await readFile(made(id, 'storyboard.vtt'), 'utf8');
  expect(cues).toContain('00:00:00.000 --> 00:00:02.000\nstoryboard-1.jpg#xywh=0,0,160,90');
  expect(cues).toContain('00:00:04.000 --> 00:00:06.000\nstoryboard-1.jpg#xywh=320,0,160,90');
  const sheet = await run('ffprobe', [
    ...['-v', 'error', '-show_entries', 'stream=width,height', '-of', 'csv=p=0'],
    made(id, 'storyboard-1.jpg'),
  ]);
  expect(sheet.stdout.trim()).toBe('800,450');

  const { every, peaks } = JSON.parse(await readFile(made(id, 'waveform.json'), 'utf8'));
  expect(every).toBe(0.1);
  expect(peaks.length).toBeGreaterThanOrEqual(59);
  expect(Math.max(...peaks)).toBeGreaterThan(20);
});

test('HEVC becomes H.264, which browsers play', async () => {
  const id = await stored('hevc.mp4');
  expect((await rowOf(store, id)).renditionState).toBe('none');
  expect(await packageFootage(deps, id)).toBe('ready');
  expect(await played(id, 'master.m3u8')).toEqual({ codecs: ['aac', 'h264'], seconds: 6 });
  expect((await rowOf(store, id)).videoCodec).toBe('hevc');
});

test('a transport stream of an old camcorder becomes playable, too', async () => {
  const id = await stored('mpeg2.ts', { deviceKind: 'camcorder' });
  expect(await packageFootage(deps, id)).toBe('ready');
  expect((await played(id, 'master.m3u8')).codecs).toEqual(['aac', 'h264']);
});

test('a clip without sound and sound without a picture are whole, too', async () => {
  const silent = await stored('silent.mp4');
  expect(await packageFootage(deps, silent)).toBe('ready');
  expect((await played(silent, 'master.m3u8')).codecs).toEqual(['h264']);

  for (const name of ['voice.m4a', 'voice.amr.wav'] as const) {
    const voice = await stored(name, { mediaType: 'audio', deviceKind: 'voice-recorder' });
    expect(await packageFootage(deps, voice)).toBe('ready');
    expect((await played(voice, 'manifest.mpd')).codecs).toEqual(['aac']);
    expect(await readdir(made(voice))).not.toContain('poster.jpg');
  }
});

test('a picture is shown as it is', async () => {
  const file = join(folder, 'still.jpg');
  await run('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc2=size=64x64', '-frames:v', '1', file]);
  const id = await makeFootage(store, 'room', { url: `file://${file}` }, { mediaType: 'image' });
  await fetchFootage(deps, id);
  expect(await packageFootage(deps, id)).toBe('direct');
});

test('packaging again does nothing, unless the rendition is gone', async () => {
  const id = await stored('silent.mp4');
  await packageFootage(deps, id);
  const before = (await stat(made(id, 'master.m3u8'))).mtimeMs;
  expect(await packageFootage(deps, id)).toBe('already-ready');
  expect((await stat(made(id, 'master.m3u8'))).mtimeMs).toBe(before);
  await run('rm', ['-r', made(id)]);
  expect(await packageFootage(deps, id)).toBe('ready');
});

test('of two processes one packages', async () => {
  const id = await stored('h264.mp4');
  expect((await Promise.all([packageFootage(deps, id), packageFootage(deps, id)])).sort()).toEqual(['busy', 'ready']);
});

test('without ffmpeg it says what to install, and what plays directly goes on doing so', async () => {
  const bare = mediaDeps(store, join(folder, 'volume'), { ffmpeg: '/nowhere/ffmpeg' });
  const plain = await stored('h264.mp4');
  await expect(packageFootage(bare, plain)).rejects.toMatchObject({
    next: 'pause',
    remedy: expect.stringContaining('apt-get install ffmpeg'),
  });
  expect(await rowOf(store, plain)).toMatchObject({
    renditionState: 'direct',
    renditionError: expect.stringContaining('install ffmpeg'),
  });
  const hevc = await stored('hevc.mp4');
  await expect(packageFootage(bare, hevc)).rejects.toMatchObject({ next: 'pause' });
  expect((await rowOf(store, hevc)).renditionState).toBe('failed');
  expect(await packageFootage(deps, hevc)).toBe('ready');
});

test('a clip with a broken tail plays as far as it goes', async () => {
  const file = await makeClip(folder, 'mpeg2.ts');
  await truncate(file, Math.floor((await stat(file)).size * 0.7));
  const id = await makeFootage(store, 'room', { url: `file://${file}` });
  await fetchFootage(deps, id);
  expect(await packageFootage(deps, id)).toBe('ready');
  const { seconds } = await played(id, 'master.m3u8');
  expect(seconds).toBeGreaterThanOrEqual(3);
  expect(seconds).toBeLessThan(6);
});

test('bytes that are no footage are kept and said to be none', async () => {
  const file = join(folder, 'noise.mp4');
  await writeFile(file, Buffer.alloc(20_000, 'noise'));
  const id = await makeFootage(store, 'room', { url: `file://${file}` });
  expect(await fetchFootage(deps, id)).toBe('stored');
  await expect(packageFootage(deps, id)).rejects.toMatchObject({ next: 'dead-letter' });
  expect(await rowOf(store, id)).toMatchObject({ mediaState: 'stored', renditionState: 'failed' });
  expect(await readdir(join(folder, 'volume', '.workshop'))).toEqual([]);
});

test('an original that was changed or taken away is found by its digest and taken out of play', async () => {
  const id = await stored('silent.mp4');
  const file = join(folder, 'volume', (await rowOf(store, id)).path ?? '');
  await store.db.execute(sql`update footage set digestCheckedAt = 1 where id = ${id}`);
  expect(await digestsDue(store.db, 2, 10)).toEqual([id]);
  expect(await checkDigest(deps, id)).toBe('intact');
  expect(await digestsDue(store.db, 2, 10)).toEqual([]);

  await chmod(file, 0o644);
  const bytes = await readFile(file);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  await writeFile(file, bytes);
  expect(await checkDigest(deps, id)).toBe('changed');
  expect(await rowOf(store, id)).toMatchObject({
    mediaState: 'failed',
    mediaError: expect.stringContaining('has changed'),
  });

  const other = await stored('h264.mp4');
  await run('rm', ['-f', join(folder, 'volume', (await rowOf(store, other)).path ?? '')]);
  expect(await checkDigest(deps, other)).toBe('missing');
  expect(await checkDigest(deps, 999_999)).toBe('not-stored');
});

test('names from outside never become paths', () => {
  for (const name of [
    '../1/master.m3u8',
    '..%2fmaster.m3u8',
    'master.m3u8/..',
    'seg-0-1.m4s\n',
    'x.m3u8',
    '',
    'poster.jpg.exe',
  ]) {
    expect(() => renditionFile(1, name), name).toThrow('no file of that name');
  }
});

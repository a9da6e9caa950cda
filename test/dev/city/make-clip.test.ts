import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { eventWord } from '../../../hub/dev/city/clip-picture.ts';
import { clipBytes, makeClip } from '../../../hub/dev/city/make-clip.ts';
import type { Clip } from '../../../hub/dev/city/model.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-clips-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const from = Date.parse('2026-03-04T10:00:00+08:00');
const clip: Clip = {
  id: 'clip-h264',
  via: 'docking-station',
  station: '99010200071280000001',
  device: '99010200071510000001',
  officer: '009901',
  claimedOfficer: '009901',
  org: '990102590000',
  from,
  to: from + 12_000,
  clockErrorMs: -4_000,
  uploadedAt: from + 600_000,
  keyMark: false,
  mediaType: 'video',
  codec: 'h264',
  shows: [{ event: 'call/990100202603041000001234567890', from: from + 4_000, to: from + 8_000 }],
};

interface Probe {
  streams: { codec_name: string; codec_type: string; duration: string; width?: number }[];
  packets?: { pts_time: string; flags: string }[];
}

const probe = (file: string, ...more: string[]): Probe =>
  JSON.parse(
    execFileSync('ffprobe', ['-v', 'error', '-of', 'json', '-show_streams', ...more, file]).toString(),
  ) as Probe;

/** The frame at that second as grey bytes, one for each of 320 × 180 pixels. */
const frameAt = (file: string, seconds: number): Buffer =>
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-ss',
    String(seconds),
    '-i',
    file,
    '-frames:v',
    '1',
    '-pix_fmt',
    'gray',
    '-f',
    'rawvideo',
    '-',
  ]);

/** Rows `top` to `bottom` of such a frame. */
const band = (frame: Buffer, top: number, bottom: number): Buffer => frame.subarray(top * 320, bottom * 320);
const difference = (a: Buffer, b: Buffer): number =>
  a.reduce((count, value, at) => count + (Math.abs(value - (b[at] ?? 0)) > 60 ? 1 : 0), 0);

test('a clip is H.264 and AAC of the right length with a keyframe every two seconds', async () => {
  const file = await makeClip(clip, folder);
  const { streams, packets } = probe(file, '-show_packets', '-select_streams', 'v');
  expect(streams[0]).toMatchObject({ codec_name: 'h264', width: 320 });
  expect(Number(streams[0]?.duration)).toBeCloseTo(12, 0);
  expect(probe(file).streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac']);
  const keyframes = packets?.filter(({ flags }) => flags.startsWith('K')).map(({ pts_time }) => Number(pts_time));
  expect(keyframes).toEqual([0, 2, 4, 6, 8, 10]);
});

test('the picture is not black, its clock runs, and the event stands on it only while it is shown', async () => {
  const file = await makeClip(clip, folder);
  const [before, during, after] = [2, 6, 10].map((at) => frameAt(file, at)) as [Buffer, Buffer, Buffer];
  expect(before.reduce((sum, value) => sum + value, 0) / before.length).toBeGreaterThan(30);
  expect(Math.max(...before)).toBeGreaterThan(200);
  expect(difference(band(before, 122, 148), band(during, 122, 148))).toBeGreaterThan(10);
  expect(difference(band(before, 152, 180), band(during, 152, 180))).toBeGreaterThan(100);
  expect(difference(band(before, 152, 180), band(after, 152, 180))).toBe(0);
});

test('a clip is made once, by whoever asks first, and its size is true from then on', async () => {
  const other = { ...clip, id: 'clip-once' };
  const estimate = clipBytes(other, folder);
  const [file, same] = await Promise.all([makeClip(other, folder), makeClip(other, folder)]);
  expect(same).toBe(file);
  const { mtimeMs, size } = statSync(file);
  expect(await makeClip(other, folder)).toBe(file);
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
  expect(clipBytes(other, folder)).toBe(size);
  expect(estimate / size).toBeGreaterThan(0.5);
  expect(estimate / size).toBeLessThan(2);
});

test('some clips are H.265, some are sound alone', async () => {
  const hevc = await makeClip({ ...clip, id: 'clip-hevc', codec: 'hevc' }, folder);
  expect(probe(hevc).streams.map(({ codec_name }) => codec_name)).toEqual(['hevc', 'aac']);
  const sound = await makeClip({ ...clip, id: 'clip-sound', codec: 'aac', mediaType: 'audio' }, folder);
  expect(sound).toMatch(/\.m4a$/);
  expect(probe(sound).streams.map(({ codec_name }) => codec_name)).toEqual(['aac']);
});

test('a failure says what to install and spoils no later clip', async () => {
  const wrong = { ...clip, id: 'clip-wrong', to: from - 1000 };
  await expect(makeClip(wrong, folder)).rejects.toThrow(/ffmpeg ended with \d+.*install/s);
  await expect(makeClip({ ...clip, id: 'clip-after' }, folder)).resolves.toContain('clip-after');
});

test('words on the picture never hold what ffmpeg would read as its own', () => {
  expect(eventWord('call/990100202603041000001234567890')).toBe('CALL ...7890');
  expect(eventWord("It's: 50%{x}\\")).toBe('IT S  50  X  ');
});

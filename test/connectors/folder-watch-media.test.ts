import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pointInText } from '../../connectors/_folder-watch/subtitle-track.ts';
import folderWatch from '../../connectors/folder-watch.ts';
import { ConfigurationError } from '../../hub/core/errors.ts';
import { benchFor, pollOnce, text } from './_context.ts';

const folderWith = async (files: Record<string, string | Uint8Array>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-folder-media-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
};

const contentsOf = async (settings: Record<string, unknown>) => {
  const bench = benchFor(folderWatch, { settleSeconds: 0, sidecars: [], readMedia: true, ...settings });
  const { messages } = await pollOnce(folderWatch, bench);
  return messages.map((message) => JSON.parse(text(message)));
};

/** A picture that holds nothing but EXIF: what cameras write, tag by tag. */
const pictureWithExif = (): Buffer => {
  const chunks: Buffer[] = [];
  let length = 8;
  const place = (bytes: Buffer): number => {
    const at = length;
    chunks.push(bytes);
    length += bytes.length;
    return at;
  };
  const entry = (tag: number, type: number, count: number, value: number): Buffer => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16LE(tag, 0);
    bytes.writeUInt16LE(type, 2);
    bytes.writeUInt32LE(count, 4);
    bytes.writeUInt32LE(value, 8);
    return bytes;
  };
  const directory = (entries: Buffer[]): number => {
    const count = Buffer.alloc(2);
    count.writeUInt16LE(entries.length);
    return place(Buffer.concat([count, ...entries, Buffer.alloc(4)]));
  };
  const degrees = (whole: number, minutes: number, seconds: number): number => {
    const bytes = Buffer.alloc(24);
    for (const [index, value] of [whole, 1, minutes, 1, Math.round(seconds * 100), 100].entries())
      bytes.writeUInt32LE(value, index * 4);
    return place(bytes);
  };
  const taken = place(Buffer.from('2024:01:05 08:48:09\0'));
  const model = place(Buffer.from('DV-TEST\0'));
  const [lat, lon] = [degrees(23, 7, 3), degrees(113, 18, 54.72)];
  const north = Buffer.from('N\0\0\0').readUInt32LE();
  const east = Buffer.from('E\0\0\0').readUInt32LE();
  const gps = directory([entry(1, 2, 2, north), entry(2, 5, 3, lat), entry(3, 2, 2, east), entry(4, 5, 3, lon)]);
  const exif = directory([entry(0x9003, 2, 20, taken)]);
  const root = directory([entry(0x0110, 2, 8, model), entry(0x8769, 4, 1, exif), entry(0x8825, 4, 1, gps)]);
  const head = Buffer.from([0x49, 0x49, 0x2a, 0x00, 0, 0, 0, 0]);
  head.writeUInt32LE(root, 4);
  const body = Buffer.concat([Buffer.from('Exif\0\0'), head, ...chunks]);
  const size = Buffer.alloc(2);
  size.writeUInt16BE(body.length + 2);
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1]), size, body, Buffer.from([0xff, 0xd9])]);
};

test('a recording tells its length, its place, and the track under its picture; the name tells who and when', async () => {
  const folder = await folderWith({
    'track.srt':
      '1\n00:00:00,000 --> 00:00:01,000\n2024-01-05 08:48:09 N23.117500 E113.315200\n\n2\n00:00:01,000 --> 00:00:02,000\nlat: 23.117600 lon: 113.315300\n',
  });
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=duration=2:size=64x64:rate=5', '-i', join(folder, 'track.srt')],
    ...[
      '-c:s',
      'mov_text',
      '-metadata',
      'location=+23.1175+113.3152/',
      '-metadata',
      'creation_time=2024-01-05T08:48:09Z',
    ],
    join(folder, '00001@2024010508480900.mp4'),
  ]);
  const [content] = await contentsOf({ folder, namePattern: '^(?<deviceId>\\d+)@(?<start>\\d{14})' });
  expect(content).toMatchObject({
    name: { deviceId: '00001', start: '20240105084809' },
    media: { startedAt: '2024-01-05T08:48:09.000000Z', lat: 23.1175, lon: 113.3152 },
  });
  expect(content.media.seconds).toBeCloseTo(2, 1);
  expect(content.media.track).toEqual([
    { seconds: 0, lon: 113.3152, lat: 23.1175, at: '2024-01-05T08:48:09+08:00' },
    { seconds: 1, lon: 113.3153, lat: 23.1176, at: '2024-01-05T08:48:10+08:00' },
  ]);
});

test('a picture tells when and where it was taken', async () => {
  const folder = await folderWith({ 'a.jpg': pictureWithExif() });
  const [content] = await contentsOf({ folder });
  expect(content.media).toMatchObject({ startedAt: '2024-01-05 08:48:09', deviceModel: 'DV-TEST' });
  expect(content.media.lat).toBeCloseTo(23.1175, 4);
  expect(content.media.lon).toBeCloseTo(113.3152, 4);
});

test('a file that is no media file says so, and comes all the same', async () => {
  const folder = await folderWith({ 'a.mp4': 'no video', 'b.jpg': 'no picture' });
  const contents = await contentsOf({ folder });
  expect(contents.map(({ file, media }) => [file.name, typeof media.unreadable])).toEqual(
    expect.arrayContaining([
      ['a.mp4', 'string'],
      ['b.jpg', 'string'],
    ]),
  );
});

test.each([
  ['N23.117500 E113.315200', { lat: 23.1175, lon: 113.3152 }],
  ['纬度：23.117500 经度：113.315200', { lat: 23.1175, lon: 113.3152 }],
  ['113.315200,23.117500 45km/h', { lat: 23.1175, lon: 113.3152 }],
  ['2024-01-05 08:48:09 45.000 km/h', undefined],
  ['', undefined],
])('a place in %j', (line, expected) => {
  expect(pointInText(line)).toEqual(expected);
});

test.each([
  ['a pattern that is none', { namePattern: '(' }, /no regular expression/],
  ['a pattern that names nothing', { namePattern: '\\d+' }, /names no part/],
  ['a program that is not there', { readMedia: true, ffprobe: '/no/such/ffprobe' }, /cannot be started/],
])('%s fails the check', async (_, change, message) => {
  const folder = await folderWith({});
  const error = await folderWatch.check(benchFor(folderWatch, { folder, ...change }).context).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error.message).toMatch(message);
});

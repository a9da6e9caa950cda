import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createApiKey } from '../../hub/access/api-key.ts';
import { everything } from '../../hub/core/scope.ts';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { packageFootage } from '../../hub/media/package-footage.ts';
import { segmentsOf } from '../../hub/media/stretch.ts';
import { listAudit } from '../../hub/store/audit.ts';
import { insertMark } from '../../hub/store/marks.ts';
import { getRecord } from '../../hub/store/records.ts';
import { createSource } from '../../hub/store/sources.ts';
import { bodyOf, north, openWorld, origin } from './world.ts';

const world = await openWorld();
const start = Date.parse('2024-01-05T08:47:00+08:00');

/** A minute of picture, sound and subtitles. */
const file = join(world.folder, 'minute.mkv');
await writeFile(
  join(world.folder, 'minute.srt'),
  [2, 32, 55]
    .map((at, n) => `${n + 1}\n00:00:${String(at).padStart(2, '0')},000 --> 00:00:${at + 2},000\nat ${at}\n`)
    .join('\n'),
);
await promisify(execFile)('ffmpeg', [
  ...['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=10:duration=60'],
  ...['-f', 'lavfi', '-i', 'sine=frequency=440:duration=60', '-i', join(world.folder, 'minute.srt')],
  ...['-map', '0', '-map', '1', '-map', '2', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '20'],
  ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-c:s', 'srt', file],
]);
await createSource(world.db, {
  name: 'dock',
  connector: 'docking-station',
  mapping: 'docking-station-v3',
  settings: { folder: world.folder },
});
const record = await world.makeRecord(north);
const number = (await getRecord(world.db, everything, record))?.externalId ?? '';
const times = { start: '2024-01-05T08:47:00+08:00', end: '2024-01-05T08:48:00+08:00' };
const track = [5, 15, 25, 35, 45, 55].map((second) => [start + second * 1000, 113.31, 23.12]);
const make = async (): Promise<number> => {
  const id = await world.makeClip(north, `file://${file}`, { ...times, track });
  await world.makeLink(record, id, { segmentStart: start + 30_000, segmentEnd: start + 34_000 });
  expect(await fetchFootage(world.hub, id)).toBe('stored');
  return id;
};
/** The linked part with ten seconds on each side. */
const stretch = { from: 20, to: 44 };
const packaged = await make();
expect(await packageFootage(world.hub, packaged)).toBe('ready');
const fresh = await make();

interface Shown {
  links: { footage: { id: number; media: Record<string, unknown> } }[];
}
const open = async (extent?: 'linked' | 'clip') => {
  const wish = { system: 'dispatch', record: number, person: { policeId: '009901' }, origin, purpose: '办案' };
  const { token } = await bodyOf<{ token: string }>(
    world.send(
      'POST',
      '/api/v1/grants',
      { authorization: `Bearer ${world.caseKey}` },
      { ...wish, ...(extent ? { extent } : {}) },
    ),
    201,
  );
  const { playback } = await bodyOf<{ playback: string }>(
    world.send('POST', '/embed/v1/session', { origin }, { token }),
  );
  const headers = { authorization: `Bearer ${playback}`, origin };
  return {
    headers,
    media: (id: number, name: string) => world.ask(`/media/${id}/p/${playback}/${name}`),
    shown: async (id: number) =>
      (await bodyOf<Shown>(world.ask(`/embed/v1/records/dispatch/${number}`, headers))).links.find(
        ({ footage }) => footage.id === id,
      )?.footage.media,
  };
};
const narrow = await open();
const wide = await open('clip');
const inside = ({ from, to }: { from: number; to: number }) => from < stretch.to && to > stretch.from;

/** Names of a playlist that are declared as gaps. */
const gapsOf = (playlist: string): string[] => [...playlist.matchAll(/#EXT-X-GAP\n(.+)/g)].map(([, name = '']) => name);

test('a narrow grant cannot fetch a segment outside of the linked part and its margins, in any rung', async () => {
  const master = await (await narrow.media(packaged, 'master.m3u8')).text();
  const playlists = [...new Set(master.match(/media_\d+\.m3u8/g))];
  expect(playlists.length).toBeGreaterThanOrEqual(2);
  let refused = 0;
  for (const name of playlists) {
    const whole = await (await wide.media(packaged, name)).text();
    const cut = await (await narrow.media(packaged, name)).text();
    const segments = segmentsOf(whole);
    expect([...segmentsOf(cut)], 'times and length stay').toEqual([...segments]);
    expect(gapsOf(whole)).toEqual([]);
    for (const [segment, place] of segments) {
      expect(gapsOf(cut).includes(segment), `${segment} a gap`).toBe(!inside(place));
      expect((await narrow.media(packaged, segment)).status, segment).toBe(inside(place) ? 200 : 403);
      expect((await wide.media(packaged, segment)).status, segment).toBe(200);
      refused += inside(place) ? 0 : 1;
    }
  }
  expect(refused).toBeGreaterThan(10);
  expect((await listAudit(world.db, { action: 'playback.refused' }, 1))[0]).toMatchObject({
    actor: '009901',
    object: `footage:${packaged}`,
    detail: { reason: 'outside-linked-part' },
  });
});

test('nor one that is made on demand', async () => {
  const cut = await (await narrow.media(fresh, 'now.m3u8')).text();
  const segments = [...segmentsOf(cut)];
  expect(segments.length).toBeGreaterThanOrEqual(15);
  for (const [segment, place] of segments) expect(gapsOf(cut).includes(segment), segment).toBe(!inside(place));
  expect((await narrow.media(fresh, 'now-8.m4s')).status).toBe(200);
  expect((await narrow.media(fresh, 'now-init.m4s')).status).toBe(200);
  for (const at of [0, 4, 11, 14]) expect((await narrow.media(fresh, `now-${at}.m4s`)).status, `${at}`).toBe(403);
  expect((await wide.media(fresh, 'now-0.m4s')).status).toBe(200);
});

test('DASH is cut to the part, and names every segment of it and none besides', async () => {
  const whole = await (await wide.media(packaged, 'manifest.mpd')).text();
  const cut = await (await narrow.media(packaged, 'manifest.mpd')).text();
  const lengthOf = (manifest: string) => /mediaPresentationDuration="([^"]+)"/.exec(manifest)?.[1];
  expect(lengthOf(cut), 'the clip keeps its length').toBe(lengthOf(whole));
  expect(cut).toMatch(/<Period id="0" start="PT20S" duration="PT24S">/);
  const rungs = [
    ...cut.matchAll(
      /<Representation id="(\d+)"[\s\S]*?<SegmentTemplate timescale="(\d+)"[^>]*startNumber="(\d+)" presentationTimeOffset="(\d+)">([\s\S]*?)<\/SegmentTemplate>/g,
    ),
  ];
  expect(rungs.length).toBeGreaterThanOrEqual(2);
  for (const [, rung = '', scale = '1', first = '1', offset, timeline = ''] of rungs) {
    expect(Number(offset)).toBe(stretch.from * Number(scale));
    const named = [...timeline.matchAll(/<S t="(\d+)" d="\d+"/g)].map(
      (_, at) => `seg-${rung}-${String(Number(first) + at).padStart(5, '0')}.m4s`,
    );
    const playlist = await (await narrow.media(packaged, `media_${rung}.m3u8`)).text();
    const gaps = gapsOf(playlist);
    expect(named).toEqual([...segmentsOf(playlist).keys()].filter((name) => !gaps.includes(name)));
    const [begins] = [...timeline.matchAll(/<S t="(\d+)"/g)].map(([, t]) => Number(t) / Number(scale));
    expect(begins).toBeCloseTo(segmentsOf(playlist).get(named[0] ?? '')?.from ?? -1, 1);
    for (const name of named) expect((await narrow.media(packaged, name)).status, name).toBe(200);
  }
});

test('pictures of the part are offered along it, each of them no earlier and no later', async () => {
  for (const id of [packaged, fresh]) {
    const words = await (await narrow.media(id, 'storyboard.vtt')).text();
    const stills = [...words.matchAll(/^([\d:.]+) --> ([\d:.]+)\n(still-(\d+)\.jpg)$/gm)];
    expect(stills.map(([, , , , second]) => Number(second))).toEqual(Array.from({ length: 12 }, (_, n) => 20 + 2 * n));
    expect([stills[0]?.[1], stills.at(-1)?.[2]]).toEqual(['00:00:20.000', '00:00:44.000']);
    for (const [, , , name = ''] of stills) expect((await narrow.media(id, name)).status, name).toBe(200);
  }
  // What the hub makes fast for others is the key frame before; here it is the first frame that may be seen.
  for (const second of [20, 21]) {
    const frame = join(world.folder, `frame-${second}.jpg`);
    const pick = `select='gte(t,${second})',scale=400:-2`;
    await promisify(execFile)('ffmpeg', [
      ...['-nostdin', '-v', 'error', '-y', '-i', file, '-vf', pick, '-frames:v', '1', '-q:v', '9', frame],
    ]);
    const sent = Buffer.from(await (await narrow.media(packaged, `still-${second}.jpg`)).arrayBuffer());
    expect(sent.equals(await readFile(frame)), `the picture of second ${second}`).toBe(true);
  }
});

test('nor anything else that shows more: original, pictures, sound, words, way and marks', async () => {
  for (const name of ['original', 'storyboard-1.jpg', 'still-19.jpg', 'still-45.jpg', 'poster.jpg', 'still-50.jpg'])
    expect((await narrow.media(packaged, name)).status, name).toBe(403);
  expect((await narrow.media(packaged, 'still-30.jpg')).status).toBe(200);
  const words = await (await narrow.media(packaged, 'captions.vtt')).text();
  expect(words.match(/at \d+/g)).toEqual(['at 32']);
  const { every, peaks } = await bodyOf<{ every: number; peaks: number[] }>(narrow.media(packaged, 'waveform.json'));
  const loud = peaks.flatMap((peak, at) => (peak > 0 ? [at * every] : []));
  expect([loud[0], loud.at(-1)]).toEqual([expect.closeTo(20, 0), expect.closeTo(44, 0)]);
  const asked = `recordId=${record}&footageId=${packaged}`;
  const way = await bodyOf<{ track: number[][] }>(world.ask(`/embed/v1/tracks?${asked}`, narrow.headers));
  expect(way.track.map(([at = 0]) => (at - start) / 1000)).toEqual([25, 35]);
  const mark = (seconds: number) =>
    world.send('POST', '/embed/v1/marks', narrow.headers, { recordId: record, footageId: packaged, seconds });
  expect((await mark(50)).status).toBe(403);
  expect((await mark(33)).status).toBe(201);
  const outside = { recordId: record, footageId: packaged, offsetMs: 50_000, note: '无关人员' };
  await insertMark(world.db, { ...outside, createdBy: '009902', grantId: null, createdAt: Date.now() });
  for (const path of [`marks?recordId=${record}`, `records/dispatch/${number}`]) {
    const read = (as: typeof narrow) =>
      bodyOf<Record<string, { seconds: number }[]>>(world.ask(`/embed/v1/${path}`, as.headers));
    const secondsFor = async (as: typeof narrow) => {
      const { items, marks = items } = await read(as);
      return marks?.map(({ seconds }) => seconds).sort();
    };
    expect(await secondsFor(narrow), path).toEqual([33]);
    expect(await secondsFor(wide), path).toEqual([33, 50]);
  }
});

test('the record says what may be played, and offers nothing that would be refused', async () => {
  expect(await narrow.shown(packaged)).toMatchObject({
    stretches: [stretch],
    manifest: expect.stringMatching(/master\.m3u8$/),
    poster: expect.stringMatching(/still-30\.jpg$/),
  });
  for (const id of [packaged, fresh]) {
    const media = (await narrow.shown(id)) ?? {};
    expect(media.original).toBeUndefined();
    for (const name of ['manifest', 'poster', 'storyboard', 'captions', 'waveform'] as const) {
      const address = name === 'captions' ? (media.captions as { url?: string } | undefined)?.url : media[name];
      if (address !== undefined) expect((await world.ask(String(address))).status, String(address)).toBe(200);
    }
  }
  expect((await wide.shown(packaged))?.stretches).toBeUndefined();
  expect((await wide.shown(packaged))?.original).toBeDefined();
});

test('only a key with the right gives whole clips away', async () => {
  const key = await createApiKey(world.db, { name: 'narrow', role: 'operator', orgs: [north], origins: [origin] });
  const wish = { system: 'dispatch', record: number, person: { policeId: '009901' }, origin, purpose: '办案' };
  const ask = (more: object) =>
    world.send('POST', '/api/v1/grants', { authorization: `Bearer ${key}` }, { ...wish, ...more });
  expect((await ask({ extent: 'clip' })).status).toBe(403);
  expect((await ask({})).status).toBe(201);
  expect((await ask({ extent: 'everything' })).status).toBe(400);
  const granted = await listAudit(world.db, { action: 'grant.issue' }, 1);
  expect(granted[0]).toMatchObject({ detail: { extent: 'linked' } });
});

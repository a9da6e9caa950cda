import { readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { packageFootage } from '../../hub/media/package-footage.ts';
import { listAudit } from '../../hub/store/audit.ts';
import { findFootageMedia, updateMedia } from '../../hub/store/media.ts';
import { createSource } from '../../hub/store/sources.ts';
import { makeClip } from '../media/clips.ts';
import { mediaServer } from '../media/media-server.ts';
import { bodyOf, north, openWorld } from './world.ts';

const world = await openWorld();
const server = await mediaServer();
const file = await makeClip(world.folder, 'h264.mp4');
const bytes = await readFile(file);
server.file('/clip.mp4', file);
await createSource(world.db, {
  name: 'dock',
  connector: 'docking-station',
  mapping: 'docking-station-v3',
  settings: { mediaHosts: [server.host] },
});

const stored = await world.makeClip(north, `${server.url}/clip.mp4`);
await fetchFootage(world.hub, stored);
await packageFootage(world.hub, stored);
const remote = await world.makeClip(north, `${server.url}/clip.mp4`);
const handler = await world.signedIn('viewer', 'handler', [north]);
const original = (headers: Record<string, string> = {}, init?: RequestInit) =>
  world.ask(`/media/${stored}/original`, { ...handler, ...headers }, init);
const bodyBytes = async (response: Response) => Buffer.from(await response.arrayBuffer());

test('the original is sent byte for byte', async () => {
  const response = await original();
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'video/mp4',
    'content-length': String(bytes.length),
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=3600',
    'x-content-type-options': 'nosniff',
  });
  expect(await bodyBytes(response)).toEqual(bytes);
});

test('parts are sent as parts', async () => {
  const cases: [string, number, number][] = [
    ['bytes=0-0', 0, 0],
    ['bytes=100-199', 100, 199],
    ['bytes=-100', bytes.length - 100, bytes.length - 1],
    [`bytes=${bytes.length - 1}-`, bytes.length - 1, bytes.length - 1],
    ['bytes=1000-99999999', 1000, bytes.length - 1],
  ];
  for (const [range, start, end] of cases) {
    const response = await original({ range });
    expect(response.status, range).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/${bytes.length}`);
    expect(await bodyBytes(response)).toEqual(bytes.subarray(start, end + 1));
  }
});

test('a part that is not there is refused with the length', async () => {
  const response = await original({ range: `bytes=${bytes.length}-` });
  expect(response.status).toBe(416);
  expect(response.headers.get('content-range')).toBe(`bytes */${bytes.length}`);
});

test('what the browser has is not sent again, and parts of an older file are not joined', async () => {
  const etag = (await original({}, { method: 'HEAD' })).headers.get('etag') ?? '';
  expect((await original({ 'if-none-match': etag })).status).toBe(304);
  expect((await original({ range: 'bytes=0-9', 'if-range': etag })).status).toBe(206);
  expect((await original({ range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
});

test('HEAD tells all without bytes', async () => {
  const response = await original({}, { method: 'HEAD' });
  expect(response.headers.get('content-length')).toBe(String(bytes.length));
  expect((await bodyBytes(response)).length).toBe(0);
});

test('manifest and segments come with their types, below the address of the manifest', async () => {
  const types: [string, string][] = [
    ['master.m3u8', 'application/vnd.apple.mpegurl'],
    ['manifest.mpd', 'application/dash+xml'],
    ['poster.jpg', 'image/jpeg'],
    ['init-0.m4s', 'video/iso.segment'],
    ['seg-0-00001.m4s', 'video/iso.segment'],
  ];
  for (const [name, type] of types) {
    const response = await world.ask(`/media/${stored}/${name}`, handler);
    expect(response.status, name).toBe(200);
    expect(response.headers.get('content-type'), name).toBe(type);
    expect((await bodyBytes(response)).length).toBeGreaterThan(0);
  }
  const master = await (await world.ask(`/media/${stored}/master.m3u8`, handler)).text();
  // Relative, so that a playback token in the path reaches them.
  expect(master).not.toMatch(/^(https?:|\/)/m);
});

test('no address leads out of the folder of a recording', async () => {
  const names = [
    '..%2f..%2foriginals',
    '%2e%2e%2fmaster.m3u8',
    '..%5cmaster.m3u8',
    'master.m3u8%00.jpg',
    '.workshop',
    '%252e%252e%252f',
  ];
  for (const name of names) expect((await world.ask(`/media/${stored}/${name}`, handler)).status, name).toBe(404);
  for (const id of ['1e0', '-1', '0x1', '%201', '1;drop', '9'.repeat(30)]) {
    expect((await world.ask(`/media/${id}/original`, handler)).status, id).toBe(400);
  }
});

test('asking for what is elsewhere brings it here, before what nobody waits for', async () => {
  const response = await world.ask(`/media/${remote}/original`, handler);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await bodyOf(response, 503)).toMatchObject({
    type: expect.stringMatching(/media-on-its-way$/),
    remedy: expect.any(String),
  });
  expect(await findFootageMedia(world.db, remote)).toMatchObject({ mediaState: 'fetching' });
  const waiting = async () => {
    const [rows] = await world.db.execute(sql`select data from outbox where name = 'media.wanted' order by dueAt, id`);
    return (rows as unknown as { data: string }[]).map(({ data }) => JSON.parse(data) as { footageId: number });
  };
  const before = await waiting();
  expect(before[0]).toEqual({ footageId: remote });
  await world.ask(`/media/${remote}/original`, handler);
  expect(await waiting()).toHaveLength(before.length);
  await fetchFootage(world.hub, remote);
  expect((await world.ask(`/media/${remote}/original`, handler)).status).toBe(200);
});

test('what is lost, was never there, or is damaged says so', async () => {
  await updateMedia(world.db, remote, { mediaState: 'lost', mediaError: 'HTTP 404' });
  expect(await bodyOf(world.ask(`/media/${remote}/original`, handler), 410)).toMatchObject({
    type: expect.stringMatching(/media-lost$/),
  });
  const none = await world.makeClip(north);
  expect((await world.ask(`/media/${none}/original`, handler)).status).toBe(404);
  expect((await world.ask(`/media/${none}/master.m3u8`, handler)).status).toBe(404);
});

test('a play is one look in the log, however many pieces it takes', async () => {
  const viewer = await world.signedIn('second-viewer', 'analyst', [north]);
  for (let piece = 0; piece < 5; piece += 1)
    await world.ask(`/media/${stored}/original`, { ...viewer, range: `bytes=${piece * 10}-${piece * 10 + 9}` });
  await world.ask(`/media/${stored}/seg-0-00001.m4s`, viewer);
  const plays = await listAudit(world.db, { actor: 'second-viewer', action: 'footage.play' }, 10);
  expect(plays).toHaveLength(1);
  expect(plays[0]).toMatchObject({
    object: `footage:${stored}`,
    org: north,
    detail: { file: 'original', scope: [north] },
  });
});

test('a clip that browsers cannot decode plays before it was packaged', async () => {
  const hevc = await makeClip(world.folder, 'hevc.mp4');
  server.file('/hevc.mp4', hevc);
  const id = await world.makeClip(north, `${server.url}/hevc.mp4`);
  await fetchFootage(world.hub, id);
  const { media } = await bodyOf<{ media: { manifest: string; rendition: string } }>(
    world.ask(`/api/v1/footage/${id}`, handler),
  );
  expect(media).toMatchObject({ rendition: 'none', manifest: `/media/${id}/now.m3u8` });
  const playlist = await (await world.ask(media.manifest, handler)).text();
  expect(playlist).toContain('now-1.m4s');
  const segment = await world.ask(`/media/${id}/now-1.m4s`, handler);
  expect(segment.headers.get('content-type')).toBe('video/iso.segment');
  expect((await bodyBytes(segment)).toString('latin1', 4, 8)).toMatch(/moof|styp/);
  expect((await world.ask(`/media/${id}/now-9.m4s`, handler)).status).toBe(404);
  expect((await world.ask(media.manifest)).status).toBe(401);
});

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { updateMedia } from '../../hub/store/media.ts';
import { database } from '../kit/database.ts';
import { makeFootage, makeSource, mediaDeps, rowOf } from './catalogue.ts';
import { makeClip, ownFolder } from './clips.ts';
import { mediaServer } from './media-server.ts';

const { store } = await database();
const folder = await ownFolder();
const watched = join(folder, 'watched');
const deps = mediaDeps(store, join(folder, 'volume'));
const server = await mediaServer();
const clip = await makeClip(folder, 'h264.mp4');
const bytes = await readFile(clip);
const sha256 = createHash('sha256').update(bytes).digest('hex');
server.file('/clip.mp4', clip);
await mkdir(watched);
await makeSource(store, 'dock', { mediaHosts: [server.host] });
await makeSource(store, 'room', { folder: watched });

const fetchUrl = async (url: string, source = 'dock', more = {}) => {
  const id = await makeFootage(store, source, { url }, more);
  return { id, done: await fetchFootage(deps, id).catch((error: unknown) => error), row: await rowOf(store, id) };
};

const eventsOf = async (): Promise<string[]> => {
  const [rows] = await store.db.execute(sql`select name from outbox order by id`);
  return (rows as unknown as { name: string }[]).map(({ name }) => name);
};

beforeEach(async () => {
  server.asked.length = 0;
  server.cutAfter(undefined);
  await store.db.execute(sql`delete from outbox`);
});

test('bytes come to the volume whole, hashed, read-only, with what ffprobe says of them', async () => {
  const { done, row } = await fetchUrl(`${server.url}/clip.mp4`);
  expect(done).toBe('stored');
  expect(row).toMatchObject({
    mediaState: 'stored',
    mediaError: null,
    volume: 'main',
    path: `originals/2024/01/05/${row.id}.mp4`,
    bytes: bytes.length,
    sha256,
    videoCodec: 'h264',
    audioCodec: 'aac',
    renditionState: 'direct',
  });
  expect(Math.abs((row.durationMs ?? 0) - 6000)).toBeLessThan(200);
  const file = join(folder, 'volume', row.path ?? '');
  expect((await stat(file)).mode & 0o777).toBe(0o444);
  expect(await readFile(file)).toEqual(bytes);
  expect(await readdir(join(folder, 'volume', '.workshop'))).toEqual([]);
  expect(await eventsOf()).toEqual(expect.arrayContaining(['media.stored', 'rendition.wanted']));
});

test('asking again for what is here asks nobody', async () => {
  const { id } = await fetchUrl(`${server.url}/clip.mp4`);
  server.asked.length = 0;
  expect(await fetchFootage(deps, id)).toBe('already-stored');
  expect(server.asked).toEqual([]);
});

test('a line that breaks again and again is gone on with, not begun anew', async () => {
  server.cutAfter(32_768);
  const before = server.sent();
  const { done, row } = await fetchUrl(`${server.url}/clip.mp4`);
  expect(done).toBe('stored');
  expect(row.sha256).toBe(sha256);
  expect(server.asked.length).toBeGreaterThan(2);
  expect(server.asked.slice(1).every(({ range }) => range !== undefined)).toBe(true);
  // What was on its way when the line broke is all that comes twice.
  expect(server.sent() - before).toBeLessThan(bytes.length * 1.5);
});

test('a file that is another one after the break is begun anew', async () => {
  const other = Buffer.concat([Buffer.alloc(1000, 7), bytes]);
  server.file('/changing.mp4', bytes);
  server.answer('/changing-once.mp4', (request, response) => {
    const first = request.headers.range === undefined;
    const body = first ? bytes : other;
    response.writeHead(200, { etag: first ? '"one"' : '"two"', 'content-length': body.length });
    if (!first) return void response.end(body);
    response.write(body.subarray(0, 50_000), () => response.destroy());
  });
  const { row } = await fetchUrl(`${server.url}/changing-once.mp4`);
  expect(row.sha256).toBe(createHash('sha256').update(other).digest('hex'));
  expect(row.bytes).toBe(other.length);
});

test('a server that ignores ranges is borne with', async () => {
  let tries = 0;
  server.answer('/plain.mp4', (_request, response) => {
    tries += 1;
    response.writeHead(200, { 'content-length': bytes.length });
    if (tries > 2) return void response.end(bytes);
    response.write(bytes.subarray(0, 40_000), () => response.destroy());
  });
  const { row } = await fetchUrl(`${server.url}/plain.mp4`);
  expect(row.sha256).toBe(sha256);
});

test('404 means lost, and says so', async () => {
  const { done, row } = await fetchUrl(`${server.url}/nowhere.mp4`);
  expect(done).toBe('lost');
  expect(row).toMatchObject({ mediaState: 'lost', mediaError: expect.stringContaining('HTTP 404') });
});

const answers: [string, number, Record<string, string>, Record<string, unknown>, string][] = [
  [
    '503 is tried again when the other side wishes',
    503,
    { 'retry-after': '7' },
    { next: 'retry', retryAfterMs: 7000 },
    'remote',
  ],
  ['500 is tried again', 500, {}, { next: 'retry' }, 'remote'],
  ['401 waits for a person', 401, {}, { next: 'pause' }, 'failed'],
  ['a sign-in page is no footage', 200, { 'content-type': 'text/html; charset=gbk' }, { next: 'retry' }, 'remote'],
];
for (const [name, status, headers, error, state] of answers) {
  test(name, async () => {
    server.answer(
      `/answer-${status}.mp4`,
      (_request, response) => void response.writeHead(status, headers).end('<html>'),
    );
    const { done, row } = await fetchUrl(`${server.url}/answer-${status}.mp4`);
    expect(done).toMatchObject(error);
    expect(row).toMatchObject({ mediaState: state, mediaError: expect.stringContaining(`HTTP ${status}`) });
    expect(server.asked).toHaveLength(1);
  });
}

test('nobody home is tried again', async () => {
  await makeSource(store, 'asleep', { mediaHosts: ['127.0.0.1'] });
  const { done, row } = await fetchUrl('http://127.0.0.1:1/clip.mp4', 'asleep');
  expect(done).toMatchObject({ next: 'retry' });
  expect(row.mediaState).toBe('remote');
});

test('an empty file is no footage', async () => {
  server.file('/empty.mp4', Buffer.alloc(0));
  expect((await fetchUrl(`${server.url}/empty.mp4`)).done).toMatchObject({ next: 'retry' });
});

test('silence is an end, too', async () => {
  server.answer(
    '/silent.mp4',
    (_request, response) => void response.writeHead(200, { etag: '"s"', 'content-length': 10 }).write('x'),
  );
  const id = await makeFootage(store, 'dock', { url: `${server.url}/silent.mp4` });
  const impatient = { ...deps, patienceMs: { answer: 500, silence: 50 } };
  await expect(fetchFootage(impatient, id)).rejects.toMatchObject({
    next: 'retry',
    message: expect.stringContaining('sent nothing'),
  });
});

test('hosts that the source does not name are not asked, whatever a message says', async () => {
  const addresses = [
    'http://169.254.169.254/latest/meta-data',
    `http://localhost:${server.host.split(':')[1]}/clip.mp4`,
    'http://[::1]:80/',
    'http://127.0.0.1.evil.example/clip.mp4',
    `http://${server.host}@evil.example/clip.mp4`,
    'ftp://127.0.0.1/clip.mp4',
    'file:///etc/passwd',
  ];
  for (const address of addresses) {
    const { done, row } = await fetchUrl(address);
    expect(done, address).toMatchObject({ next: 'pause', remedy: expect.stringMatching(/mediaHosts|folder/) });
    expect(row.mediaState, address).toBe('failed');
  }
  expect(server.asked).toEqual([]);
});

test('a redirect leads no further than a first address would', async () => {
  const elsewhere = await mediaServer();
  elsewhere.file('/clip.mp4', clip);
  server.answer(
    '/away',
    (_request, response) => void response.writeHead(302, { location: `${elsewhere.url}/clip.mp4` }).end(),
  );
  server.answer('/near', (_request, response) => void response.writeHead(302, { location: '/clip.mp4' }).end());
  server.answer('/round', (_request, response) => void response.writeHead(302, { location: '/round' }).end());
  expect((await fetchUrl(`${server.url}/away`)).done).toMatchObject({ next: 'pause' });
  expect(elsewhere.asked).toEqual([]);
  expect((await fetchUrl(`${server.url}/near`)).done).toBe('stored');
  expect((await fetchUrl(`${server.url}/round`)).done).toMatchObject({ message: expect.stringContaining('redirects') });
});

test('a watched folder gives its files, and none beside it', async () => {
  await writeFile(join(watched, 'room 1.mp4'), bytes);
  await symlink('/etc/passwd', join(watched, 'link.mp4'));
  const good = await fetchUrl(pathToFileURL(join(watched, 'room 1.mp4')).href, 'room');
  expect(good.done).toBe('stored');
  expect(good.row.sha256).toBe(sha256);
  for (const file of [clip, join(watched, 'link.mp4'), `${watched}/../h264.mp4`]) {
    expect((await fetchUrl(pathToFileURL(file).href, 'room')).done, file).toMatchObject({ next: 'pause' });
  }
  expect((await fetchUrl(pathToFileURL(join(watched, 'gone.mp4')).href, 'room')).done).toBe('lost');
});

test('bytes that are not those of the promised digest are not taken', async () => {
  const id = await makeFootage(store, 'dock', { url: `${server.url}/clip.mp4`, sha256: 'a'.repeat(64) });
  await expect(fetchFootage(deps, id)).rejects.toMatchObject({ next: 'retry', detail: { received: sha256 } });
  expect(await rowOf(store, id)).toMatchObject({ mediaState: 'remote', path: null });
});

test('a full disk is said to be one, and works again when there is room', async () => {
  const id = await makeFootage(store, 'dock', { url: `${server.url}/clip.mp4` });
  const full = mediaDeps(store, join(folder, 'full'));
  await mkdir(join(folder, 'full', '.workshop'), { recursive: true });
  // The kernel's own "no space left on device".
  await symlink('/dev/full', join(folder, 'full', '.workshop', `${id}.part`));
  await expect(fetchFootage(full, id)).rejects.toMatchObject({
    next: 'retry',
    message: expect.stringContaining('full'),
  });
  expect(await rowOf(store, id)).toMatchObject({
    mediaState: 'remote',
    mediaError: expect.stringContaining('free space'),
  });
  expect(await fetchFootage(full, id)).toBe('stored');
});

test('a volume without room for the file is not filled to the brim first', async () => {
  server.answer(
    '/huge.mp4',
    (_request, response) => void response.writeHead(200, { 'content-length': 2 ** 52 }).write('x'),
  );
  const { done } = await fetchUrl(`${server.url}/huge.mp4`);
  expect(done).toMatchObject({ next: 'retry', message: expect.stringContaining('full') });
});

test('without ffprobe the bytes are kept, and the reason is shown', async () => {
  const id = await makeFootage(store, 'dock', { url: `${server.url}/clip.mp4` });
  expect(await fetchFootage(mediaDeps(store, join(folder, 'volume'), { ffprobe: '/nowhere/ffprobe' }), id)).toBe(
    'stored',
  );
  expect(await rowOf(store, id)).toMatchObject({
    mediaState: 'stored',
    renditionState: 'none',
    renditionError: expect.stringContaining('install ffmpeg'),
  });
});

test('a playlist that calls itself footage makes nobody read other files', async () => {
  const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n${server.url}/clip.mp4\n#EXT-X-ENDLIST\n`;
  server.file('/playlist.mp4', Buffer.from(playlist));
  const { row } = await fetchUrl(`${server.url}/playlist.mp4`);
  expect(row).toMatchObject({ mediaState: 'stored', videoCodec: null, renditionState: 'none' });
  expect(server.asked.map(({ path }) => path)).toEqual(['/playlist.mp4']);
});

test('of two processes that fetch the same recording one does it', async () => {
  const id = await makeFootage(store, 'dock', { url: `${server.url}/clip.mp4` });
  const outcomes = await Promise.all([fetchFootage(deps, id), fetchFootage(deps, id)]);
  expect(outcomes.sort()).toEqual(['busy', 'stored']);
  expect(server.asked).toHaveLength(1);
});

test('bytes that were there when the process died before it said so are not fetched twice', async () => {
  const { id, row } = await fetchUrl(`${server.url}/clip.mp4`);
  await updateMedia(store.db, id, { mediaState: 'fetching', path: null, volume: null, bytes: null, sha256: null });
  server.asked.length = 0;
  expect(await fetchFootage(deps, id)).toBe('stored');
  expect(server.asked).toEqual([]);
  expect(await rowOf(store, id)).toMatchObject({ sha256, bytes: bytes.length, path: row.path });
});

test('an original that vanished from its volume is brought again', async () => {
  const { id, row } = await fetchUrl(`${server.url}/clip.mp4`);
  await rename(join(folder, 'volume', row.path ?? ''), join(folder, 'vanished.mp4'));
  expect(await fetchFootage(deps, id)).toBe('stored');
});

test('the track of a side file is stored, told, and survives the same entry coming again', async () => {
  const start = Date.parse('2024-01-05T08:48:00+08:00');
  const lines = [
    'time,lon,lat,acc',
    `${start},113.31,23.12,5`,
    `${start + 1000},113.3101,23.1201,6`,
    `${start + 2000},0,0,1`,
    'x',
  ];
  server.file('/clip.gps', Buffer.from(lines.join('\r\n')));
  const { id, row } = await fetchUrl(`${server.url}/clip.mp4`, 'dock', {
    attributes: { gpswz: `${server.url}/clip.gps` },
  });
  expect((await rowOf(store, id)).data.track).toEqual([
    [start, 113.31, 23.12, 5],
    [start + 1000, 113.3101, 23.1201, 6],
  ]);
  const [cells] = await store.db.execute(sql`select count(*) as n from footage_cells where footageId = ${id}`);
  expect(Number((cells as unknown as { n: number }[])[0]?.n)).toBeGreaterThan(0);
  expect((await eventsOf()).filter((name) => name === 'footage.changed')).toHaveLength(2);
  const { saveFootage } = await import('../../hub/store/footage.ts');
  const again = await store.transaction((tx) =>
    saveFootage(tx, { ...row.data, track: [] }, { messageId: null, at: 0 }),
  );
  expect(again.outcome).toBe('unchanged');
});

test('a track that cannot be had now keeps the bytes from nothing and is tried again', async () => {
  server.answer('/later.gps', (_request, response) => void response.writeHead(503).end());
  const { done, row } = await fetchUrl(`${server.url}/clip.mp4`, 'dock', {
    attributes: { gpswz: `${server.url}/later.gps` },
  });
  expect(done).toMatchObject({ next: 'retry' });
  expect(row.mediaState).toBe('stored');
});

test('an entry without an address has nothing to bring', async () => {
  const id = await makeFootage(store, 'dock', {});
  expect(await fetchFootage(deps, id)).toBe('nothing');
  expect(await fetchFootage(deps, 999_999)).toBe('nothing');
});

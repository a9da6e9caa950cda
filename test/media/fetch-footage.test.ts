import { createHash } from 'node:crypto';
import { readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { saveFootage } from '../../hub/store/footage.ts';
import { updateMedia } from '../../hub/store/media.ts';
import { makeFootage, rowOf } from './catalogue.ts';
import { openFetching } from './fetching.ts';

const { store, folder, deps, server, bytes, sha256, fetchUrl } = await openFetching();

const eventsOf = async (): Promise<string[]> => {
  const [rows] = await store.db.execute(sql`select name from outbox order by id`);
  return (rows as unknown as { name: string }[]).map(({ name }) => name);
};

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

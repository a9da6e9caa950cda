import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { makeFootage, makeSource, mediaDeps, rowOf } from './catalogue.ts';
import { openFetching } from './fetching.ts';

const { store, folder, deps, server, sha256, fetchUrl } = await openFetching();

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

import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { openFetching } from './fetching.ts';
import { mediaServer } from './media-server.ts';

const { watched, server, clip, bytes, sha256, fetchUrl } = await openFetching();

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

test('a playlist that calls itself footage makes nobody read other files', async () => {
  const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n${server.url}/clip.mp4\n#EXT-X-ENDLIST\n`;
  server.file('/playlist.mp4', Buffer.from(playlist));
  const { row } = await fetchUrl(`${server.url}/playlist.mp4`);
  expect(row).toMatchObject({ mediaState: 'stored', videoCodec: null, renditionState: 'none' });
  expect(server.asked.map(({ path }) => path)).toEqual(['/playlist.mp4']);
});

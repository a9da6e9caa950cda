import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { onDemandFile } from '../../hub/media/on-demand.ts';
import { openBrowser } from '../kit/browser.ts';
import { database } from '../kit/database.ts';
import { makeFootage, makeSource, mediaDeps, rowOf } from './catalogue.ts';
import { makeClip, ownFolder } from './clips.ts';

const { store } = await database();
const folder = await ownFolder();
const deps = mediaDeps(store, join(folder, 'volume'));
await makeSource(store, 'room', { folder });

const player = 'node_modules/shaka-player/dist/shaka-player.compiled-es2021.js';
let browser: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

test('a browser that cannot decode HEVC plays it all the same, over the seams of segments made apart', async () => {
  const id = await makeFootage(store, 'room', { url: `file://${await makeClip(folder, 'hevc.mp4')}` });
  expect(await fetchFootage(deps, id)).toBe('stored');
  const row = await rowOf(store, id);
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const name = (request.url ?? '/').slice(1);
    asked.push(name);
    if (name === '')
      return response
        .setHeader('Content-Type', 'text/html')
        .end('<script src="/shaka.js"></script><video muted></video>');
    if (name === 'shaka.js') return response.end(await readFile(player));
    const file = await onDemandFile(deps, row, name).catch(() => undefined);
    if (!file) return response.writeHead(404).end();
    response.setHeader('Content-Type', file.type).end(file.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const page = await browser.context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const at = await page.evaluate(`(async () => {
      const video = document.querySelector('video');
      const player = new shaka.Player();
      await player.attach(video);
      await player.load('/now.m3u8', 3);
      await video.play();
      const until = Date.now() + 30000;
      while (video.currentTime < 5 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
      const { buffered, videoWidth, duration } = video;
      return { time: video.currentTime, ranges: buffered.length, videoWidth, duration };
    })()`);
    expect(at).toMatchObject({ ranges: 1, videoWidth: 320 });
    expect((at as { time: number }).time).toBeGreaterThan(4.9);
    expect((at as { duration: number }).duration).toBeCloseTo(6, 0);
    expect(asked).toEqual(expect.arrayContaining(['now.m3u8', 'now-init.m4s', 'now-0.m4s', 'now-1.m4s']));
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { everything } from '../../hub/core/scope.ts';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { segmentSeconds } from '../../hub/media/ladder.ts';
import { packageFootage } from '../../hub/media/package-footage.ts';
import { getRecord } from '../../hub/store/records.ts';
import { createSource } from '../../hub/store/sources.ts';
import { openBrowser } from '../kit/browser.ts';
import { bodyOf, north, openWorld, origin } from './world.ts';

const world = await openWorld();
const run = promisify(execFile);
const [width, height] = [64, 48];

/** A minute whose every second looks different. */
const file = join(world.folder, 'minute.mp4');
await run('ffmpeg', [
  ...['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=10:duration=60'],
  ...['-f', 'lavfi', '-i', 'sine=frequency=440:duration=60', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '20'],
  ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', file],
]);
await createSource(world.db, {
  ...{ name: 'dock', connector: 'docking-station', mapping: 'docking-station-v3' },
  settings: { folder: world.folder },
});
const start = Date.parse('2024-01-05T08:47:00+08:00');
const record = await world.makeRecord(north);
const number = (await getRecord(world.db, everything, record))?.externalId ?? '';
const clip = await world.makeClip(north, `file://${file}`, { end: '2024-01-05T08:48:00+08:00' });
await world.makeLink(record, clip, { segmentStart: start + 30_000, segmentEnd: start + 34_000 });
expect(await fetchFootage(world.hub, clip)).toBe('stored');
expect(await packageFootage(world.hub, clip)).toBe('ready');

/** The linked part with ten seconds on each side. */
const part = { from: 20, to: 44 };

const playbackOf = async (): Promise<string> => {
  const wish = { system: 'dispatch', record: number, person: { policeId: '009901' }, origin, purpose: '办案' };
  const key = { authorization: `Bearer ${world.caseKey}` };
  const { token } = await bodyOf<{ token: string }>(world.send('POST', '/api/v1/grants', key, wish), 201);
  const session = world.send('POST', '/embed/v1/session', { origin }, { token });
  return (await bodyOf<{ playback: string }>(session)).playback;
};

/** The hub's media beside a page with somebody else's player, of a kind that knows nothing of us. */
const statuses: number[] = [];
const front = new Hono();
const player = await readFile(new URL('../../node_modules/shaka-player/dist/shaka-player.dash.js', import.meta.url));
front.get('/player.js', (c) => c.body(player.toString('utf8'), 200, { 'content-type': 'text/javascript' }));
front.get('/', (c) => c.html('<!doctype html><video muted></video><script src="/player.js"></script>'));
front.all('/media/*', async (c) => {
  const answer = await world.app.fetch(c.req.raw, c.env);
  statuses.push(answer.status);
  return answer;
});
const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
  const starting = serve({ fetch: front.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(starting));
});
const browser = await openBrowser();
afterAll(async () => {
  await browser.close();
  if ('closeAllConnections' in server) server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

interface ShakaPlayer {
  attach(video: HTMLVideoElement): Promise<void>;
  load(address: string, at: number): Promise<void>;
  seekRange(): { start: number; end: number };
  getVariantTracks(): unknown[];
  addEventListener(name: 'error', listener: (event: { detail: { code: number } }) => void): void;
}
declare const shaka: { Player: new () => ShakaPlayer };
declare const window: { player: ShakaPlayer; faults: number[] };

const openPlayer = async (): Promise<Page> => {
  const address = server.address();
  const page = await browser.context.newPage();
  await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
  const manifest = `/media/${clip}/p/${await playbackOf()}/manifest.mpd`;
  await page.evaluate(
    async ({ manifest, at }) => {
      const video = document.querySelector('video') as HTMLVideoElement;
      window.faults = [];
      window.player = new shaka.Player();
      window.player.addEventListener('error', ({ detail }) => window.faults.push(detail.code));
      await window.player.attach(video);
      await window.player.load(manifest, at);
    },
    { manifest, at: part.from },
  );
  return page;
};
const faultsOf = (page: Page): Promise<number[]> => page.evaluate(() => window.faults);

/** What is seen at a second of the clip, as greys. */
const seenAt = (page: Page, second: number): Promise<number[]> =>
  page.evaluate(
    async ({ second, width, height }) => {
      const video = document.querySelector('video') as HTMLVideoElement;
      video.pause();
      const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      video.currentTime = second;
      await shown;
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.drawImage(video, 0, 0, width, height);
      const { data } = context.getImageData(0, 0, width, height);
      return Array.from({ length: width * height }, (_, at) => data[at * 4 + 1] ?? 0);
    },
    { second, width, height },
  );

/** The same of the file itself, by the same channel. */
const filmedAt = async (second: number): Promise<number[]> => {
  const { stdout } = await run(
    'ffmpeg',
    [
      ...['-nostdin', '-v', 'error', '-ss', String(second), '-i', file, '-frames:v', '1'],
      ...['-vf', `scale=${width}:${height},format=rgb24`, '-f', 'rawvideo', '-'],
    ],
    { encoding: 'buffer' },
  );
  return Array.from({ length: width * height }, (_, at) => stdout[at * 3 + 1] ?? 0);
};
const distance = (left: readonly number[], right: readonly number[]): number =>
  left.reduce((sum, value, at) => sum + Math.abs(value - (right[at] ?? 0)), 0) / left.length;

test('a player of DASH shows the part at the times of the clip, to its end, and asks for nothing outside of it', async () => {
  const page = await openPlayer();
  const { range, tracks } = await page.evaluate(() => ({
    range: window.player.seekRange(),
    tracks: window.player.getVariantTracks().length,
  }));
  expect(tracks).toBeGreaterThan(0);
  // Segments are sent whole, so the first begins up to one of them before the part.
  expect(range.start).toBeGreaterThan(part.from - segmentSeconds - 0.1);
  expect(range.start).toBeLessThanOrEqual(part.from);
  expect(range.end).toBeCloseTo(part.to, 0);

  const candidates = [10, 22, 30, 31, 40];
  const filmed = await Promise.all(candidates.map(filmedAt));
  for (const second of [22, 30, 40]) {
    const seen = await seenAt(page, second + 0.05);
    const distances = filmed.map((one) => distance(seen, one));
    expect(candidates[distances.indexOf(Math.min(...distances))], `seen at ${second}: ${distances}`).toBe(second);
  }

  await page.evaluate(async () => {
    const video = document.querySelector('video') as HTMLVideoElement;
    video.currentTime = 41;
    await video.play();
  });
  const ended = () => page.evaluate(() => document.querySelector('video')?.ended);
  await expect.poll(ended, { timeout: 120_000 }).toBe(true);
  expect(await page.evaluate(() => document.querySelector('video')?.currentTime)).toBeCloseTo(part.to, 0);
  expect(await faultsOf(page)).toEqual([]);
  expect(new Set(statuses)).toEqual(new Set([200]));
});

import { execFile } from 'node:child_process';
import { readdir, readlink } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { homeVolume } from '../../hub/media/home-volume.ts';
import { createSource } from '../../hub/store/sources.ts';
import { eventually } from '../kit/demo.ts';
import { startChildHub } from './child-hub.ts';
import { bodyOf, north, openWorld } from './world.ts';

const world = await openWorld();
const file = join(world.folder, 'long.mp4');
await promisify(execFile)('ffmpeg', [
  ...['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=25:duration=20'],
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '1', '-pix_fmt', 'yuv420p', file],
]);
await createSource(world.db, {
  name: 'dock',
  connector: 'docking-station',
  mapping: 'docking-station-v3',
  settings: { folder: world.folder },
});
const start = Date.parse('2024-01-05T08:47:00+08:00');
const handler = await world.signedIn('keeper', 'handler', [north]);
const recordId = await world.makeRecord(north);
const clip = await world.makeClip(north, `file://${file}`);
await fetchFootage(world.hub, clip);
await world.makeLink(recordId, clip, { segmentStart: start + 1000, segmentEnd: start + 15_000 });
const { url } = await bodyOf<{ url: string }>(
  world.send('POST', '/api/v1/evidence', handler, { recordId, reason: '移送检察院' }),
  201,
);

/** Ask for the package and go away: after so long, or with the first bytes. */
const leave = (port: number, afterMs?: number): Promise<void> =>
  new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path: url, headers: handler, agent: false }, (answer) => {
      answer.once('data', () => asked.destroy());
      answer.once('close', resolve);
    });
    asked.once('error', () => resolve());
    asked.end();
    if (afterMs !== undefined) setTimeout(() => asked.destroy(), afterMs);
  });

test('whoever leaves before a package begins, or in the middle, ends no hub and leaves nothing behind', async () => {
  const { port, child } = await startChildHub(world.environment);
  for (let turn = 0; turn < 25 && child.exitCode === null; turn += 1) {
    await leave(port, turn % 5 === 0 ? undefined : 10 + turn * 8);
    await pause(100);
  }
  expect(child.exitCode).toBe(null);
  await eventually(async () => {
    const cuts = (await readdir(homeVolume(world.hub).workshop)).filter((name) => name.startsWith('segment-'));
    const fds = `/proc/${child.pid}/fd`;
    const opened = await Promise.all((await readdir(fds)).map((fd) => readlink(join(fds, fd)).catch(() => '')));
    return cuts.length === 0 && !opened.some((path) => path.startsWith(world.environment.mediaDir));
  }, 30);
  expect(child.exitCode).toBe(null);
}, 120_000);

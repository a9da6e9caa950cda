import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ownFolder } from '../clips.ts';

const run = promisify(execFile);
/** A name space of its own: the small disk is seen by the child alone and gone with it. */
const apart = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];
const mayMount = await run('unshare', [...apart, 'true']).then(
  () => true,
  () => false,
);
const disk = join(await ownFolder(), 'disk');
const child = fileURLToPath(new URL('fill-volume.ts', import.meta.url));

test('a disk that fills up under a file says so, keeps what is whole and leaves no part behind', async ({ skip }) => {
  skip(!mayMount, 'this machine lets nobody mount a disk of their own');
  await mkdir(disk);
  const script = 'mount -t tmpfs -o size=3m none "$1" && exec "$2" --import tsx "$3" "$1" 2000000';
  const { stdout } = await run('unshare', [...apart, 'sh', '-c', script, 'sh', disk, process.execPath, child]);
  expect(JSON.parse(stdout)).toEqual({
    said: ['stored', 'VolumeFullError'],
    left: [2_000_000, null],
    // The part that did not fit is gone: there is room again for something smaller.
    free: true,
  });
}, 120_000);

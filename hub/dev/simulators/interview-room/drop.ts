import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeClip } from '../../city/make-clip.ts';
import type { City, Clip, Interview } from '../../city/model.ts';
import { sidecarOf } from './sidecar.ts';

const pieceBytes = 64 * 1024;

/** Names of what was dropped stand beside the folder, so nothing is dropped again when the reader has moved it away. */
const markerOf = (folder: string, clip: Clip): string => join(`${folder}.dropped`, clip.id);

export const isDropped = (folder: string, clip: Clip): boolean => existsSync(markerOf(folder, clip));

/**
 * Puts the recording into the folder as a recorder does: a `.part` file that grows piece by piece, its final name when it
 * is whole, and the sidecar last. A reader that waits for the sidecar never sees half a file. What an interrupted drop
 * left behind is written anew.
 */
export const drop = async (
  city: City,
  interview: Interview,
  clip: Clip,
  { folder, pauseMs }: { folder: string; pauseMs: number },
): Promise<void> => {
  const bytes = await readFile(await makeClip(clip));
  const name = `${clip.id}.mp4`;
  const part = join(folder, `${name}.part`);
  const growing = await open(part, 'w');
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      await growing.write(bytes.subarray(at, at + pieceBytes));
      if (pauseMs > 0) await wait(pauseMs);
    }
  } finally {
    await growing.close();
  }
  await rename(part, join(folder, name));
  const md5 = createHash('md5').update(bytes).digest('hex');
  const sidecar = sidecarOf(city, interview, clip, { name, size: bytes.length, md5 });
  await writeFile(join(folder, `${clip.id}.json`), `${JSON.stringify(sidecar, null, 2)}\n`);
  await mkdir(`${folder}.dropped`, { recursive: true });
  await writeFile(markerOf(folder, clip), '');
};

import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { MediaDeps } from '../deps.ts';
import { readingArgs } from '../reading.ts';
import { runProgram } from '../run-program.ts';

const longestMs = 10 * 60_000;
const prefix = 'segment-';
/** Longer than a large package takes on a thin line. */
const keptMs = 7 * 86_400_000;

/** A part of a recording in a file of its own. */
export interface CutSegment {
  readonly bytes: number;
  read(): Readable;
  remove(): Promise<void>;
}

/**
 * Cut a part out of a recording without encoding it anew: it begins at the key frame before `fromMs`. Nothing of the
 * machine goes into the file, so that the same part is the same bytes.
 *
 * @param fromMs from the beginning of the file
 * @throws RecordError when ffmpeg can make nothing of it
 */
export const cutSegment = async (
  deps: Pick<MediaDeps, 'environment' | 'signal'>,
  workshop: string,
  file: string,
  fromMs: number,
  toMs: number,
): Promise<CutSegment> => {
  await mkdir(workshop, { recursive: true });
  const target = join(workshop, `${prefix}${randomBytes(8).toString('hex')}.mp4`);
  const seconds = (ms: number) => (Math.max(0, ms) / 1000).toFixed(3);
  const args = [
    ...['-nostdin', '-v', 'error', '-y', ...readingArgs, '-ss', seconds(fromMs), '-i', file],
    ...['-t', seconds(toMs - fromMs), '-map', '0:V?', '-map', '0:a?', '-c', 'copy', '-map_metadata', '-1'],
    ...[
      '-fflags',
      '+bitexact',
      '-flags',
      '+bitexact',
      '-movflags',
      '+faststart',
      '-avoid_negative_ts',
      'make_zero',
      target,
    ],
  ];
  const remove = () => rm(target, { force: true });
  try {
    await runProgram(deps.environment.ffmpeg, args, { timeoutMs: longestMs, signal: deps.signal });
    const { size } = await stat(target);
    return { bytes: size, read: () => createReadStream(target), remove };
  } catch (error) {
    await remove();
    throw error;
  }
};

/** Remove what a process that was killed has left behind. */
export const sweepSegments = async (workshop: string): Promise<void> => {
  for (const name of await readdir(workshop).catch(() => [])) {
    if (!name.startsWith(prefix)) continue;
    const made = await stat(join(workshop, name)).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > keptMs) await rm(join(workshop, name), { force: true });
  }
};

import { execFile } from 'node:child_process';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Kept between runs: making a clip of minutes takes longer than measuring with it. */
const folder = join(tmpdir(), 'footage-link-hub-bench-clips-v1');

/** A body camera's usual output: 720p, 25 pictures a second, a key frame every two seconds, AAC. */
const camera = (seconds: number): string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=1280x720:rate=25:duration=${seconds}`],
  ...['-f', 'lavfi', '-i', `anoisesrc=color=pink:amplitude=0.1:duration=${seconds}`],
  // Noise, as a lens in the dark has it: without, the rungs would be smaller than in life.
  ...['-vf', 'noise=alls=12:allf=t', '-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '3M', '-maxrate', '3M'],
  ...['-bufsize', '6M', '-g', '50', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '96k', '-ac', '1', '-ar', '48000'],
];

const make = async (name: string, args: readonly string[]): Promise<string> => {
  const file = join(folder, name);
  if (await stat(file).catch(() => undefined)) return file;
  await mkdir(folder, { recursive: true });
  const part = join(folder, `${process.pid}-${name}`);
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args, part]);
  await rename(part, file);
  return file;
};

/** @returns the path of a clip of so many seconds */
export const cameraClip = (seconds: number): Promise<string> =>
  make(`camera-${seconds}.mp4`, [...camera(seconds), '-movflags', '+faststart']);

/** A clip of at least so many bytes: the camera's, one after the other. */
export const longClip = async (bytes: number): Promise<{ file: string; seconds: number; bytes: number }> => {
  const piece = await cameraClip(90);
  const times = Math.ceil(bytes / (await stat(piece)).size);
  const list = join(folder, `${times}.txt`);
  await writeFile(list, `file '${piece}'\n`.repeat(times));
  const args = ['-f', 'concat', '-safe', '0', '-i', list, '-c', 'copy', '-movflags', '+faststart'];
  const file = await make(`long-${times}.mp4`, args);
  return { file, seconds: 90 * times, bytes: (await stat(file)).size };
};

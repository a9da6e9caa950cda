import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ffmpegArguments } from './clip-picture.ts';
import type { Clip } from './model.ts';

/** Bytes a second that such clips come to on average; only for sizes of clips that are not made yet. */
const bytesPerSecond = { h264: 5000, hevc: 3500, aac: 1500 };

/** Where clips are kept between runs: CITY_MEDIA. */
export const clipFolder = (): string => process.env.CITY_MEDIA ?? join('.data', 'city-media');

export const clipExtension = (clip: Pick<Clip, 'mediaType'>): 'mp4' | 'm4a' =>
  clip.mediaType === 'audio' ? 'm4a' : 'mp4';

const fileOf = (clip: Clip, folder: string): string => join(folder, `${clip.id}.${clipExtension(clip)}`);

/** The true byte count of a clip that has been made, else an estimate from its length: vendors' sizes are no better. */
export const clipBytes = (clip: Clip, folder = clipFolder()): number => {
  const made = statSync(fileOf(clip, folder), { throwIfNoEntry: false });
  return made?.size ?? Math.round(((clip.to - clip.from) / 1000) * bytesPerSecond[clip.codec]);
};

/** Runs ffmpeg at low priority, so that a lively city does not slow down what watches it. */
const run = (args: string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const ffmpeg = ['ffmpeg', '-nostdin', '-y', '-v', 'error', '-filter_complex_threads', '1', ...args];
    const child = spawn('nice', ['-n', '10', ...ffmpeg], { stdio: ['ignore', 'ignore', 'pipe'] });
    const stop = (): void => void child.kill();
    process.once('exit', stop);
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-2000);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      process.removeListener('exit', stop);
      if (code === 0) return resolve();
      const remedy = 'install the Debian packages ffmpeg and fonts-dejavu-core';
      reject(new Error(`[hub] [city] ffmpeg ended with ${code}: ${complaint.trim()}; ${remedy}`));
    });
  });

const make = async (clip: Clip, folder: string): Promise<string> => {
  const file = fileOf(clip, folder);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  const unfinished = `${file}.${process.pid}.part`;
  try {
    await run([...ffmpegArguments(clip), unfinished]);
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
  return file;
};

const making = new Map<string, Promise<string>>();
let last: Promise<unknown> = Promise.resolve();

/**
 * The path of the clip's file (MP4, or M4A for sound alone), made at the first request and kept. One ffmpeg runs at a
 * time in a process; others wait their turn. Rejects with ffmpeg's own words when it cannot be made.
 */
export const makeClip = (clip: Clip, folder = clipFolder()): Promise<string> => {
  const file = fileOf(clip, folder);
  const wanted = making.get(file);
  if (wanted) return wanted;
  if (existsSync(file)) return Promise.resolve(file);
  const made = last.then(() => make(clip, folder)).finally(() => making.delete(file));
  last = made.catch(() => undefined);
  making.set(file, made);
  return made;
};

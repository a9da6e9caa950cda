import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';

const run = promisify(execFile);

const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=10:duration=6'];
const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=6'];
const encoders = {
  'h264.mp4': [
    ...picture,
    ...sound,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-g',
    '20',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
  ],
  'tall.mp4': [
    ...['-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=10:duration=6'],
    ...sound,
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '20', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
  ],
  'silent.mp4': [...picture, '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '20', '-pix_fmt', 'yuv420p'],
  'hevc.mp4': [
    ...picture,
    ...sound,
    '-c:v',
    'libx265',
    '-preset',
    'ultrafast',
    '-x265-params',
    'log-level=none',
    '-c:a',
    'aac',
  ],
  'mpeg2.ts': [...picture, ...sound, '-c:v', 'mpeg2video', '-c:a', 'mp2'],
  'spoken.mkv': [
    ...picture,
    ...sound,
    ...['-f', 'srt', '-i', fileURLToPath(new URL('spoken.srt', import.meta.url))],
    ...['-map', '0', '-map', '1', '-map', '2', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '20'],
    ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-c:s', 'srt', '-metadata:s:s:0', 'language=chi'],
  ],
  'voice.m4a': [...sound, '-c:a', 'aac'],
  'voice.amr.wav': [...sound, '-c:a', 'pcm_s16le'],
} as const;
export type ClipName = keyof typeof encoders;

/** A folder of this test file's own, removed when it is done. */
export const ownFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-media-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** Six seconds of real footage, made by ffmpeg. @returns its path */
export const makeClip = async (folder: string, name: ClipName): Promise<string> => {
  const file = join(folder, name);
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...encoders[name], file]);
  return file;
};

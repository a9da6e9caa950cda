import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaFacts } from './probe.ts';
import { readingArgs } from './reading.ts';
import type { Stretch } from './stretch.ts';

type Run = (args: readonly string[]) => Promise<string>;
const quietly = ['-nostdin', '-v', 'error', '-y', ...readingArgs] as const;

/** The first look at a clip over a thin line. */
const heaviestPosterBytes = 50_000;
const posterQualities = [
  { width: 640, quality: 5 },
  { width: 480, quality: 8 },
  { width: 320, quality: 12 },
];

/** A picture from a tenth into the clip (the first is often black, or a hand), no heavier than a thin line bears. */
export const makePoster = async (run: Run, folder: string, facts: MediaFacts, input: string): Promise<void> => {
  if (!facts.video) return;
  const at = String(Math.min(10, (facts.durationMs ?? 0) / 10_000));
  for (const { width, quality } of posterQualities) {
    await run([
      ...[...quietly, '-ss', at, '-i', input, '-map', '0:V:0', '-frames:v', '1'],
      ...['-vf', `scale=${width}:-2`, '-q:v', String(quality), 'poster.jpg'],
    ]);
    const { size } = await stat(join(folder, 'poster.jpg'));
    if (size <= heaviestPosterBytes) return;
  }
};

const tile = { width: 160, columns: 5, rows: 5 };
const perSheet = tile.columns * tile.rows;
/** Long clips get fewer pictures a minute, so that all of them stay a few sheets. */
const mostStills = 100;
const closestSeconds = 2;

/** Seconds from one picture of a storyboard to the next. */
export const stillEvery = (durationMs: number): number =>
  Math.max(closestSeconds, Math.ceil(durationMs / 1000 / mostStills));

const clockOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 23);

/** Cues in the form that players know: `storyboard-1.jpg#xywh=160,0,160,90`. */
export const storyboardCues = (durationMs: number, height: number): string => {
  const every = stillEvery(durationMs);
  const count = Math.max(1, Math.ceil(durationMs / 1000 / every));
  const cues = Array.from({ length: count }, (_, index) => {
    const place = index % perSheet;
    const [x, y] = [(place % tile.columns) * tile.width, Math.floor(place / tile.columns) * height];
    const end = Math.min(durationMs / 1000, (index + 1) * every);
    const sheet = `storyboard-${Math.floor(index / perSheet) + 1}.jpg`;
    return `${clockOf(index * every)} --> ${clockOf(end)}\n${sheet}#xywh=${x},${y},${tile.width},${height}`;
  });
  return `WEBVTT\n\n${cues.join('\n\n')}\n`;
};

/** Cues for parts of a clip, of pictures that are made when they are asked for: `still-30.jpg`, each within them. */
export const cutStoryboard = (stretches: readonly Stretch[]): string => {
  const every = stillEvery(1000 * stretches.reduce((sum, { from, to }) => sum + to - from, 0));
  const cues = stretches.flatMap(({ from, to }) => {
    const first = Math.ceil(from);
    return Array.from({ length: Math.max(0, Math.ceil((to - first) / every)) }, (_, index) => {
      const second = first + index * every;
      return `${clockOf(index === 0 ? from : second)} --> ${clockOf(Math.min(to, second + every))}\nstill-${second}.jpg`;
    });
  });
  return `WEBVTT\n\n${cues.join('\n\n')}\n`;
};

/** Small pictures of the whole clip on a few sheets, with the cues that say which is where. */
export const makeStoryboard = async (run: Run, folder: string, facts: MediaFacts, input: string): Promise<void> => {
  const { video, durationMs } = facts;
  if (!video || !durationMs || video.width === 0) return;
  const height = Math.max(2, Math.round((tile.width * video.height) / video.width / 2) * 2);
  await run([
    // Key frames are enough for a look, and a tenth of the work.
    ...[...quietly, '-skip_frame', 'nokey', '-i', input, '-map', '0:V:0'],
    ...[
      '-vf',
      `fps=1/${stillEvery(durationMs)}:round=up,scale=${tile.width}:${height},tile=${tile.columns}x${tile.rows}`,
    ],
    ...['-q:v', '6', 'storyboard-%d.jpg'],
  ]);
  await writeFile(join(folder, 'storyboard.vtt'), storyboardCues(durationMs, height));
};

import type { MediaFacts } from './probe.ts';
import { renditionPlan } from './rendition-plan.ts';

/** One video stream of a rendition. `height` undefined: the stream is taken as it is. */
export interface Rung {
  readonly height: number | undefined;
  /** Most bits per second, where it is made anew. */
  readonly most: number;
}

/** Enough for a face at body-camera distance; larger pictures only make thin lines stall. */
const tallest = { height: 1080, most: 4_000_000 };
/** Lines of a county station carry 700 kbit/s on a good day, with others on them, and 250 on a bad one: sound included. */
const lower: readonly (Rung & { height: number })[] = [
  { height: 480, most: 700_000 },
  { height: 240, most: 160_000 },
];
/** A rung that is hardly smaller than the one above serves nobody. */
const worthwhile = 1.25;

/**
 * The video streams of a rendition, tallest first: what there is, taken as it is where browsers decode it, and smaller
 * ones for thin lines. Empty for a recording without a picture.
 */
export const ladderOf = (facts: MediaFacts): Rung[] => {
  if (!facts.video) return [];
  const { height } = facts.video;
  const isCopied = renditionPlan(facts).video === 'copy';
  const top: Rung = isCopied
    ? { height: undefined, most: tallest.most }
    : { height: Math.min(height, tallest.height), most: tallest.most };
  return [top, ...lower.filter((rung) => height >= rung.height * worthwhile)];
};

/** Segments can begin at key frames only. */
export const segmentSeconds = 4;

const encodeRung = ({ height, most }: Rung & { height: number }, at: number): string[] => [
  ...[`-c:v:${at}`, 'libx264', `-preset:v:${at}`, 'veryfast', `-crf:v:${at}`, '23', `-pix_fmt:v:${at}`, 'yuv420p'],
  // Reordered pictures would push the whole clip behind its own clock by as much as they are reordered.
  ...[`-bf:v:${at}`, '0'],
  ...[`-profile:v:${at}`, 'high', `-maxrate:v:${at}`, String(most), `-bufsize:v:${at}`, String(most * 2)],
  // Even numbers of lines are all that 4:2:0 knows.
  ...[`-filter:v:${at}`, `scale=-2:${Math.floor(height / 2) * 2}`],
  ...[`-force_key_frames:v:${at}`, `expr:gte(t,n_forced*${segmentSeconds / 2})`],
];

/** What ffmpeg is told to make the video streams of a ladder out of one input. */
export const ladderArgs = (rungs: readonly Rung[]): string[] => [
  ...rungs.flatMap(() => ['-map', '0:V:0']),
  ...rungs.flatMap(({ height, most }, at) =>
    height === undefined ? [`-c:v:${at}`, 'copy'] : encodeRung({ height, most }, at),
  ),
];

import type { Fix } from '../core/footage.ts';
import { type ClockReading, errorAlong, median, pieceAt, piecesOf } from './clock-pieces.ts';
import type { Rules } from './rules.ts';

const toleranceMs = 5_000;
/** A track may be a little longer than its clip; one much longer is the track of a shift and says nothing. */
const sameSpanMs = 10_000;

/** The median time from one fix to the next, ms; sorted as numbers, for every clip is asked several times. */
const usualStep = (track: readonly Fix[]): number => {
  const steps = new Float64Array(track.length - 1);
  for (let step = 0; step < steps.length; step += 1)
    steps[step] = (track[step + 1] as Fix)[0] - (track[step] as Fix)[0];
  steps.sort();
  const middle = steps.length >> 1;
  const upper = steps[middle] as number;
  return steps.length % 2 === 1 ? upper : Math.round(((steps[middle - 1] as number) + upper) / 2);
};

/**
 * The clock error a clip's own track gives away. Satellites tell the true time, so a track that does not fit into its
 * clip shows by how much the camera is wrong. A track that fits, or that does not cover the clip to its ends, says nothing.
 *
 * @returns camera minus true time in ms
 */
export const gpsClockError = (start: number, end: number, track: readonly Fix[]): number | undefined => {
  const first = track[0];
  const last = track.at(-1);
  if (!first || !last || first === last) return undefined;
  const span = last[0] - first[0];
  const before = start - first[0];
  const after = end - last[0];
  if (before <= toleranceMs && after >= -toleranceMs) return undefined;
  if (span > end - start + sameSpanMs || span < (end - start) / 2) return undefined;
  // The rest of a longer track that was lost around an event is shorter by anything, a whole one by less than two steps.
  const lost = end - start - span - toleranceMs;
  if (lost > 0 && lost > 2 * usualStep(track)) return undefined;
  return Math.round((before + after) / 2);
};

/** Consistent with the standard deviation for normal errors. */
const madScale = 1.4826;

/** A step in what is measured beyond this is a clock that was set; measurements themselves are good to some seconds. */
export const setMs = 60_000;

/** What the readings of a time say, wherever in it a clip lies. */
interface Said {
  readonly measured: readonly ClockReading[][];
  readonly links: readonly ClockReading[][];
  /** What each piece of `links` suggests, ms; undefined where it suggests nothing. */
  readonly suggested: readonly (number | undefined)[];
}

/** What links of one piece suggest: a correction only when enough of them agree that it is one. */
const suggestedBy = ({ clock }: Rules, piece: readonly ClockReading[]): number | undefined => {
  const { votes, agree, unknown, measured } = clock;
  if (piece.length < votes) return undefined;
  const errors = piece.map(({ errorMs }) => errorMs);
  const centre = median(errors);
  const spread = median(errors.map((value) => Math.abs(value - centre))) * madScale;
  if (spread > agree) return undefined;
  const error = Math.max(spread, measured) / Math.sqrt(piece.length);
  return Math.abs(centre) > Math.max(3 * error, unknown) ? centre : undefined;
};

const saidBy = (rules: Rules, readings: readonly ClockReading[]): Said => {
  const measured = readings.filter((reading) => reading.by !== 'link');
  const links = piecesOf(
    readings.filter((reading) => reading.by === 'link'),
    2 * rules.clock.agree,
  );
  return { measured: piecesOf(measured, setMs), links, suggested: links.map((piece) => suggestedBy(rules, piece)) };
};

/**
 * The error of one device's clock at a time: by the readings since it was last set and until it was set again. Measurements
 * beat what links suggest, follow the drift, and bear a wrong one; a single track counts for its own clip only. Links suggest a correction only when enough of them agree
 * that the clip begins clearly outside the time in which people switch on.
 *
 * @returns camera minus true time at a time (epoch ms), ms; for whoever asks for many clips of the device
 */
export const openClock = (rules: Rules, readings: readonly ClockReading[]): ((at: number) => number | undefined) => {
  const { horizon } = rules.clock;
  let ofAll: Said | undefined;
  const saidAround = (at: number): Said => {
    const recent = readings.filter((reading) => Math.abs(reading.at - at) <= horizon);
    if (recent.length < readings.length) return saidBy(rules, recent);
    // Mostly all clips that are matched together are near enough to all readings.
    ofAll ??= saidBy(rules, readings);
    return ofAll;
  };
  return (at) => {
    const { measured, links, suggested } = saidAround(at);
    const piece = measured[pieceAt(measured, at)] ?? [];
    // One track may be the rest of a longer one; two that agree are not.
    if (piece.length > 1 || piece[0]?.by === 'station') return errorAlong(piece, at);
    return suggested[pieceAt(links, at)];
  };
};

/** `openClock` for one time. */
export const estimateClock = (rules: Rules, readings: readonly ClockReading[], at: number): number | undefined =>
  openClock(rules, readings)(at);

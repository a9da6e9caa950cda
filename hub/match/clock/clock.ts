import type { Fix } from '../../core/footage.ts';
import type { Rules } from '../rules/rules.ts';
import { type ClockReading, errorAlong, median, pieceAround } from './clock-pieces.ts';

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

/**
 * The error of one device's clock at a time: by the readings since it was last set and until it was set again. Measurements
 * beat what links suggest, follow the drift, and bear a wrong one; a single track counts for its own clip only. Links suggest a correction only when enough of them agree
 * that the clip begins clearly outside the time in which people switch on.
 *
 * @returns camera minus true time, ms
 */
export const estimateClock = (rules: Rules, readings: readonly ClockReading[], at: number): number | undefined => {
  const { horizon, votes, agree, unknown, measured: measuredMs } = rules.clock;
  const recent = readings.filter((reading) => Math.abs(reading.at - at) <= horizon);
  const measured = recent.filter((reading) => reading.by !== 'link');
  const piece = measured.length === 0 ? [] : pieceAround(measured, at, setMs);
  // One track may be the rest of a longer one; two that agree are not.
  if (piece.length > 1 || piece[0]?.by === 'station') return errorAlong(piece, at);
  const links = recent.filter((reading) => reading.by === 'link');
  if (links.length < votes) return undefined;
  const suggested = pieceAround(links, at, 2 * agree).map(({ errorMs }) => errorMs);
  if (suggested.length < votes) return undefined;
  const centre = median(suggested);
  const spread = median(suggested.map((value) => Math.abs(value - centre))) * madScale;
  if (spread > agree) return undefined;
  const error = Math.max(spread, measuredMs) / Math.sqrt(suggested.length);
  return Math.abs(centre) > Math.max(3 * error, unknown) ? centre : undefined;
};

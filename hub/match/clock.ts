import type { Fix } from '../core/footage.ts';
import type { Rules } from './rules.ts';

/** A camera's clock at one time: camera minus true time, ms. */
export interface ClockReading {
  /** Epoch ms, either clock. */
  readonly at: number;
  readonly errorMs: number;
  /** `gps` and `station` are measurements; `link` is what an aligned clip suggests and counts only in numbers. */
  readonly by: 'gps' | 'station' | 'link';
}

const toleranceMs = 5_000;
/** A track may be a little longer than its clip; one much longer is the track of a shift and says nothing. */
const sameSpanMs = 10_000;

/**
 * The clock error a clip's own track gives away. Satellites tell the true time, so a track that does not fit into its
 * clip shows by how much the camera is wrong. A track that fits, or that covers less than half of the clip, says nothing.
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
  return Math.round((before + after) / 2);
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : Math.round(((sorted[middle - 1] as number) + upper) / 2);
};

/** Consistent with the standard deviation for normal errors. */
const madScale = 1.4826;

/**
 * The error of one device's clock at a time. Measurements beat what links suggest; the median bears a wrong link.
 * Links suggest a correction only when enough of them agree that the clip begins clearly outside the
 * time in which people switch on.
 */
export const estimateClock = (rules: Rules, readings: readonly ClockReading[], at: number): number | undefined => {
  const recent = readings.filter((reading) => Math.abs(reading.at - at) <= rules.clock.horizon);
  const measured = recent.filter((reading) => reading.by !== 'link').map((reading) => reading.errorMs);
  if (measured.length > 0) return median(measured);
  const suggested = recent.filter((reading) => reading.by === 'link').map((reading) => reading.errorMs);
  if (suggested.length < rules.clock.votes) return undefined;
  const centre = median(suggested);
  const spread = median(suggested.map((value) => Math.abs(value - centre))) * madScale;
  if (spread > rules.clock.agree) return undefined;
  const error = Math.max(spread, rules.clock.measured) / Math.sqrt(suggested.length);
  return Math.abs(centre) > Math.max(3 * error, rules.clock.unknown) ? centre : undefined;
};

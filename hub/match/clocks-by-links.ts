import { type ClockReading, estimateClock } from './clock.ts';
import type { MatchFootage } from './inputs.ts';
import type { Resolved } from './resolve.ts';
import type { Rules } from './rules.ts';
import type { Scored } from './score.ts';

/**
 * What a pair suggests about its camera's clock: the clip's beginning on the uncorrected clock against the time it was
 * expected to begin. Only pairs an officer ties, and only where the record's time is known to the minute.
 */
export const readingOf = (rules: Rules, { left, right, window, levels }: Scored): ClockReading | undefined => {
  const { exact, issued } = rules.comparisons.officer;
  if ((levels.officer !== exact && levels.officer !== issued) || window.coarse || left.record.kind === 'traffic-camera')
    return undefined;
  const { place } = rules.comparisons;
  if (levels.place === place.elsewhere || levels.place === place.far) return undefined;
  return {
    at: right.footage.start,
    errorMs: right.footage.start - (window.expectFrom + window.expectTo) / 2,
    by: 'link',
  };
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/**
 * Clock errors that the links of a device suggest, by clip id, in ms; only for clips whose clock was not measured. Each
 * clip votes once, by its strongest pair.
 */
export const clocksByLinks = (
  rules: Rules,
  resolved: readonly Resolved[],
  footage: readonly MatchFootage[],
): Map<number, number> => {
  const strongest = new Map<number, Resolved>();
  for (const one of resolved) {
    if (one.decision === undefined || one.pair.right.isMeasured) continue;
    const { id } = one.pair.right.footage;
    const known = strongest.get(id);
    if (known === undefined || one.weight > known.weight) strongest.set(id, one);
  }
  const byDevice = new Map<string, ClockReading[]>();
  const usual: number[] = [];
  for (const { pair } of strongest.values()) {
    const reading = readingOf(rules, pair);
    const { deviceId } = pair.right.footage;
    if (reading === undefined || deviceId === undefined) continue;
    byDevice.set(deviceId, [...(byDevice.get(deviceId) ?? []), reading]);
    if (pair.shiftMs === 0) usual.push(reading.errorMs);
  }
  const usualMs = median(usual);
  const errors = new Map<number, number>();
  for (const { id, deviceId, start, clockErrorMs } of footage) {
    const readings = deviceId === undefined ? undefined : byDevice.get(deviceId);
    if (readings === undefined || clockErrorMs !== undefined) continue;
    const error = estimateClock(rules, readings, start, usualMs);
    if (error !== undefined) errors.set(id, error);
  }
  return errors;
};

import { type ClockReading, estimateClock, gpsClockError } from './clock.ts';
import type { Resolved, Scored } from './explained.ts';
import type { MatchFootage } from './inputs.ts';
import type { Rules } from './rules.ts';

/**
 * What a pair suggests about its camera's clock: how far the clip begins, on the uncorrected clock, outside the time in
 * which it was expected to begin; 0 inside. Only pairs an officer ties, and only where the record's time is well known.
 */
export const readingOf = (rules: Rules, { left, right, window, levels }: Scored): ClockReading | undefined => {
  const { exact, issued } = rules.comparisons.officer;
  const { elsewhere, far } = rules.comparisons.place;
  if (window.coarse || levels.place === elsewhere || levels.place === far) return undefined;
  if (left.record.kind === 'traffic-camera' || (levels.officer !== exact && levels.officer !== issued))
    return undefined;
  const { start } = right.footage;
  const errorMs = start < window.expectFrom ? start - window.expectFrom : Math.max(0, start - window.expectTo);
  return { at: start, errorMs, by: 'link' };
};

/** Equals in the order of their records' names, so that the order of arrival does not matter. */
const isStronger = (one: Resolved, other: Resolved): boolean =>
  one.weight > other.weight || (one.weight === other.weight && one.pair.left.record.name < other.pair.left.record.name);

/**
 * Clock errors that the other clips of a device suggest, by clip id, in ms: by their tracks, else by their links, of which
 * each clip's strongest votes. Only for clips whose own clock was not measured.
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
    if (known === undefined || isStronger(one, known)) strongest.set(id, one);
  }
  const byDevice = new Map<string, ClockReading[]>();
  for (const { pair } of strongest.values()) {
    const reading = readingOf(rules, pair);
    const { deviceId } = pair.right.footage;
    if (reading === undefined || deviceId === undefined) continue;
    byDevice.set(deviceId, [...(byDevice.get(deviceId) ?? []), reading]);
  }
  for (const { deviceId, start, end, track } of footage) {
    const errorMs = deviceId === undefined ? undefined : gpsClockError(start, end, track);
    if (deviceId === undefined || errorMs === undefined) continue;
    byDevice.set(deviceId, [...(byDevice.get(deviceId) ?? []), { at: start, errorMs, by: 'gps' }]);
  }
  const errors = new Map<number, number>();
  for (const { id, deviceId, start, end, track, clockErrorMs } of footage) {
    const readings = deviceId === undefined ? undefined : byDevice.get(deviceId);
    if (readings === undefined || clockErrorMs !== undefined || gpsClockError(start, end, track) !== undefined)
      continue;
    const error = estimateClock(rules, readings, start);
    if (error !== undefined) errors.set(id, error);
  }
  return errors;
};

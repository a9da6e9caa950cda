import type { Fix } from '../../core/footage.ts';
import type { MatchRecord } from '../inputs.ts';
import type { Rules } from '../rules.ts';
import type { FootageSubject } from '../subject.ts';
import type { Window } from '../window.ts';

const metresPerDegree = 111_320;
const mostAccuracyM = 500;
const mostFixAccuracyM = 100;
/** Between fixes further apart nobody knows the way. */
const longestStepMs = 5 * 60_000;
const closeFixesMs = 60_000;
/** How far off the straight way somebody gets in a second between two fixes, and at most. */
const strayMetresPerSecond = 2;
const mostStrayM = 300;
/** A car with its lights on: what a track with a hole at the event cannot rule out. */
const fastestMetresPerSecond = 25;
const enoughSeenMs = 60_000;

/** What a track shows about a place. Distances in metres beyond what accuracy explains. */
export interface Sighting {
  readonly nearestM: number;
  /** Share of the observed time on the scene that was spent within the `stayed` distance, 0 when hardly observed. */
  readonly stay: number;
  /** Whether enough of the event was observed for absence to mean something. */
  readonly isSeen: boolean;
  /** Time from the nearest observed fix to the event, ms. */
  readonly awayMs: number;
}

const firstAtOrAfter = (track: readonly Fix[], at: number): number => {
  let low = 0;
  let high = track.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((track[middle] as Fix)[0] < at) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Distance of the origin from the stretch between two points. */
const fromStretch = (x: number, y: number, otherX: number, otherY: number): number => {
  const [alongX, alongY] = [otherX - x, otherY - y];
  const square = alongX * alongX + alongY * alongY;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, -(x * alongX + y * alongY) / square));
  return Math.hypot(x + share * alongX, y + share * alongY);
};

/**
 * Look along a track for a place. The earth is taken for flat: exact to a metre at such distances.
 *
 * @param shiftMs what to subtract from the track's times to have the window's
 * @returns undefined when the track has no fix in the window
 */
export const sight = (
  track: readonly Fix[],
  place: NonNullable<MatchRecord['place']>,
  window: Pick<Window, 'open' | 'close' | 'from' | 'to'>,
  shiftMs: number,
  stayWithinM: number,
): Sighting | undefined => {
  const begin = firstAtOrAfter(track, window.open + shiftMs);
  const perLon = metresPerDegree * Math.cos((place.lat * Math.PI) / 180);
  const known = Math.min(place.accuracyM, mostAccuracyM);
  let [nearest, seen, stayed, away] = [Number.POSITIVE_INFINITY, 0, 0, Number.POSITIVE_INFINITY];
  let [beforeX, beforeY, beforeAt, beforeNear] = [0, 0, Number.NEGATIVE_INFINITY, false];
  for (let index = begin; index < track.length; index += 1) {
    const fix = track[index] as Fix;
    const at = fix[0] - shiftMs;
    if (at > window.close) break;
    const [x, y] = [(fix[1] - place.lon) * perLon, (fix[2] - place.lat) * metresPerDegree];
    const allowance = known + Math.min(fix[3] ?? 0, mostFixAccuracyM);
    const distance = Math.max(0, Math.hypot(x, y) - allowance);
    const isNear = distance <= stayWithinM;
    nearest = Math.min(nearest, distance);
    away = Math.min(away, Math.max(0, window.from - at, at - window.to));
    const step = at - beforeAt;
    if (step <= longestStepMs) {
      const stray = Math.min(mostStrayM, (step / 1000) * strayMetresPerSecond);
      const passing = Math.max(
        0,
        fromStretch(beforeX, beforeY, x, y) - allowance - (step > closeFixesMs / 6 ? stray : 0),
      );
      nearest = Math.min(nearest, passing);
      const onScene = Math.min(at, window.to) - Math.max(beforeAt, window.from);
      if (step <= closeFixesMs && onScene > 0) {
        seen += onScene;
        if (isNear && beforeNear) stayed += onScene;
      }
    }
    [beforeX, beforeY, beforeAt, beforeNear] = [x, y, at, isNear];
  }
  if (nearest === Number.POSITIVE_INFINITY) return undefined;
  const enough = Math.min(enoughSeenMs, (window.to - window.from) / 2);
  const isSeen = seen > 0 && seen >= enough;
  return { nearestM: nearest, stay: isSeen ? stayed / seen : 0, isSeen, awayMs: away };
};

/** The stretch of the window a clip can show; a clip outside of it is looked at whole, its clock may be wrong. */
const watched = (window: Window, from: number, to: number): Pick<Window, 'open' | 'close' | 'from' | 'to'> => {
  if (to < window.open || from > window.close) return { open: from, close: to, from, to };
  const [begin, end] = [Math.max(window.from, from), Math.min(window.to, to)];
  return begin < end ? { open: window.open, close: window.close, from: begin, to: end } : window;
};

/** What the clip's track shows of the record's place; undefined where there is no place, no track or no fix. */
export const sightingOf = (
  rules: Rules,
  record: MatchRecord,
  window: Window,
  right: FootageSubject,
  shiftMs: number,
): Sighting | undefined => {
  const { place } = record;
  const { track } = right.footage;
  if (place === undefined || track.length === 0) return undefined;
  const stretch = watched(window, right.from - shiftMs, right.to - shiftMs);
  return sight(track, place, stretch, right.trackErrorMs + shiftMs, rules.comparisons.place.stayed.within);
};

/** Nearness is evidence; distance is evidence only where the event was observed or could not be reached in time. */
export const comparePlace = (rules: Rules, sighting: Sighting | undefined) => {
  if (sighting === undefined) return undefined;
  const levels = rules.comparisons.place;
  const { nearestM, stay, isSeen, awayMs } = sighting;
  if (stay >= 0.5) return levels.stayed;
  if (nearestM <= levels.at.within) return levels.at;
  if (nearestM <= levels.close.within) return levels.close;
  if (!isSeen && nearestM <= levels.elsewhere.within + (awayMs / 1000) * fastestMetresPerSecond) return undefined;
  if (nearestM <= levels.around.within) return levels.around;
  return nearestM <= levels.elsewhere.within ? levels.elsewhere : levels.far;
};

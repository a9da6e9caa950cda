import { firstFrom } from './columns.ts';
import type { Frames } from './frames.ts';

const metresPerDegree = 111_320;
const mostAccuracyM = 500;
const mostFixAccuracyM = 100;
/** Between fixes further apart nobody knows the way. */
const longestStepMs = 5 * 60_000;
const closeFixesMs = 60_000;
/** How far off the straight way somebody gets in a second between two fixes, and at most. */
const strayMetresPerSecond = 2;
const mostStrayM = 300;
const enoughSeenMs = 60_000;

/** What a track shows about a place. Distances in metres beyond what accuracy explains. */
export interface Sighting {
  nearestM: number;
  /** Share of the observed time on the scene that was spent within the `stayed` distance, 0 when hardly observed. */
  stay: number;
  /** The same within the `lingered` distance: places are written down roughly. */
  linger: number;
  /** Whether enough of the event was observed for absence to mean something. */
  isSeen: boolean;
  /** Time from the nearest observed fix to the event, ms. */
  awayMs: number;
}

/** Distance of the origin from the stretch between two points. */
const fromStretch = (x: number, y: number, otherX: number, otherY: number): number => {
  const alongX = otherX - x;
  const alongY = otherY - y;
  const square = alongX * alongX + alongY * alongY;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, -(x * alongX + y * alongY) / square));
  const atX = x + share * alongX;
  const atY = y + share * alongY;
  return Math.sqrt(atX * atX + atY * atY);
};

/** Looks along a clip's track for a record's place; false when there is no place, no track or no fix in the window. */
export type Sight = (record: number, clip: number, shiftMs: number, into: Sighting) => boolean;

/** The earth is taken for flat: exact to a metre at such distances. */
export const prepareSight = ({ rules, records, footage }: Frames): Sight => {
  const { windows, lon, lat, accuracyM } = records;
  const { trackStarts, fixAt, fixLon, fixLat, fixAccuracyM } = footage;
  const { within: stayWithinM } = rules.comparisons.place.stayed;
  const { within: lingerWithinM } = rules.comparisons.place.lingered;

  return (record, clip, shiftMs, into) => {
    const begin = trackStarts[clip] as number;
    const end = trackStarts[clip + 1] as number;
    if (begin === end) return false;
    const placeLon = lon[record] as number;
    const placeLat = lat[record] as number;
    if (placeLon !== placeLon) return false;
    const window = record * windows.width + (footage.windowClass[clip] as number);
    let open = windows.open[window] as number;
    let close = windows.close[window] as number;
    let from = windows.from[window] as number;
    let to = windows.to[window] as number;
    const clipFrom = (footage.from[clip] as number) - shiftMs;
    const clipTo = (footage.to[clip] as number) - shiftMs;
    if (clipTo < open || clipFrom > close) {
      // A clip outside of the window is looked at whole: its clock may be wrong.
      open = clipFrom;
      close = clipTo;
      from = clipFrom;
      to = clipTo;
    } else {
      // The stretch of the event that the clip can show.
      const first = Math.max(from, clipFrom);
      const last = Math.min(to, clipTo);
      if (first < last) {
        from = first;
        to = last;
      }
    }
    const trackShift = (footage.trackErrorMs[clip] as number) + shiftMs;
    const perLon = metresPerDegree * Math.cos((placeLat * Math.PI) / 180);
    const known = Math.min(accuracyM[record] as number, mostAccuracyM);
    let nearest = Number.POSITIVE_INFINITY;
    let away = Number.POSITIVE_INFINITY;
    let seen = 0;
    let stayed = 0;
    let lingered = 0;
    let beforeX = 0;
    let beforeY = 0;
    let beforeAt = Number.NEGATIVE_INFINITY;
    let beforeM = Number.POSITIVE_INFINITY;
    for (let fix = firstFrom(fixAt, open + trackShift, begin, end); fix < end; fix += 1) {
      const at = (fixAt[fix] as number) - trackShift;
      if (at > close) break;
      const x = ((fixLon[fix] as number) - placeLon) * perLon;
      const y = ((fixLat[fix] as number) - placeLat) * metresPerDegree;
      const allowance = known + Math.min(fixAccuracyM[fix] as number, mostFixAccuracyM);
      const distance = Math.max(0, Math.sqrt(x * x + y * y) - allowance);
      nearest = Math.min(nearest, distance);
      away = Math.min(away, Math.max(0, from - at, at - to));
      const step = at - beforeAt;
      if (step <= longestStepMs) {
        const stray = step > closeFixesMs / 6 ? Math.min(mostStrayM, (step / 1000) * strayMetresPerSecond) : 0;
        nearest = Math.min(nearest, Math.max(0, fromStretch(beforeX, beforeY, x, y) - allowance - stray));
        const onScene = Math.min(at, to) - Math.max(beforeAt, from);
        if (step <= closeFixesMs && onScene > 0) {
          seen += onScene;
          const furthest = Math.max(distance, beforeM);
          if (furthest <= stayWithinM) stayed += onScene;
          if (furthest <= lingerWithinM) lingered += onScene;
        }
      }
      beforeX = x;
      beforeY = y;
      beforeAt = at;
      beforeM = distance;
    }
    if (nearest === Number.POSITIVE_INFINITY) return false;
    const isSeen = seen > 0 && seen >= Math.min(enoughSeenMs, (to - from) / 2);
    into.nearestM = nearest;
    into.stay = isSeen ? stayed / seen : 0;
    into.linger = isSeen ? lingered / seen : 0;
    into.isSeen = isSeen;
    into.awayMs = away;
    return true;
  };
};

import { firstFrom } from '../frames/columns.ts';
import type { Frames } from '../frames/frames.ts';
import {
  longestStepMs,
  metresPerDegree,
  mostAccuracyM,
  mostStrayM,
  strayMetresPerSecond,
} from '../frames/track-limits.ts';

const closeFixesMs = 60_000;
const enoughSeenMs = 60_000;
/** How far beyond the clip a track is followed: satellites are lost for a minute or two, about events above all. */
const besideClipMs = 2 * 60_000;

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

/** Looks along a clip's track for a record's place; false when there is no place, no track or no fix in the window. */
export type Sight = (record: number, clip: number, shiftMs: number, into: Sighting) => boolean;

/** The earth is taken for flat: exact to a metre at such distances. */
export const prepareSight = ({ rules, records, footage }: Frames): Sight => {
  const { windows, lon, lat, accuracyM } = records;
  const { trackStarts, fixAt, fixLon, fixLat, fixAccuracyM } = footage;
  const { within: stayWithinM } = rules.comparisons.place.stayed;
  const { within: lingerWithinM } = rules.comparisons.place.lingered;
  const metresPerLon = lat.map((degrees) => metresPerDegree * Math.cos((degrees * Math.PI) / 180));

  return (record, clip, shiftMs, into) => {
    const begin = trackStarts[clip] as number;
    const end = trackStarts[clip + 1] as number;
    if (begin === end) return false;
    const placeLon = lon[record] as number;
    const placeLat = lat[record] as number;
    if (Number.isNaN(placeLon)) return false;
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
      // Some tracks run the whole shift: what lies far outside of the clip is not what the clip shows.
      open = Math.max(open, clipFrom - besideClipMs);
      close = Math.min(close, clipTo + besideClipMs);
    }
    const trackShift = (footage.trackErrorMs[clip] as number) + shiftMs;
    const perLon = metresPerLon[record] as number;
    const known = Math.min(accuracyM[record] as number, mostAccuracyM);
    let nearest = Number.POSITIVE_INFINITY;
    let away = Number.POSITIVE_INFINITY;
    let seen = 0;
    let stayed = 0;
    let lingered = 0;
    let beforeX = 0;
    let beforeY = 0;
    let beforeSquare = 0;
    let beforeAt = Number.NEGATIVE_INFINITY;
    let hasStayed = false;
    let hasLingered = false;
    let step = Number.POSITIVE_INFINITY;
    let stray = 0;
    for (let fix = firstFrom(fixAt, open + trackShift, begin, end); fix < end; fix += 1) {
      const at = (fixAt[fix] as number) - trackShift;
      if (at > close) break;
      const x = ((fixLon[fix] as number) - placeLon) * perLon;
      const y = ((fixLat[fix] as number) - placeLat) * metresPerDegree;
      const allowance = known + (fixAccuracyM[fix] as number);
      const square = x * x + y * y;
      // Squares are compared, so that a root is taken only where something nearer is found.
      const reach = nearest + allowance;
      if (nearest > 0 && square < reach * reach) nearest = Math.max(0, Math.sqrt(square) - allowance);
      if (away > 0) away = Math.min(away, at < from ? from - at : at > to ? at - to : 0);
      const stayReach = stayWithinM + allowance;
      const lingerReach = lingerWithinM + allowance;
      const stays = square <= stayReach * stayReach;
      const lingers = square <= lingerReach * lingerReach;
      if (at - beforeAt !== step) {
        step = at - beforeAt;
        stray = step > closeFixesMs / 6 ? Math.min(mostStrayM, (step / 1000) * strayMetresPerSecond) : 0;
      }
      if (step <= longestStepMs) {
        if (nearest > 0) {
          const unexplained = allowance + stray;
          const limit = nearest + unexplained;
          // Nearest point of the straight way from the fix before to this one.
          const alongX = x - beforeX;
          const alongY = y - beforeY;
          const length = alongX * alongX + alongY * alongY;
          const along = -(beforeX * alongX + beforeY * alongY);
          let passing = square;
          if (along <= 0) passing = beforeSquare;
          else if (along < length) {
            const cross = beforeX * alongY - beforeY * alongX;
            passing = (cross * cross) / length;
          }
          if (passing < limit * limit) nearest = Math.min(nearest, Math.max(0, Math.sqrt(passing) - unexplained));
        }
        const onScene = Math.min(at, to) - Math.max(beforeAt, from);
        if (step <= closeFixesMs && onScene > 0) {
          seen += onScene;
          if (stays && hasStayed) stayed += onScene;
          if (lingers && hasLingered) lingered += onScene;
        }
      }
      beforeX = x;
      beforeY = y;
      beforeSquare = square;
      beforeAt = at;
      hasStayed = stays;
      hasLingered = lingers;
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

import type { Scored } from './score.ts';

/** A stretch of a clip, epoch ms. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const common = (one: Stretch, other: Stretch): number => Math.min(one.to, other.to) - Math.max(one.from, other.from);

const overlapOrWhole = (clip: Stretch, part: Stretch): Stretch => {
  const from = Math.max(clip.from, part.from);
  const to = Math.min(clip.to, part.to);
  return from <= to ? { from, to } : clip;
};

/** The part of the clip inside the padded window, on the corrected clock; the whole clip when it lies outside. */
export const segmentOf = ({ right, window, shiftMs }: Scored): Stretch =>
  overlapOrWhole(right, { from: window.open + shiftMs, to: window.close + shiftMs });

/** The seconds a record really claims, on the corrected clock: the event without lead and tail, if the clip has any of it. */
export const claimOf = (pair: Scored): Stretch => {
  const { right, window, shiftMs } = pair;
  const core = { from: window.from + shiftMs, to: window.to + shiftMs };
  return common(right, core) > 0 ? overlapOrWhole(right, core) : segmentOf(pair);
};

/** Common time as a share of the shorter claim, 0 to 1; an image lies in a claim or does not. */
export const sharedPart = (one: Stretch, other: Stretch): number => {
  const shorter = Math.min(one.to - one.from, other.to - other.from);
  const both = common(one, other);
  if (shorter <= 0) return both >= 0 ? 1 : 0;
  return Math.max(0, both) / shorter;
};

/**
 * Where one clip is cut between two events: when the later one's officers set out, or arrive, or halfway through what both
 * claim. Corrected clock, epoch ms.
 */
const cutBetween = (earlier: Scored, later: Scored): number => {
  const [end, begin] = [earlier.window.to + earlier.shiftMs, later.window.from + later.shiftMs];
  if (end > begin) return (end + begin) / 2;
  return Math.min(begin, Math.max(end, later.window.expectFrom + later.shiftMs));
};

/**
 * The segment of a pair when other records have other seconds of the same clip.
 *
 * @param neighbours pairs of the same clip whose claims lie mostly elsewhere
 * @returns the stretch on the camera's own clock: `start - footage.start` is the position in the clip
 */
export const cutSegment = (pair: Scored, neighbours: readonly Scored[]): Stretch => {
  let { from, to } = segmentOf(pair);
  const claim = claimOf(pair);
  const middle = claim.from + claim.to;
  for (const neighbour of neighbours) {
    const other = claimOf(neighbour);
    const isLater = other.from + other.to > middle;
    if (isLater) to = Math.min(to, Math.max(from, cutBetween(pair, neighbour)));
    else from = Math.max(from, Math.min(to, cutBetween(neighbour, pair)));
  }
  const { clockErrorMs } = pair.right;
  return { from: Math.round(from + clockErrorMs), to: Math.round(to + clockErrorMs) };
};

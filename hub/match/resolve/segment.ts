import type { Frames } from '../frames/frames.ts';
import type { Pairs } from '../pairs/pairs.ts';

/** A stretch of a clip, epoch ms. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Which seconds of their clips some pairs are about. Pairs are told by their row. */
export interface Segments {
  /**
   * The seconds that the record of a pair really claims, on the corrected clock: the event without lead and tail, if the
   * clip has any of it.
   */
  readonly claimFrom: Float64Array;
  readonly claimTo: Float64Array;
  /** What two claims have in common as a share of the shorter one, 0 to 1; an image lies in a claim or does not. */
  sharedPart(one: number, other: number): number;
  /**
   * The segment of a pair when other records have other seconds of the same clip.
   *
   * @param neighbours pairs of the same clip whose claims lie mostly elsewhere
   * @returns the stretch on the camera's own clock: `start - footage.start` is the position in the clip
   */
  cut(pair: number, neighbours: readonly number[]): Stretch;
}

export const openSegments = ({ records, footage }: Frames, pairs: Pairs): Segments => {
  const { windows } = records;
  const claimFrom = new Float64Array(pairs.size);
  const claimTo = new Float64Array(pairs.size);
  const windowOfPair = (pair: number): number =>
    (pairs.record[pair] as number) * windows.width + (footage.windowClass[pairs.clip[pair] as number] as number);
  const shifted = (column: Float64Array, pair: number): number =>
    (column[windowOfPair(pair)] as number) + (pairs.shiftMs[pair] as number);

  for (let pair = 0; pair < pairs.size; pair += 1) {
    const clip = pairs.clip[pair] as number;
    const [begin, end] = [footage.from[clip] as number, footage.to[clip] as number];
    let from = Math.max(begin, shifted(windows.from, pair));
    let to = Math.min(end, shifted(windows.to, pair));
    if (to <= from) {
      from = Math.max(begin, shifted(windows.open, pair));
      to = Math.min(end, shifted(windows.close, pair));
    }
    claimFrom[pair] = from <= to ? from : begin;
    claimTo[pair] = from <= to ? to : end;
  }

  /**
   * Where one clip is cut between two events: when the later one's officers set out, or arrive, or halfway through what
   * both claim. Corrected clock, epoch ms.
   */
  const cutBetween = (earlier: number, later: number): number => {
    const [end, begin] = [shifted(windows.to, earlier), shifted(windows.from, later)];
    if (end > begin) return (end + begin) / 2;
    return Math.min(begin, Math.max(end, shifted(windows.expectFrom, later)));
  };
  const middle = (pair: number): number => (claimFrom[pair] as number) + (claimTo[pair] as number);

  return {
    claimFrom,
    claimTo,
    sharedPart(one, other) {
      const [oneFrom, oneTo] = [claimFrom[one] as number, claimTo[one] as number];
      const [otherFrom, otherTo] = [claimFrom[other] as number, claimTo[other] as number];
      const shorter = Math.min(oneTo - oneFrom, otherTo - otherFrom);
      const both = Math.min(oneTo, otherTo) - Math.max(oneFrom, otherFrom);
      if (shorter <= 0) return both >= 0 ? 1 : 0;
      return Math.max(0, both) / shorter;
    },
    cut(pair, neighbours) {
      const clip = pairs.clip[pair] as number;
      const [begin, end] = [footage.from[clip] as number, footage.to[clip] as number];
      // The part of the clip inside the padded window; the whole clip when it lies outside.
      let from = Math.max(begin, shifted(windows.open, pair));
      let to = Math.min(end, shifted(windows.close, pair));
      if (from > to) [from, to] = [begin, end];
      for (const neighbour of neighbours) {
        const isLater = middle(neighbour) > middle(pair);
        if (isLater) to = Math.min(to, Math.max(from, cutBetween(pair, neighbour)));
        else from = Math.max(from, Math.min(to, cutBetween(neighbour, pair)));
      }
      const error = footage.clockErrorMs[clip] as number;
      return { from: Math.round(from + error), to: Math.round(to + error) };
    },
  };
};

import type { Lists } from '../frames/columns.ts';
import type { Frames } from '../frames/frames.ts';
import type { Pairs } from '../pairs/pairs.ts';
import { weightOf } from '../rules/rules.ts';

/** From here on another clip of the record counts as one of its clips. */
const plausible = weightOf(0.7);

/** @returns whether no more than a short pause lies between two clips of one camera */
export const prepareContinuation = ({ rules, footage }: Frames): ((one: number, other: number) => boolean) => {
  const { from, to } = footage;
  const { within } = rules.comparisons.series.continues;
  return (one, other) =>
    Math.max((from[one] as number) - (to[other] as number), (from[other] as number) - (to[one] as number)) <= within;
};

/**
 * What better clips of the same camera say for or against each pair, in bits: people switch off and on again during one
 * event, and both clips have the same clock, so a short pause tells more than any time of day. Pauses join up: a third piece
 * follows the second as the second follows the first. The best one gains nothing: two clips of another event would vouch for
 * each other. A clip that stands apart from a better one of the same camera is more likely of something else. Where nothing
 * but time and place speaks for a camera, its clips do not vouch for each other: they would all be of the wrong one.
 *
 * @param byRecord rows of pairs by record
 * @param weight bits of each pair after the rivals of its clip were heard
 */
export const seriesWeights = (
  frames: Frames,
  pairs: Pairs,
  byRecord: Lists,
  weight: Float64Array,
  isSameCamera: (one: number, other: number) => boolean,
  isAttributed: Uint8Array,
): Float64Array => {
  const { continues, elsewhere } = frames.rules.comparisons.series;
  const isContinuation = prepareContinuation(frames);
  const { starts, items } = byRecord;
  const bits = new Float64Array(pairs.size);
  /** The best clip that each clip is joined to by short pauses; that clip's own bits. */
  const lead = new Float64Array(pairs.size).fill(Number.NEGATIVE_INFINITY);

  /** @returns whether any clip of the record was joined to a better one than before */
  const join = (begin: number, end: number): boolean => {
    let hasJoined = false;
    for (let at = begin; at < end; at += 1) {
      const pair = items[at] as number;
      for (let place = begin; place < end; place += 1) {
        const other = items[place] as number;
        const best = lead[other] as number;
        if (best <= (lead[pair] as number) || best <= (weight[pair] as number)) continue;
        // A piece hands on what it was lent only where that makes it one of the event's clips.
        if ((weight[other] as number) + continues.weight < plausible || !isSameCamera(pair, other)) continue;
        if (!isContinuation(pairs.clip[pair] as number, pairs.clip[other] as number)) continue;
        lead[pair] = best;
        hasJoined = true;
      }
    }
    return hasJoined;
  };

  for (let record = 0; record + 1 < starts.length; record += 1) {
    const [begin, end] = [starts[record] as number, starts[record + 1] as number];
    let isSeries = false;
    for (let at = begin; at < end; at += 1) {
      const pair = items[at] as number;
      if ((weight[pair] as number) < plausible) continue;
      lead[pair] = weight[pair] as number;
      isSeries = end - begin > 1;
    }
    if (!isSeries) continue;
    while (join(begin, end));
    for (let at = begin; at < end; at += 1) {
      const pair = items[at] as number;
      const own = weight[pair] as number;
      if ((lead[pair] as number) > own) {
        bits[pair] = isAttributed[pair] === 1 ? continues.weight : 0;
        continue;
      }
      for (let place = begin; place < end; place += 1) {
        const other = items[place] as number;
        if ((weight[other] as number) < plausible || (weight[other] as number) <= own) continue;
        if (isSameCamera(pair, other)) bits[pair] = elsewhere.weight;
      }
    }
  }
  return bits;
};

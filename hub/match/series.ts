import type { Lists } from './columns.ts';
import type { Frames } from './frames.ts';
import type { Pairs } from './pairs.ts';
import { weightOf } from './rules.ts';

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
 * event, and both clips have the same clock, so a short pause tells more than any time of day. The better one gains nothing:
 * two clips of another event would vouch for each other. A clip that stands apart
 * from a better one of the same camera is more likely of something else. Where nothing but time and place speaks for a
 * camera, its clips do not vouch for each other: they would all be of the wrong one.
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

  for (let record = 0; record + 1 < starts.length; record += 1) {
    const [begin, end] = [starts[record] as number, starts[record + 1] as number];
    for (let at = begin; at < end; at += 1) {
      const pair = items[at] as number;
      let [isContinued, isElsewhere] = [false, false];
      for (let place = begin; place < end; place += 1) {
        const other = items[place] as number;
        if (other === pair || (weight[other] as number) < plausible || !isSameCamera(pair, other)) continue;
        if ((weight[other] as number) <= (weight[pair] as number)) continue;
        if (isContinuation(pairs.clip[pair] as number, pairs.clip[other] as number)) isContinued = true;
        else isElsewhere = true;
      }
      if (isContinued) bits[pair] = isAttributed[pair] === 1 ? continues.weight : 0;
      else if (isElsewhere) bits[pair] = elsewhere.weight;
    }
  }
  return bits;
};

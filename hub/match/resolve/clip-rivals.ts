import { GrowingLists, type Lists } from '../frames/columns.ts';
import type { Frames } from '../frames/frames.ts';
import type { Pairs } from '../pairs/pairs.ts';
import { stand, standOf } from '../pairs/related.ts';
import type { Hearing, Rivals } from './hearing.ts';
import { prepareContinuation } from './series.ts';

/** Who else claims the clip of a pair. */
interface Claims {
  /** Pairs that dispute each pair's seconds, strongest first. */
  readonly disputing: Lists;
  /** Pairs that have other seconds of the same clip. */
  readonly adjoining: Lists;
  /** 1 for a pair whose seconds nobody stronger claims. */
  readonly isBest: Uint8Array;
}

const claimsOf = ({ rules, records }: Frames, pairs: Pairs, hearing: Hearing): Claims => {
  const { margin, rivalOverlap } = rules.thresholds;
  const { weight, recordOf, byClip, segments } = hearing;
  const [disputing, adjoining] = [new GrowingLists(pairs.size), new GrowingLists(pairs.size)];
  const isBest = new Uint8Array(pairs.size).fill(1);
  for (let pair = 0; pair < pairs.size; pair += 1) {
    const record = recordOf[pair] as number;
    if (record !== -1) {
      const own = weight[pair] as number;
      const clip = pairs.clip[pair] as number;
      const end = byClip.starts[clip + 1] as number;
      for (let at = byClip.starts[clip] as number; at < end; at += 1) {
        const other = byClip.items[at] as number;
        if (other === pair) continue;
        const relation = standOf(records, record, pairs.record[other] as number);
        if (relation === stand.same) continue;
        if (relation === stand.strangers && (weight[other] as number) < own + margin) continue;
        if (segments.sharedPart(pair, other) >= rivalOverlap) {
          disputing.push(other);
          if ((weight[other] as number) > own) isBest[pair] = 0;
        } else adjoining.push(other);
      }
    }
    disputing.close();
    adjoining.close();
  }
  return { disputing: disputing.finish(), adjoining: adjoining.finish(), isBest };
};

/**
 * What a weaker rival counts, as a share of its odds: less where a better clip of the same camera stands apart from it,
 * by as much as the series says, for events are filmed in pieces; and where nothing but time and place ties it to this
 * clip among others. Lists are in order, so the sums are always the same.
 */
const prepareDiscount = (frames: Frames, pairs: Pairs, hearing: Hearing, isBest: Uint8Array) => {
  const { weight, odds, byRecord, isAttributed, isSameCamera } = hearing;
  const continues = prepareContinuation(frames);
  const { elsewhere } = frames.rules.comparisons.series;
  const shareElsewhere = Math.min(1, elsewhere.m / elsewhere.u);
  return (rival: number): number => {
    const record = pairs.record[rival] as number;
    const isAnybodys = isAttributed[rival] === 0;
    const end = byRecord.starts[record + 1] as number;
    let alternatives = 1;
    let isElsewhere = false;
    for (let at = byRecord.starts[record] as number; at < end; at += 1) {
      const other = byRecord.items[at] as number;
      const isBetter = (weight[other] as number) > (weight[rival] as number);
      if (!isBetter && !isAnybodys) break;
      if (other === rival) continue;
      if (!isSameCamera(other, rival)) alternatives += isAnybodys ? (odds[other] as number) : 0;
      else if (isBetter && isBest[other] === 1)
        isElsewhere ||= !continues(pairs.clip[rival] as number, pairs.clip[other] as number);
    }
    return (isElsewhere ? shareElsewhere : 1) / alternatives;
  };
};

/** What the rivals for its clip leave of each pair. */
export interface ClipRivals {
  /** Bits after they were heard. */
  readonly weight: Float64Array;
  /** Pairs that have other seconds of the same clip. */
  readonly adjoining: Lists;
}

/**
 * Hear the records that claim the same seconds of one clip: each counts as an alternative explanation, so the odds of a
 * pair are divided by one plus theirs. Records of one event count once, by their strongest claim.
 */
export const hearClipRivals = (frames: Frames, pairs: Pairs, hearing: Hearing, rivals: Rivals): ClipRivals => {
  const { records } = frames;
  const { weight, odds } = hearing;
  const { disputing, adjoining, isBest } = claimsOf(frames, pairs, hearing);
  const discountOf = prepareDiscount(frames, pairs, hearing, isBest);
  const shareOf = new Float64Array(pairs.size);
  const shareAgainst = (rival: number, pair: number): number => {
    if ((weight[rival] as number) > (weight[pair] as number)) return 1;
    if (shareOf[rival] === 0) shareOf[rival] = discountOf(rival);
    return shareOf[rival] as number;
  };
  const isCounted = new Uint8Array(disputing.items.length);
  const isOfEventCounted = (rival: number, from: number, place: number): boolean => {
    const record = pairs.record[rival] as number;
    for (let at = from; at < place; at += 1) {
      const other = pairs.record[disputing.items[at] as number] as number;
      if (isCounted[at] === 1 && standOf(records, other, record) === stand.same) return true;
    }
    return false;
  };

  const left = weight.slice();
  for (let pair = 0; pair < pairs.size; pair += 1) {
    const first = disputing.starts[pair] as number;
    const end = disputing.starts[pair + 1] as number;
    if (first === end) continue;
    const before = weight[pair] as number;
    rivals.begin();
    for (let at = first; at < end; at += 1) {
      const rival = disputing.items[at] as number;
      if (isOfEventCounted(rival, first, at)) continue;
      isCounted[at] = 1;
      const share = shareAgainst(rival, pair);
      const bits = share === 1 ? (weight[rival] as number) : (weight[rival] as number) + Math.log2(share);
      rivals.hear(pair, rival, bits, before, share * (odds[rival] as number));
    }
    left[pair] = before - rivals.bits(0);
  }
  return { weight: left, adjoining };
};

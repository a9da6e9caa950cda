import type { Decision } from '../core/vocabulary.ts';
import { attributionsOf } from './attribution.ts';
import { GrowingLists, groupRows, sortLists } from './columns.ts';
import { conclude, confirmedWeight } from './conclude.ts';
import type { Frames } from './frames.ts';
import { codesOf, columnOf, mostLevels } from './levels.ts';
import { Odds, oddsOf } from './odds.ts';
import type { Pairs } from './pairs.ts';
import { stand, standOf } from './related.ts';
import { weightOf } from './rules.ts';
import { openSegments } from './segment.ts';
import { prepareContinuation, seriesWeights } from './series.ts';
import type { Verdicts } from './verdicts.ts';

/** What a person decided about a pair of rows, if anybody did. */
export type Standing = (record: number, clip: number) => Decision | undefined;

const columns = { time: columnOf('time'), place: columnOf('place') };
const [time, place] = [codesOf('time'), codesOf('place')];
const among = (codes: readonly number[]): Uint8Array =>
  Uint8Array.from({ length: mostLevels }, (_, code) => (codes.includes(code) ? 1 : 0));
const outside = among([time.near, time.beside, time.zone]);
const staying = among([place.stayed, place.lingered]);
const nearby = among([place.stayed, place.lingered, place.at, place.close]);

/**
 * Hear rivals and decide. Two kinds of rivalry:
 *
 * - Records that claim the same seconds of one clip: each counts as an alternative explanation, so the odds of a pair are
 *   divided by one plus theirs. A weaker rival counts for less when a better clip of the same camera stands apart from
 *   it, or when nothing but time and place ties it to this clip among others.
 * - Clips that claim one record without an officer or a number behind them: time and place alone do not tell cameras
 *   apart in a busy city, unless both were seen to stay there; where not even the place speaks for them, clips of the
 *   record's own officers count as well.
 *   Likewise a clip outside the window when the same camera has one inside.
 *
 * Whatever is decided about a pair follows from the scores of pairs at most four steps away (record to clip to record …),
 * never from other decisions, and equals are taken in the order of their names: so it does not depend on the order of
 * arrival or on how the work is cut up.
 *
 * @param pairs every candidate pair worth considering; those with `rejected` standing are left out of everything
 * @returns rows in the order of records, each record's strongest first
 */
export const resolve = (frames: Frames, pairs: Pairs, standing: Standing = () => undefined): Verdicts => {
  const { rules, records, footage } = frames;
  const { thresholds } = rules;
  const least = weightOf(thresholds.consider);
  const weight = pairs.weight.slice(0, pairs.size);
  const [recordOf, clipOf] = [new Int32Array(pairs.size).fill(-1), new Int32Array(pairs.size).fill(-1)];
  for (let pair = 0; pair < pairs.size; pair += 1) {
    const [record, clip] = [pairs.record[pair] as number, pairs.clip[pair] as number];
    const decided = standing(record, clip);
    if (decided === 'rejected') continue;
    if (decided === 'confirmed') weight[pair] = confirmedWeight;
    if ((weight[pair] as number) < least) continue;
    recordOf[pair] = record;
    clipOf[pair] = clip;
  }
  const isHeard = (pair: number): boolean => recordOf[pair] !== -1;
  const weightAt = (pair: number): number => weight[pair] as number;
  const recordName = (pair: number): string => records.source[pairs.record[pair] as number]?.name ?? '';
  const clipName = (pair: number): string => footage.source[pairs.clip[pair] as number]?.name ?? '';
  const precedes = (one: number, other: number): boolean => {
    const ahead = weightAt(one) - weightAt(other);
    if (ahead !== 0) return ahead > 0;
    const [name, otherName] = [recordName(one), recordName(other)];
    return name === otherName ? clipName(one) < clipName(other) : name < otherName;
  };
  const byClip = sortLists(groupRows(clipOf, footage.size), precedes);
  const byRecord = sortLists(groupRows(recordOf, records.size), precedes);
  const segments = openSegments(frames, pairs);

  // Who disputes each pair's seconds, and who has other seconds of the same clip; strongest first.
  const [disputing, adjoining] = [new GrowingLists(pairs.size), new GrowingLists(pairs.size)];
  const isBestOfClip = new Uint8Array(pairs.size).fill(1);
  for (let pair = 0; pair < pairs.size; pair += 1) {
    if (isHeard(pair)) {
      const [record, clip] = [pairs.record[pair] as number, pairs.clip[pair] as number];
      const end = byClip.starts[clip + 1] as number;
      for (let at = byClip.starts[clip] as number; at < end; at += 1) {
        const other = byClip.items[at] as number;
        if (other === pair) continue;
        const relation = standOf(records, record, pairs.record[other] as number);
        if (relation === stand.same) continue;
        if (relation === stand.strangers && weightAt(other) < weightAt(pair) + thresholds.margin) continue;
        if (segments.sharedPart(pair, other) >= thresholds.rivalOverlap) {
          disputing.push(other);
          if (weightAt(other) > weightAt(pair)) isBestOfClip[pair] = 0;
        } else adjoining.push(other);
      }
    }
    disputing.close();
    adjoining.close();
  }
  const [rivals, neighbours] = [disputing.finish(), adjoining.finish()];

  const isAttributed = attributionsOf(frames, pairs);
  const isSameCamera = (one: number, other: number): boolean => {
    const [left, right] = [pairs.clip[one] as number, pairs.clip[other] as number];
    if ((footage.deviceId[left] as number) >= 0) return footage.deviceId[left] === footage.deviceId[right];
    return (footage.officer[left] as number) >= 0 && footage.officer[left] === footage.officer[right];
  };

  const continues = prepareContinuation(frames);
  const { elsewhere } = rules.comparisons.series;
  const shareElsewhere = Math.min(1, elsewhere.m / elsewhere.u);
  const odds = new Float64Array(pairs.size);
  for (let pair = 0; pair < pairs.size; pair += 1) odds[pair] = oddsOf(weightAt(pair));
  const shareOf = new Float64Array(pairs.size);
  /**
   * What a weaker rival counts, as a share of its odds: less where a better clip of the same camera stands apart from it,
   * by as much as the series says, for events are filmed in pieces; and where nothing but time and place ties it to this
   * clip among others. Lists are in order, so the sums are always the same.
   */
  const discount = (rival: number): number => {
    const record = pairs.record[rival] as number;
    const isAnybodys = isAttributed[rival] === 0;
    let alternatives = 1;
    let isElsewhere = false;
    for (let at = byRecord.starts[record] as number; at < (byRecord.starts[record + 1] as number); at += 1) {
      const other = byRecord.items[at] as number;
      const isBetter = weightAt(other) > weightAt(rival);
      if (!isBetter && !isAnybodys) break;
      if (other === rival) continue;
      if (!isSameCamera(other, rival)) alternatives += isAnybodys ? (odds[other] as number) : 0;
      else if (isBetter && isBestOfClip[other] === 1)
        isElsewhere ||= !continues(pairs.clip[rival] as number, pairs.clip[other] as number);
    }
    return (isElsewhere ? shareElsewhere : 1) / alternatives;
  };
  /** How much of a rival's odds counts against a pair. */
  const shareAgainst = (rival: number, pair: number): number => {
    if (weightAt(rival) > weightAt(pair)) return 1;
    if (shareOf[rival] === 0) shareOf[rival] = discount(rival);
    return shareOf[rival] as number;
  };

  const against = new Odds();
  const clipWeight = weight.slice();
  const runnerUp = new Int32Array(pairs.size).fill(-1);
  const margin = new Float64Array(pairs.size).fill(Number.POSITIVE_INFINITY);
  /** Hear one rival against a pair that weighs `before` so far. */
  const hear = (pair: number, rival: number, bits: number, before: number, itsOdds: number): void => {
    against.add(itsOdds);
    if (runnerUp[pair] !== -1 && before - bits >= (margin[pair] as number)) return;
    runnerUp[pair] = rival;
    margin[pair] = before - bits;
  };
  /** Records of one event count once, by their strongest claim. */
  const isCounted = new Uint8Array(rivals.items.length);
  const isSameEvent = (rival: number, from: number, place: number): boolean => {
    const record = pairs.record[rival] as number;
    for (let at = from; at < place; at += 1) {
      const other = pairs.record[rivals.items[at] as number] as number;
      if (isCounted[at] === 1 && standOf(records, other, record) === stand.same) return true;
    }
    isCounted[place] = 1;
    return false;
  };
  for (let pair = 0; pair < pairs.size; pair += 1) {
    const first = rivals.starts[pair] as number;
    const end = rivals.starts[pair + 1] as number;
    if (first === end) continue;
    against.clear();
    for (let at = first; at < end; at += 1) {
      const rival = rivals.items[at] as number;
      if (isSameEvent(rival, first, at)) continue;
      const share = shareAgainst(rival, pair);
      const bits = share === 1 ? weightAt(rival) : weightAt(rival) + Math.log2(share);
      hear(pair, rival, bits, weightAt(pair), share * (odds[rival] as number));
    }
    clipWeight[pair] = weightAt(pair) - against.bits();
  }

  const isOutside = (pair: number): boolean => outside[pairs.level(pair, columns.time)] === 1;
  const isNear = (pair: number): boolean => nearby[pairs.level(pair, columns.place)] === 1;
  const hasStayed = (pair: number): boolean => staying[pairs.level(pair, columns.place)] === 1;
  const series = seriesWeights(frames, pairs, byRecord, clipWeight, isSameCamera, isAttributed);
  const finalWeight = clipWeight.slice();
  for (let pair = 0; pair < pairs.size; pair += 1)
    if (weightAt(pair) !== confirmedWeight)
      finalWeight[pair] = (finalWeight[pair] as number) + (series[pair] as number);
  for (let pair = 0; pair < pairs.size; pair += 1) {
    if (!isHeard(pair) || weightAt(pair) === confirmedWeight) continue;
    const record = pairs.record[pair] as number;
    const before = finalWeight[pair] as number;
    const isAlone = isAttributed[pair] === 0;
    const isAway = isOutside(pair);
    if (!isAlone && !isAway) continue;
    against.clear();
    for (let at = byRecord.starts[record] as number; at < (byRecord.starts[record + 1] as number); at += 1) {
      const other = byRecord.items[at] as number;
      if (other === pair) continue;
      const isHeardAgainst = isSameCamera(pair, other)
        ? isAway && !isOutside(other) && (clipWeight[other] as number) > before
        : isAlone && (!isNear(pair) || isAttributed[other] === 0) && !(hasStayed(pair) && hasStayed(other));
      if (!isHeardAgainst) continue;
      const bits = clipWeight[other] as number;
      hear(pair, other, bits, before, bits === weightAt(other) ? (odds[other] as number) : oddsOf(bits));
    }
    finalWeight[pair] = before - against.bits();
  }
  const heard = {
    weight,
    clipWeight,
    series,
    finalWeight,
    runnerUp,
    margin,
    recordOf,
    isAttributed,
    neighbours,
    segments,
  };
  return conclude(frames, pairs, heard);
};

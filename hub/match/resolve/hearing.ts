import type { Decision } from '../../core/vocabulary.ts';
import { groupRows, type Lists, sortLists } from '../frames/columns.ts';
import type { Frames } from '../frames/frames.ts';
import { attributionsOf } from '../pairs/attribution.ts';
import type { Pairs } from '../pairs/pairs.ts';
import { Odds, oddsOf } from '../rules/odds.ts';
import { weightOf } from '../rules/rules.ts';
import { openSegments, type Segments } from './segment.ts';

/** A person's word against any number of rules, bits. */
export const confirmedWeight = 60;

/** What a person decided about a pair of rows, if anybody did. */
export type Standing = (record: number, clip: number) => Decision | undefined;

/** The pairs that are heard, and what several of them are asked again and again. Columns by the row of the pair. */
export interface Hearing {
  /** Bits, before rivals are heard; a person's word included. */
  readonly weight: Float64Array;
  /** The odds of `weight`. */
  readonly odds: Float64Array;
  /** Row of the record, -1 for a pair that is not heard: rejected, or too weak. */
  readonly recordOf: Int32Array;
  /** Heard pairs of each clip and of each record, strongest first, equals in the order of names. */
  readonly byClip: Lists;
  readonly byRecord: Lists;
  /** 1 for a pair that an officer or a number ties. */
  readonly isAttributed: Uint8Array;
  readonly segments: Segments;
  isSameCamera(one: number, other: number): boolean;
}

/** Call up the pairs that count; those with `rejected` standing are left out of everything. */
export const openHearing = (frames: Frames, pairs: Pairs, standing: Standing): Hearing => {
  const { rules, records, footage } = frames;
  const least = weightOf(rules.thresholds.consider);
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
  const recordName = (pair: number): string => records.source[pairs.record[pair] as number]?.name ?? '';
  const clipName = (pair: number): string => footage.source[pairs.clip[pair] as number]?.name ?? '';
  const precedes = (one: number, other: number): boolean => {
    const ahead = (weight[one] as number) - (weight[other] as number);
    if (ahead !== 0) return ahead > 0;
    const [name, otherName] = [recordName(one), recordName(other)];
    return name === otherName ? clipName(one) < clipName(other) : name < otherName;
  };
  const odds = new Float64Array(pairs.size);
  for (let pair = 0; pair < pairs.size; pair += 1) odds[pair] = oddsOf(weight[pair] as number);
  return {
    weight,
    odds,
    recordOf,
    byClip: sortLists(groupRows(clipOf, footage.size), precedes),
    byRecord: sortLists(groupRows(recordOf, records.size), precedes),
    isAttributed: attributionsOf(frames, pairs),
    segments: openSegments(frames, pairs),
    isSameCamera(one, other) {
      const [left, right] = [pairs.clip[one] as number, pairs.clip[other] as number];
      if ((footage.deviceId[left] as number) >= 0) return footage.deviceId[left] === footage.deviceId[right];
      return (footage.officer[left] as number) >= 0 && footage.officer[left] === footage.officer[right];
    },
  };
};

/** Who came nearest to each pair, and the odds of those that speak against the one that is heard now. */
export class Rivals {
  /** Row of the strongest rival, -1 where nobody was heard. */
  readonly runnerUp: Int32Array;
  /** By how many bits the pair is ahead of it. */
  readonly margin: Float64Array;
  readonly #against = new Odds();

  constructor(size: number) {
    this.runnerUp = new Int32Array(size).fill(-1);
    this.margin = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  }

  /** Begin with the next pair. */
  begin(): void {
    this.#against.clear();
  }

  /** Hear one rival of so many bits, and the same as odds, against a pair that weighs `before` so far. */
  hear(pair: number, rival: number, bits: number, before: number, odds: number): void {
    this.#against.add(odds);
    if (this.runnerUp[pair] !== -1 && before - bits >= (this.margin[pair] as number)) return;
    this.runnerUp[pair] = rival;
    this.margin[pair] = before - bits;
  }

  /** What all that were heard since `begin` take from a pair, bits; `both`: how often it is true beside one that is. */
  bits(both: number): number {
    return this.#against.bits(both);
  }
}

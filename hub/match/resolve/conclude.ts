import { groupRows, type Lists, sortLists } from '../frames/columns.ts';
import type { Frames } from '../frames/frames.ts';
import type { Pairs } from '../pairs/pairs.ts';
import { weightOf } from '../rules/rules.ts';
import { confirmedWeight, type Hearing, type Rivals } from './hearing.ts';
import { decisionCodes, type Verdicts } from './verdicts.ts';

/** What is left of pairs after everybody was heard, by their rows. */
export interface Heard {
  readonly hearing: Hearing;
  readonly rivals: Rivals;
  /** Pairs that have other seconds of the same clip. */
  readonly adjoining: Lists;
  /** Bits after the rivals for the clip, and after those for the record too. */
  readonly clipWeight: Float64Array;
  readonly finalWeight: Float64Array;
  readonly series: Float64Array;
}

/** Decide about every pair that was heard. @returns rows in the order of records, each record's strongest first */
export const conclude = (frames: Frames, pairs: Pairs, heard: Heard): Verdicts => {
  const { rules, records, footage } = frames;
  const { thresholds } = rules;
  const { weight: ownWeight, recordOf, isAttributed, segments } = heard.hearing;
  const clipName = (pair: number): string => footage.source[pairs.clip[pair] as number]?.name ?? '';
  const order = sortLists(groupRows(recordOf, records.size), (one, other) => {
    const ahead = (heard.finalWeight[one] as number) - (heard.finalWeight[other] as number);
    return ahead === 0 ? clipName(one) < clipName(other) : ahead > 0;
  });
  const size = order.items.length;
  const floats = () => new Float64Array(size);
  const [weight, rivalWeight, seriesWeight, margin] = [floats(), floats(), floats(), floats()];
  const [from, to] = [floats(), floats()];
  const [runnerUp, decision] = [new Int32Array(size), new Uint8Array(size)];
  const [leastLinked, leastReview] = [weightOf(thresholds.linked), weightOf(thresholds.review)];
  const cutting: number[] = [];
  let [record, offered] = [-1, 0];
  for (let row = 0; row < size; row += 1) {
    const pair = order.items[row] as number;
    const final = heard.finalWeight[pair] as number;
    weight[row] = final;
    const isSettled = ownWeight[pair] === confirmedWeight;
    seriesWeight[row] = isSettled ? 0 : (heard.series[pair] as number);
    rivalWeight[row] = final - (ownWeight[pair] as number) - (seriesWeight[row] as number);
    runnerUp[row] = heard.rivals.runnerUp[pair] as number;
    margin[row] = heard.rivals.margin[pair] as number;
    if (final >= leastLinked && (margin[row] as number) >= thresholds.margin) decision[row] = decisionCodes.linked;
    else if (final >= leastReview) decision[row] = decisionCodes.review;
    if (pairs.record[pair] !== record) {
      record = pairs.record[pair] as number;
      offered = 0;
    }
    // Nobody is offered more than the best few pairs of a record that nothing but time and place speaks for.
    if (decision[row] === decisionCodes.review && isAttributed[pair] === 0) {
      offered += 1;
      if (offered > thresholds.reviewWithoutOfficer) decision[row] = decisionCodes.none;
    }
    cutting.length = 0;
    const end = heard.adjoining.starts[pair + 1] as number;
    for (let at = heard.adjoining.starts[pair] as number; at < end; at += 1) {
      const other = heard.adjoining.items[at] as number;
      if ((heard.clipWeight[other] as number) >= leastReview) cutting.push(other);
    }
    const segment = segments.cut(pair, cutting);
    from[row] = segment.from;
    to[row] = segment.to;
  }
  return { size, pair: order.items, weight, seriesWeight, rivalWeight, runnerUp, margin, decision, from, to };
};

import { groupRows, type Lists, sortLists } from './columns.ts';
import type { Frames } from './frames.ts';
import type { Pairs } from './pairs.ts';
import { weightOf } from './rules.ts';
import type { Segments } from './segment.ts';
import { decisionCodes, type Verdicts } from './verdicts.ts';

/** A person's word against any number of rules, bits. */
export const confirmedWeight = 60;

/** What hearing found out about pairs, by their rows. */
export interface Hearing {
  readonly weight: Float64Array;
  readonly clipWeight: Float64Array;
  readonly series: Float64Array;
  readonly finalWeight: Float64Array;
  readonly runnerUp: Int32Array;
  readonly margin: Float64Array;
  /** -1 for a pair that was not heard. */
  readonly recordOf: Int32Array;
  /** 1 for a pair that an officer or a number ties. */
  readonly isAttributed: Uint8Array;
  readonly neighbours: Lists;
  readonly segments: Segments;
}

/** Decide about every pair that was heard. @returns rows in the order of records, each record's strongest first */
export const conclude = (frames: Frames, pairs: Pairs, heard: Hearing): Verdicts => {
  const { rules, records, footage } = frames;
  const { thresholds } = rules;
  const clipName = (pair: number): string => footage.source[pairs.clip[pair] as number]?.name ?? '';
  const order = sortLists(groupRows(heard.recordOf, records.size), (one, other) => {
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
    const isSettled = heard.weight[pair] === confirmedWeight;
    seriesWeight[row] = isSettled ? 0 : (heard.series[pair] as number);
    rivalWeight[row] = final - (heard.weight[pair] as number) - (seriesWeight[row] as number);
    runnerUp[row] = heard.runnerUp[pair] as number;
    margin[row] = heard.margin[pair] as number;
    if (final >= leastLinked && (margin[row] as number) >= thresholds.margin) decision[row] = decisionCodes.linked;
    else if (final >= leastReview) decision[row] = decisionCodes.review;
    if (pairs.record[pair] !== record) {
      record = pairs.record[pair] as number;
      offered = 0;
    }
    // Nobody is offered more than the best few pairs of a record that nothing but time and place speaks for.
    if (decision[row] === decisionCodes.review && heard.isAttributed[pair] === 0) {
      offered += 1;
      if (offered > thresholds.reviewWithoutOfficer) decision[row] = decisionCodes.none;
    }
    cutting.length = 0;
    const end = heard.neighbours.starts[pair + 1] as number;
    for (let at = heard.neighbours.starts[pair] as number; at < end; at += 1) {
      const other = heard.neighbours.items[at] as number;
      if ((heard.clipWeight[other] as number) >= leastReview) cutting.push(other);
    }
    const segment = heard.segments.cut(pair, cutting);
    from[row] = segment.from;
    to[row] = segment.to;
  }
  return { size, pair: order.items, weight, seriesWeight, rivalWeight, runnerUp, margin, decision, from, to };
};

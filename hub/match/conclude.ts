import { groupRows, type Lists, sortLists } from './columns.ts';
import type { Frames } from './frames.ts';
import type { Pairs } from './pairs.ts';
import { probabilityOf } from './rules.ts';
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
  const isPlausible = Uint8Array.from(heard.clipWeight, (bits) => (probabilityOf(bits) >= thresholds.review ? 1 : 0));
  const cutting: number[] = [];
  let [record, offered] = [-1, 0];
  for (const [row, pair] of order.items.entries()) {
    const final = heard.finalWeight[pair] as number;
    weight[row] = final;
    const isSettled = heard.weight[pair] === confirmedWeight;
    seriesWeight[row] = isSettled ? 0 : (heard.series[pair] as number);
    rivalWeight[row] = final - (heard.weight[pair] as number) - (seriesWeight[row] as number);
    runnerUp[row] = heard.runnerUp[pair] as number;
    margin[row] = heard.margin[pair] as number;
    const probability = probabilityOf(final);
    if (probability >= thresholds.linked && (margin[row] as number) >= thresholds.margin)
      decision[row] = decisionCodes.linked;
    else if (probability >= thresholds.review) decision[row] = decisionCodes.review;
    if (pairs.record[pair] !== record) [record, offered] = [pairs.record[pair] as number, 0];
    // Nobody is offered more than the best few pairs of a record that nothing but time and place speaks for.
    if (decision[row] === decisionCodes.review && heard.isAttributed[pair] === 0) {
      offered += 1;
      if (offered > thresholds.reviewWithoutOfficer) decision[row] = decisionCodes.none;
    }
    cutting.length = 0;
    const end = heard.neighbours.starts[pair + 1] as number;
    for (let at = heard.neighbours.starts[pair] as number; at < end; at += 1) {
      const other = heard.neighbours.items[at] as number;
      if (isPlausible[other] === 1) cutting.push(other);
    }
    const segment = heard.segments.cut(pair, cutting);
    from[row] = segment.from;
    to[row] = segment.to;
  }
  return { size, pair: order.items, weight, seriesWeight, rivalWeight, runnerUp, margin, decision, from, to };
};

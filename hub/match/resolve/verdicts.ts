/** What the rules decide about a pair. */
export const decisionCodes = { none: 0, review: 1, linked: 2 } as const;

/** What became of pairs after their rivals were heard, as columns, one row for each pair that was heard. */
export interface Verdicts {
  readonly size: number;
  /** Row in the pairs. */
  readonly pair: Int32Array;
  /** Bits, rivals included. */
  readonly weight: Float64Array;
  /** Bits for or against by the other clips of the same camera; see `seriesWeights`. */
  readonly seriesWeight: Float64Array;
  /** Bits lost to rivals, 0 or less. */
  readonly rivalWeight: Float64Array;
  /** The strongest rival's row in the pairs, -1 when there is none, and by how many bits this pair is ahead of it. */
  readonly runnerUp: Int32Array;
  readonly margin: Float64Array;
  /** One of `decisionCodes`. */
  readonly decision: Uint8Array;
  /** On the camera's own clock, epoch ms. */
  readonly from: Float64Array;
  readonly to: Float64Array;
}

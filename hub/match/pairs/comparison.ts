import type { Frames } from '../frames/frames.ts';

/** What is known of the pair that is being weighed. */
export interface PairState {
  /** Levels found so far, by column; see `levelNames`. */
  readonly levels: Uint8Array;
  /** Zone error that the time comparison supposes on top of the known clock error, ms. */
  shiftMs: number;
}

/**
 * The level on which a row of records and a row of clips stand to each other: its place in `levelNames` plus one, 0 where
 * nothing is known. Called for millions of pairs: it makes no objects. It may look at levels that were found before it.
 */
export type Comparison = (record: number, clip: number, pair: PairState) => number;

/** Makes a comparison ready for the rows of some frames. */
export type PrepareComparison = (frames: Frames) => Comparison;

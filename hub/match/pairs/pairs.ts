import { comparisonCount } from '../rules/levels.ts';
import type { PairState } from './comparison.ts';

/** Pairs as columns, one row for each: the rows of the two in their frames, the levels found, and what they weigh. */
export class Pairs {
  size = 0;
  record = new Int32Array(64);
  clip = new Int32Array(64);
  /** Supposed zone error, ms. */
  shiftMs = new Int32Array(64);
  /** Bits, before rivals are heard. */
  weight = new Float64Array(64);
  /** `comparisonCount` levels for each pair. */
  levels = new Uint8Array(64 * comparisonCount);

  push(record: number, clip: number, { levels, shiftMs }: PairState, weight: number): void {
    const row = this.size;
    if (row === this.record.length) this.#widen();
    this.record[row] = record;
    this.clip[row] = clip;
    this.shiftMs[row] = shiftMs;
    this.weight[row] = weight;
    for (let column = 0; column < comparisonCount; column += 1)
      this.levels[row * comparisonCount + column] = levels[column] as number;
    this.size = row + 1;
  }

  /** Add a row of other pairs, its clip being `clip` here. */
  take(other: Pairs, row: number, clip: number): void {
    const { levels, shiftMs } = other;
    const from = row * comparisonCount;
    const state = { levels: levels.subarray(from, from + comparisonCount), shiftMs: shiftMs[row] as number };
    this.push(other.record[row] as number, clip, state, other.weight[row] as number);
  }

  level(row: number, column: number): number {
    return this.levels[row * comparisonCount + column] as number;
  }

  #widen(): void {
    const capacity = this.record.length * 2;
    const { record, clip, shiftMs, weight, levels } = this;
    this.record = new Int32Array(capacity);
    this.record.set(record);
    this.clip = new Int32Array(capacity);
    this.clip.set(clip);
    this.shiftMs = new Int32Array(capacity);
    this.shiftMs.set(shiftMs);
    this.weight = new Float64Array(capacity);
    this.weight.set(weight);
    this.levels = new Uint8Array(capacity * comparisonCount);
    this.levels.set(levels);
  }
}

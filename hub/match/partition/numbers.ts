import type { MatchFootage, MatchRecord } from '../inputs.ts';

/** Numbers that a record bears or names. */
export const numbersOfRecord = ({ externalId, references }: MatchRecord): string[] => [
  ...new Set([externalId, ...references.map(({ id }) => id)]),
];

/** Numbers that a clip bears or names. */
export const numbersOfClip = ({ externalId, name, references }: MatchFootage): string[] => [
  ...new Set([externalId, name, ...references.map(({ id }) => id)]),
];

/**
 * Texts told apart by 64 bits of their content, with a number for each: 16 bytes an entry, where a Map of strings would
 * take over a hundred. Two texts are confused once in 10^12 tables of a million.
 */
export class NumberTable {
  #high = new Uint32Array(1 << 12);
  #low = new Uint32Array(1 << 12);
  #values = new Float64Array(1 << 12).fill(Number.NaN);
  size = 0;

  #slot(high: number, low: number): number {
    const mask = this.#low.length - 1;
    let slot = low & mask;
    while (!Number.isNaN(this.#values[slot]) && (this.#low[slot] !== low || this.#high[slot] !== high))
      slot = (slot + 1) & mask;
    return slot;
  }

  get(text: string): number | undefined {
    const value = this.#values[this.#slot(...digest(text))] as number;
    return Number.isNaN(value) ? undefined : value;
  }

  set(text: string, value: number): void {
    const [high, low] = digest(text);
    let slot = this.#slot(high, low);
    if (Number.isNaN(this.#values[slot])) {
      if (this.size * 2 >= this.#low.length) {
        this.#widen();
        slot = this.#slot(high, low);
      }
      this.size += 1;
      this.#high[slot] = high;
      this.#low[slot] = low;
    }
    this.#values[slot] = value;
  }

  #widen(): void {
    const [highs, lows, values] = [this.#high, this.#low, this.#values];
    this.#high = new Uint32Array(lows.length * 2);
    this.#low = new Uint32Array(lows.length * 2);
    this.#values = new Float64Array(lows.length * 2).fill(Number.NaN);
    for (const [place, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      const [high, low] = [highs[place] as number, lows[place] as number];
      const slot = this.#slot(high, low);
      this.#high[slot] = high;
      this.#low[slot] = low;
      this.#values[slot] = value;
    }
  }
}

const mix = (value: number): number => {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

/** Two halves of a 64-bit digest, after MurmurHash3's mixing. */
const digest = (text: string): [high: number, low: number] => {
  let [one, other] = [0x9368e53c, 0x586dcd20 ^ text.length];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0xcc9e2d51);
    one = (one << 15) | (one >>> 17);
    other = Math.imul(other ^ unit ^ one, 0x1b873593);
    other = (other << 13) | (other >>> 19);
  }
  return [mix(one ^ Math.imul(other, 5)), mix(other)];
};

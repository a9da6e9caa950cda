/** Odds of a weight in bits. By `Math.exp`, which is several times faster than a power of two. */
export const oddsOf = (bits: number): number => Math.exp(bits * Math.LN2);

/** The odds of alternatives. The sum goes from the largest down, so that it does not depend on the order of arrival. */
export class Odds {
  #odds = new Float64Array(16);
  #size = 0;

  clear(): void {
    this.#size = 0;
  }

  /** Add an alternative of such odds. */
  add(odds: number): void {
    if (this.#size === this.#odds.length) {
      const wider = new Float64Array(this.#size * 2);
      wider.set(this.#odds);
      this.#odds = wider;
    }
    let place = this.#size;
    while (place > 0 && (this.#odds[place - 1] as number) < odds) {
      this.#odds[place] = this.#odds[place - 1] as number;
      place -= 1;
    }
    this.#odds[place] = odds;
    this.#size += 1;
  }

  /**
   * What they take from something, bits: 0 when there are none.
   *
   * @param both how often it is true beside an alternative that is, from 0, where one excludes the other
   */
  bits(both: number): number {
    if (this.#size === 0) return 0;
    let sum = 0;
    for (let place = 0; place < this.#size; place += 1) sum += this.#odds[place] as number;
    return Math.log2((1 + sum) / (1 + both * sum));
  }
}

/** The odds of alternatives. The sum goes from the largest down, so that it does not depend on the order of arrival. */
export class Odds {
  #bits = new Float64Array(16);
  #size = 0;

  clear(): void {
    this.#size = 0;
  }

  /** Add an alternative of so many bits. */
  add(bits: number): void {
    if (this.#size === this.#bits.length) {
      const wider = new Float64Array(this.#size * 2);
      wider.set(this.#bits);
      this.#bits = wider;
    }
    let place = this.#size;
    while (place > 0 && (this.#bits[place - 1] as number) < bits) {
      this.#bits[place] = this.#bits[place - 1] as number;
      place -= 1;
    }
    this.#bits[place] = bits;
    this.#size += 1;
  }

  /** log2 of one and all these odds: 0 when there are none. */
  bits(): number {
    if (this.#size === 0) return 0;
    let sum = 1;
    for (let place = 0; place < this.#size; place += 1) sum += 2 ** (this.#bits[place] as number);
    return Math.log2(sum);
  }
}

/** Of less nothing can be told about the line. */
const tellingBytes = 32_000;

/** How much a line carries, read from loads that may run beside each other. */
export class LineMeter {
  #under = 0;
  #since = 0;
  #bytes = 0;
  #samples: readonly number[] = [];

  /** Bits per second: the smaller of the last two readings, for one alone may be luck. Undefined before the first. */
  get line(): number | undefined {
    return this.#samples.length > 0 ? Math.min(...this.#samples) : undefined;
  }

  /** A load begins. @param now ms */
  begin(now: number): void {
    if (this.#under === 0) [this.#since, this.#bytes] = [now, 0];
    this.#under += 1;
  }

  /** A load has ended, whatever came of it. @param now ms @returns the new reading, if it makes one */
  end(bytes: number, now: number): number | undefined {
    this.#under -= 1;
    this.#bytes += bytes;
    if (this.#bytes < tellingBytes || now <= this.#since) return undefined;
    const sample = (this.#bytes * 8_000) / (now - this.#since);
    this.#samples = [...this.#samples, sample].slice(-2);
    [this.#since, this.#bytes] = [now, 0];
    return sample;
  }
}

/** Texts as small whole numbers from 0, in the order of first sight, so that they can stand in columns. */
export class Interner {
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  /** The number of a text; a new one for a text that was not seen before. */
  add(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const next = this.#numbers.size;
    this.#numbers.set(text, next);
    return next;
  }

  /** The number of a text, -1 when it was never added or there is none. */
  find(text: string | undefined): number {
    return text === undefined ? -1 : (this.#numbers.get(text) ?? -1);
  }

  /** `add` of what may be absent: -1. */
  addOptional(text: string | undefined): number {
    return text === undefined ? -1 : this.add(text);
  }

  texts(): IterableIterator<string> {
    return this.#numbers.keys();
  }
}

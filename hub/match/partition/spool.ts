import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

export type SpoolKind = 'records' | 'footage';

/** Rows of one city that have to do with one day. */
export interface SpoolFile {
  readonly path: string;
  readonly kind: SpoolKind;
  readonly city: string;
  /** Days since 1970, UTC; undefined: rows that have to do with more days than are told apart. */
  readonly day: number | undefined;
  readonly bytes: number;
  readonly rows: number;
}

const dayMs = 86_400_000;
export const dayOf = (at: number): number => Math.floor(at / dayMs);
/** A row that has to do with more days stands in a file of its own kind, which every partition reads. */
const mostDays = 60;
const heldCharacters = 8_000_000;

interface Open {
  readonly file: { -readonly [Key in keyof SpoolFile]: SpoolFile[Key] };
  lines: string[];
}

/** Rows in files by city and day, so that a partition can be read without the rest. */
export class Spool {
  readonly #folder: string;
  readonly #open = new Map<string, Open>();
  #held = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Write a row down under every day of some spans, and under the first of them in any case.
   *
   * @param row its id comes first
   */
  put(
    kind: SpoolKind,
    city: string,
    spans: readonly { from: number; to: number }[],
    row: { readonly id: number },
  ): void {
    const line = JSON.stringify(row);
    const days = new Set<number>();
    for (const { from, to } of spans)
      for (let day = dayOf(from); day <= dayOf(to) && days.size <= mostDays; day += 1) days.add(day);
    const [first] = days;
    for (const day of days.size > mostDays ? [undefined, first] : days) this.#append(kind, city, day, line);
    if (this.#held > heldCharacters) this.flush();
  }

  #append(kind: SpoolKind, city: string, day: number | undefined, line: string): void {
    const key = `${kind} ${day ?? 'long'} ${city}`;
    const open = this.#open.get(key) ?? this.#begin(key, kind, city, day);
    open.lines.push(line);
    open.file.bytes += line.length;
    open.file.rows += 1;
    this.#held += line.length;
  }

  #begin(key: string, kind: SpoolKind, city: string, day: number | undefined): Open {
    const path = join(this.#folder, `${kind}-${this.#open.size}.jsonl`);
    const open: Open = { file: { path, kind, city, day, bytes: 0, rows: 0 }, lines: [] };
    this.#open.set(key, open);
    return open;
  }

  flush(): void {
    for (const open of this.#open.values()) {
      if (open.lines.length > 0) appendFileSync(open.file.path, `${open.lines.join('\n')}\n`);
      open.lines = [];
    }
    this.#held = 0;
  }

  files(): SpoolFile[] {
    return [...this.#open.values()].map(({ file }) => ({ ...file }));
  }
}

import { createReadStream } from 'node:fs';
import { linesOf } from '../../core/lines.ts';
import type { MatchRecord } from '../inputs.ts';
import { NumberTable } from './numbers.ts';
import type { SpoolFile } from './spool.ts';

const nameOf = (kind: string, id: string): string => `${kind} ${id}`;

/** Finds the records that numbers join, which inherit from each other across any time. */
export class FamilySearch {
  readonly #bearers = new NumberTable();
  /** An earlier bearer of the same number. */
  readonly #former = new Map<number, number>();
  readonly #naming: { id: number; wanted: readonly string[] }[] = [];

  add(record: MatchRecord): void {
    const number = nameOf(record.system, record.externalId);
    const former = this.#bearers.get(number);
    if (former !== undefined) this.#former.set(record.id, former);
    this.#bearers.set(number, record.id);
    const wanted = record.references.flatMap(({ kind, id }) => (kind === 'footage' ? [] : [nameOf(kind, id)]));
    if (wanted.length > 0) this.#naming.push({ id: record.id, wanted });
  }

  /** Read the joined records back from where they were spooled, in the order of ids. */
  async finish(files: readonly SpoolFile[], superseded: ReadonlySet<number>): Promise<MatchRecord[]> {
    const joined = new Set<number>();
    for (const { id, wanted } of this.#naming) {
      if (superseded.has(id)) continue;
      for (const name of wanted) {
        for (let bearer = this.#bearers.get(name); bearer !== undefined; bearer = this.#former.get(bearer))
          joined.add(bearer).add(id);
      }
    }
    const found = new Map<number, MatchRecord>();
    if (joined.size === 0) return [];
    for (const { kind, path } of files) {
      if (kind !== 'records') continue;
      for await (const line of linesOf(createReadStream(path, 'utf8'))) {
        const record = JSON.parse(line) as MatchRecord;
        if (joined.has(record.id) && !superseded.has(record.id)) found.set(record.id, record);
      }
    }
    return [...found.values()].sort((left, right) => left.id - right.id);
  }
}

import { GrowingInts } from '../frames/columns.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import type { FarJoins } from './closure.ts';
import { NumberTable, numbersOfClip, numbersOfRecord } from './numbers.ts';
import { meet, type Span } from './span.ts';

/** Finds records and clips that a number joins, across any time and any city. All records first, then the clips. */
export class FarJoinSearch {
  readonly #heads = new NumberTable();
  readonly #next = new GrowingInts();
  readonly #ids: number[] = [];
  readonly #reachFrom: number[] = [];
  readonly #reachTo: number[] = [];
  readonly #cities: string[] = [];
  readonly #holderOf = new GrowingInts();
  readonly #ofRecord = new Map<number, Span[]>();
  readonly #ofClip = new Map<number, Span[]>();

  addRecord(record: MatchRecord, reach: Span, city: string): void {
    const holder = this.#ids.length;
    this.#ids.push(record.id);
    this.#reachFrom.push(reach.from);
    this.#reachTo.push(reach.to);
    this.#cities.push(city);
    for (const number of numbersOfRecord(record)) {
      const entry = this.#next.size;
      this.#next.push(this.#heads.get(number) ?? -1);
      this.#holderOf.push(holder);
      this.#heads.set(number, entry);
    }
  }

  /** @param joined told of the city of every record that a number joins to the clip */
  addClip(clip: MatchFootage, span: Span, joined: (city: string) => void): void {
    for (const number of numbersOfClip(clip)) {
      for (let entry = this.#heads.get(number) ?? -1; entry >= 0; entry = this.#next.at(entry)) {
        const holder = this.#holderOf.at(entry);
        const reach = { from: this.#reachFrom[holder] as number, to: this.#reachTo[holder] as number };
        joined(this.#cities[holder] as string);
        if (meet(reach, span)) continue;
        note(this.#ofRecord, this.#ids[holder] as number, span);
        note(this.#ofClip, clip.id, reach);
      }
    }
  }

  finish(): FarJoins {
    return { ofRecord: this.#ofRecord, ofClip: this.#ofClip };
  }
}

const note = (map: Map<number, Span[]>, id: number, span: Span): void => {
  const known = map.get(id);
  if (known) known.push(span);
  else map.set(id, [span]);
};

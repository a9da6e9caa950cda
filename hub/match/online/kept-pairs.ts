import type { Journey } from '../../store/journey.ts';
import { type PairRow, pairRowsOf, pairsAround, pairsOfClips, pairsOfRecords } from '../../store/match-pairs.ts';
import { markOf } from '../resolve/considered.ts';
import type { Rules } from '../rules/rules.ts';
import { markBytes } from './said-before.ts';

/** From more clips than this on, what will be asked for next is not guessed but awaited. */
const mostAround = 120;

const without = (ids: readonly number[], known: ReadonlySet<number>): number[] => ids.filter((id) => !known.has(id));

/** What the store keeps of pairs, read as far as it is asked for; everything once. */
export class KeptPairs {
  readonly #journey: Journey;
  readonly #mark: Buffer;
  readonly #rows = new Map<string, PairRow>();
  readonly #byRecord = new Map<number, PairRow[]>();
  readonly #byClip = new Map<number, PairRow[]>();
  readonly #read = { records: new Set<number>(), clips: new Set<number>() };
  readonly #whole = { records: new Set<number>(), clips: new Set<number>() };
  readonly #marks = { records: new Map<number, Buffer>(), clips: new Map<number, Buffer>() };
  #isAroundRead = false;

  /** @param era see `Turns` */
  constructor(journey: Journey, rules: Rules, era: number) {
    this.#journey = journey;
    this.#mark = markOf(rules, era);
  }

  /** Everything that is kept of some records, read otherwise. */
  noteRecords(ids: readonly number[], rows: readonly PairRow[]): void {
    for (const id of ids) this.#read.records.add(id);
    this.#note(rows);
  }

  #note(rows: readonly PairRow[]): void {
    for (const row of rows) {
      const { footageId, recordId } = row;
      if (footageId === 0 || recordId === 0) {
        const isWhole = row.scored.subarray(0, markBytes).equals(this.#mark);
        const [marks, whole, id] =
          footageId === 0
            ? [this.#marks.records, this.#whole.records, recordId]
            : [this.#marks.clips, this.#whole.clips, footageId];
        marks.set(id, row.scored);
        if (isWhole) whole.add(id);
        continue;
      }
      const name = `${recordId} ${footageId}`;
      if (this.#rows.has(name)) continue;
      this.#rows.set(name, row);
      const [ofRecord, ofClip] = [this.ofRecord(recordId), this.ofClip(footageId)];
      if (ofRecord.push(row) === 1) this.#byRecord.set(recordId, ofRecord);
      if (ofClip.push(row) === 1) this.#byClip.set(footageId, ofClip);
    }
  }

  /** Read what is kept of records and clips. */
  async read(recordIds: readonly number[], clipIds: readonly number[]): Promise<void> {
    const records = without(recordIds, this.#read.records);
    const clips = without(clipIds, this.#read.clips);
    for (const id of records) this.#read.records.add(id);
    for (const id of clips) this.#read.clips.add(id);
    const statements = [
      ...(records.length === 0 ? [] : [pairsOfRecords(records)]),
      ...(clips.length === 0 ? [] : [pairsOfClips(clips)]),
    ];
    if (statements.length === 0) return;
    for (const rows of await this.#journey(statements)) this.#note(pairRowsOf(rows));
  }

  /**
   * Read what is kept of some clips, and with it what will mostly be asked for next. Done once, and not for many.
   *
   * @param arriving records of whom everything is known already
   */
  async readAround(clipIds: readonly number[], arriving: readonly number[]): Promise<void> {
    if (this.#isAroundRead || clipIds.length === 0 || clipIds.length > mostAround) return;
    this.#isAroundRead = true;
    const [own = [], near = [], wide = []] = (await this.#journey(pairsAround(clipIds, arriving))).map(pairRowsOf);
    for (const rows of [own, near, wide]) this.#note(rows);
    for (const { recordId } of near) this.#read.records.add(recordId);
    for (const { footageId } of wide) this.#read.clips.add(footageId);
    for (const id of clipIds) this.#read.clips.add(id);
  }

  ofRecord(id: number): PairRow[] {
    return this.#byRecord.get(id) ?? [];
  }

  ofClip(id: number): PairRow[] {
    return this.#byClip.get(id) ?? [];
  }

  find(recordId: number, footageId: number): PairRow | undefined {
    return this.#rows.get(`${recordId} ${footageId}`);
  }

  /** Whether a pair is kept just as it is. */
  holds({ recordId, footageId, scored, isDecided }: PairRow): boolean {
    const known = this.find(recordId, footageId);
    return known !== undefined && known.isDecided === isDecided && known.scored.equals(scored);
  }

  /** Whether all pairs of a record that was read are kept, by these rules. */
  hasRecord(id: number): boolean {
    return this.#whole.records.has(id);
  }

  /** The mark of a record that was read, whether or not it holds. */
  markOfRecord(id: number): Buffer | undefined {
    return this.#marks.records.get(id);
  }

  markOfClip(id: number): Buffer | undefined {
    return this.#marks.clips.get(id);
  }

  hasClip(id: number): boolean {
    return this.#whole.clips.has(id);
  }
}

import type { Journey } from '../store/journey.ts';
import {
  type PairRow,
  pairRowsOf,
  pairsAround,
  pairsBeside,
  pairsOfClips,
  pairsOfRecords,
} from '../store/match-pairs.ts';
import { markOf } from './considered.ts';
import type { Rules } from './rules.ts';

/** From more clips or records than this on, what will be asked for next is not guessed but awaited. */
const mostAround = 60;
const mostBeside = 48;

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
        if (!row.scored.equals(this.#mark)) continue;
        if (footageId === 0) this.#whole.records.add(recordId);
        else this.#whole.clips.add(footageId);
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

  /**
   * Read what is kept of records and clips.
   *
   * @param arriving records whose neighbours are read of themselves
   */
  async read(recordIds: readonly number[], clipIds: readonly number[], arriving: readonly number[]): Promise<void> {
    const records = without(recordIds, this.#read.records);
    const clips = without(clipIds, this.#read.clips);
    for (const id of records) this.#read.records.add(id);
    for (const id of clips) this.#read.clips.add(id);
    const around = this.#isAroundRead || clips.length === 0 || clips.length > mostAround ? [] : clips;
    if (around.length > 0) this.#isAroundRead = true;
    const isBeside = around.length === 0 && this.#isAroundRead && records.length > 0 && records.length <= mostBeside;
    const statements = [
      ...(isBeside ? [pairsBeside(records)] : []),
      ...(records.length === 0 ? [] : [pairsOfRecords(records)]),
      ...(clips.length === 0 ? [] : [pairsOfClips(clips)]),
      ...(around.length === 0 ? [] : pairsAround(around, arriving)),
    ];
    if (statements.length === 0) return;
    const answers = (await this.#journey(statements)).map(pairRowsOf);
    for (const rows of answers) this.#note(rows);
    if (isBeside) this.#noteClips(answers[0] ?? []);
    if (around.length === 0) return;
    const [marks = [], wide = []] = answers.slice(-2);
    for (const { recordId } of marks) this.#read.records.add(recordId);
    this.#noteClips(wide);
  }

  /** Clips of whom everything came unasked. */
  #noteClips(rows: readonly PairRow[]): void {
    for (const { footageId, recordId } of rows) if (recordId === 0) this.#read.clips.add(footageId);
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

  /** Whether all pairs of a record that was read are kept, by these rules. */
  hasRecord(id: number): boolean {
    return this.#whole.records.has(id);
  }

  hasClip(id: number): boolean {
    return this.#whole.clips.has(id);
  }
}

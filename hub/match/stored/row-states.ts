import type mysql from 'mysql2/promise';
import {
  type FootageSearch,
  footageSums,
  footageTexts,
  type RecordSearch,
  type RowSums,
  recordSums,
  recordTexts,
} from '../../store/partition-rows.ts';

/** Where rows were looked for. */
export interface Searched {
  readonly records: RecordSearch;
  readonly footage: FootageSearch;
}

interface State {
  readonly version: number;
  readonly clockErrorMs: number | null;
}

const isSame = (one: State | undefined, other: State): boolean =>
  one?.version === other.version && one.clockErrorMs === other.clockErrorMs;

/** As `recordSums` and `footageSums` have it. */
const sumsOf = (states: ReadonlyMap<number, State>, clockOf: (state: State) => number): RowSums => {
  let [ids, versions, clocks] = [0n, 0n, 0n];
  for (const [id, state] of states) {
    const row = BigInt(id);
    ids += row;
    versions += row * BigInt(state.version);
    clocks += row * BigInt(clockOf(state));
  }
  return [BigInt(states.size), ids, versions, clocks];
};

const areEqual = (one: RowSums, other: RowSums): boolean => one.every((sum, column) => sum === other[column]);

/** What the store said of every row that was looked at: its version, and of a clip its clock. */
export class RowStates {
  readonly #pool: mysql.Pool;
  readonly #records = new Map<number, State>();
  readonly #clips = new Map<number, State>();

  constructor(pool: mysql.Pool) {
    this.#pool = pool;
  }

  noteRecord(id: number, version: number): void {
    this.#records.set(id, { version, clockErrorMs: null });
  }

  noteClip(id: number, version: number, clockErrorMs: number | null): void {
    this.#clips.set(id, { version, clockErrorMs });
  }

  /** The clock error that stands with a clip; undefined for one that was not looked at. */
  clockOf(id: number): number | null | undefined {
    return this.#clips.get(id)?.clockErrorMs;
  }

  /** A clock was set to another value by whoever looks. */
  noteClock(id: number, clockErrorMs: number | null): void {
    const known = this.#clips.get(id);
    if (known) this.#clips.set(id, { ...known, clockErrorMs });
  }

  clear(): void {
    this.#records.clear();
    this.#clips.clear();
  }

  /** Ids of what stands otherwise in the store by now: changed or new. */
  async changes(searched: readonly Searched[]): Promise<{ recordIds: number[]; footageIds: number[] }> {
    const [only] = searched;
    if (only !== undefined && searched.length === 1 && (await this.#isUnchanged(only)))
      return { recordIds: [], footageIds: [] };
    const [recordIds, footageIds] = [new Set<number>(), new Set<number>()];
    for (const { records, footage } of searched) {
      for await (const texts of recordTexts(this.#pool, records, { contents: false }))
        for (const { id, version } of texts)
          if (!isSame(this.#records.get(id), { version, clockErrorMs: null })) recordIds.add(id);
      for await (const texts of footageTexts(this.#pool, footage, { contents: false }))
        for (const { id, ...state } of texts) if (!isSame(this.#clips.get(id), state)) footageIds.add(id);
    }
    return { recordIds: [...recordIds], footageIds: [...footageIds] };
  }

  /** Mostly nothing has changed, and the sums say so without a row on its way. */
  async #isUnchanged({ records, footage }: Searched): Promise<boolean> {
    const isNow = await Promise.all([recordSums(this.#pool, records), footageSums(this.#pool, footage)]);
    const clock = ({ clockErrorMs }: State): number => (clockErrorMs === null ? 1 : clockErrorMs * 2);
    return (
      areEqual(
        sumsOf(this.#records, () => 0),
        isNow[0],
      ) && areEqual(sumsOf(this.#clips, clock), isNow[1])
    );
  }
}

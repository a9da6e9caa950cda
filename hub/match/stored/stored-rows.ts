import type { Footage } from '../../core/footage.ts';
import type { BusinessRecord } from '../../core/record.ts';
import type { DeviceKind } from '../../core/vocabulary.ts';
import { footageContents } from '../../store/candidates.ts';
import type { Store } from '../../store/open.ts';
import {
  clocksOfDevices,
  type DeviceUse,
  type FootageText,
  footageTexts,
  issuesInTime,
  type Orgs,
  officersOfRecords,
  recordTexts,
  usesInTime,
} from '../../store/partition-rows.ts';
import type { MatchPlan } from '../../store/tables/match-runs.ts';
import { gpsClockError } from '../clock/clock.ts';
import type { Service } from '../frames/company.ts';
import { type Registers, registersOf, type Use } from '../frames/registers.ts';
import { type MatchFootage, type MatchRecord, matchFootageOf, matchRecordOf } from '../inputs.ts';
import type { FarJoins } from '../partition/closure.ts';
import { isInAny, meet, merged, reachOf, type Span, spanOfClip } from '../partition/span.ts';
import type { Rules } from '../rules/rules.ts';
import { FarNumbers } from './far-numbers.ts';
import { RowStates } from './row-states.ts';
import { footageSearch, recordSearch } from './searches.ts';
import { without } from './without.ts';

/** Which clocks a part goes by: `measured` leaves out what links suggested before, so that it cannot vote for itself. */
export type Clocks = 'measured' | 'stored';

interface Held<T> {
  readonly item: T;
  readonly span: Span;
}

/** A clip's clock that was written to the store: camera minus true time in ms, null for the camera's own time. */
export interface SetClock {
  readonly id: number;
  /** What it was taken for as long as only measurements counted. */
  readonly measuredMs: number | null;
  readonly wantedMs: number | null;
}

/** To whole milliseconds, so that nothing lies between two spans. */
const asWhole = ({ from, to }: Span): Span => ({ from: Math.floor(from), to: Math.ceil(to) });

const byId = <T extends { readonly id: number }>(list: T[]): T[] => list.sort((left, right) => left.id - right.id);

/**
 * The rows of one part of the store, read as far as they are asked for, each once. Cities that nothing ties are left
 * out as long as that is known to be safe; whoever has to look further gets all of them.
 */
export class StoredRows {
  readonly #store: Store;
  readonly #rules: Rules;
  readonly #plan: MatchPlan;
  #clocks: Clocks;
  readonly #records = new Map<number, Held<MatchRecord>>();
  readonly #footage = new Map<number, Held<MatchFootage>>();
  /** Who used which device, by all clips that were looked at. */
  readonly #uses = new Map<number, Use>();
  readonly #states: RowStates;
  readonly #far = new FarNumbers();
  #orgs: Orgs;
  #covered: Span[] = [];
  #stations: Map<string, { at: number; offsetMs: number }> | undefined;
  /** Clips that stand in the store with another clock than they are matched by. */
  readonly #otherClocks = new Set<number>();

  constructor(store: Store, rules: Rules, plan: MatchPlan, region: number, clocks: Clocks) {
    this.#store = store;
    this.#rules = rules;
    this.#plan = plan;
    this.#clocks = clocks;
    this.#states = new RowStates(store.pool);
    this.#orgs = plan.regions.length > 1 ? plan.regions[region] : undefined;
  }

  /** Whether some clip stands in the store with another clock than it is matched by. */
  get hasOtherClocks(): boolean {
    return [...this.#otherClocks].some((id) => this.#footage.has(id));
  }

  /** Whether all cities are looked at, where others could be left out. */
  get isEverywhere(): boolean {
    return this.#orgs === undefined && this.#plan.regions.length > 1;
  }

  /** What numbers join across time. */
  get far(): FarJoins {
    return this.#far;
  }

  /** Everything it has read lies in this time. */
  get reach(): Span {
    return {
      from: Math.min(...this.#covered.map(({ from }) => from)),
      to: Math.max(...this.#covered.map(({ to }) => to)),
    };
  }

  /** Read what is missing of some spans. @returns what meets them, in the order of ids */
  async within(spans: readonly Span[]): Promise<{ records: MatchRecord[]; footage: MatchFootage[] }> {
    const { tiedFrom, tiedTo } = this.#plan;
    if (spans.some(({ from, to }) => from < tiedFrom || to > tiedTo)) this.#lookEverywhere();
    const gapsIn = (): Span[] => without(spans.map(asWhole), this.#covered);
    for (let gaps = gapsIn(); gaps.length > 0; gaps = gapsIn()) {
      const [records, footage]: [MatchRecord[], MatchFootage[]] = [[], []];
      for (const gap of gaps) {
        await this.#readRecords(gap, (record) => records.push(record));
        await this.#readFootage(gap, (clip) => footage.push(clip));
      }
      this.#covered = merged([...this.#covered, ...gaps]);
      await this.#join(records, footage);
    }
    const chosen = <T extends { id: number }>(held: ReadonlyMap<number, Held<T>>): T[] =>
      byId([...held.values()].flatMap(({ item, span }) => (spans.some((one) => meet(one, span)) ? [item] : [])));
    return { records: chosen(this.#records), footage: chosen(this.#footage) };
  }

  /**
   * From here on clips go by the clocks that stand with them in the store.
   *
   * @param set what was written there meanwhile
   * @returns whether any clip goes by another clock now
   */
  async goByStored(set: readonly SetClock[]): Promise<boolean> {
    this.#clocks = 'stored';
    for (const { id, wantedMs } of set) if (this.#states.clockOf(id) !== wantedMs) this.#states.noteClock(id, wantedMs);
    const wanted = new Map([...this.#otherClocks].map((id) => [id, this.#states.clockOf(id) ?? null]));
    for (const { id, measuredMs, wantedMs } of set) if (wantedMs !== measuredMs) wanted.set(id, wantedMs);
    this.#otherClocks.clear();
    const moved = [...wanted].filter(([id, errorMs]) => {
      const held = this.#footage.get(id);
      return held === undefined || (held.item.clockErrorMs ?? null) !== errorMs;
    });
    const unknown = moved.flatMap(([id]) => (this.#footage.has(id) ? [] : [id]));
    const contents = await footageContents(this.#store.db, unknown);
    const clips = new Map(contents.map(({ id, data }) => [id, matchFootageOf(id, data)]));
    const arrived: MatchFootage[] = [];
    for (const [id, errorMs] of moved) {
      const former = this.#footage.get(id)?.item ?? clips.get(id);
      if (former === undefined) continue;
      const item = { ...former, clockErrorMs: errorMs ?? undefined };
      const span = spanOfClip(this.#rules, item);
      const isHeld = this.#footage.delete(id);
      if (!this.#covered.some((one) => meet(one, span))) continue;
      this.#footage.set(id, { item, span });
      if (!isHeld) arrived.push(item);
    }
    await this.#join([], arrived);
    return moved.length > 0;
  }

  #lookEverywhere(): void {
    if (this.#orgs === undefined) return;
    this.#orgs = undefined;
    this.#covered = [];
    for (const held of [this.#records, this.#footage, this.#uses, this.#states]) held.clear();
  }

  async #readRecords(gap: Span, found: (record: MatchRecord) => void): Promise<void> {
    for await (const texts of recordTexts(this.#store.pool, recordSearch(this.#rules, this.#plan, this.#orgs, gap))) {
      for (const { id, version, data } of texts) {
        if (this.#records.has(id)) continue;
        this.#states.noteRecord(id, version);
        const item = matchRecordOf(id, JSON.parse(data) as BusinessRecord);
        const span = reachOf(this.#rules, item);
        if (!meet(span, gap)) continue;
        this.#records.set(id, { item, span });
        found(item);
      }
    }
  }

  async #readFootage(gap: Span, found: (clip: MatchFootage) => void): Promise<void> {
    this.#stations ??= this.#clocks === 'measured' ? await clocksOfDevices(this.#store.pool) : new Map();
    for await (const texts of footageTexts(this.#store.pool, footageSearch(this.#rules, this.#orgs, gap)))
      for (const text of texts) this.#noteClip(text, gap, found);
  }

  #noteClip({ id, version, clockErrorMs, data }: FootageText, gap: Span, found: (clip: MatchFootage) => void): void {
    if (this.#footage.has(id)) return;
    this.#states.noteClip(id, version, clockErrorMs);
    const item = this.#clipOf(id, JSON.parse(data) as Footage, clockErrorMs);
    const { policeId, deviceId, deviceKind, start } = item;
    if (policeId !== undefined && deviceId !== undefined) this.#uses.set(id, { policeId, deviceId, deviceKind, start });
    if (clockErrorMs !== null && item.clockErrorMs !== clockErrorMs) this.#otherClocks.add(id);
    const span = spanOfClip(this.#rules, item);
    if (!meet(span, gap)) return;
    this.#footage.set(id, { item, span });
    found(item);
  }

  #clipOf(id: number, data: Footage, storedMs: number | null): MatchFootage {
    if (this.#clocks === 'stored') return matchFootageOf(id, data, storedMs);
    const clip = matchFootageOf(id, data);
    const { deviceId, start, end, track } = clip;
    const station = deviceId === undefined ? undefined : this.#stations?.get(deviceId);
    const isRecent = station !== undefined && Math.abs(station.at - start) <= this.#rules.clock.horizon;
    return { ...clip, clockErrorMs: gpsClockError(start, end, track) ?? (isRecent ? station.offsetMs : undefined) };
  }

  /** Note what numbers join across time; what they join across cities has to be looked for in all of them. */
  async #join(records: readonly MatchRecord[], footage: readonly MatchFootage[]): Promise<void> {
    const isElsewhere = await this.#far.note(this.#store, records, footage, this.#orgs, {
      reachOf: (id, data) => this.#records.get(id)?.span ?? (data && reachOf(this.#rules, matchRecordOf(id, data))),
      timeOf: (id, clip) =>
        this.#footage.get(id)?.span ??
        (clip && spanOfClip(this.#rules, this.#clipOf(id, clip.data, clip.clockErrorMs))),
    });
    if (isElsewhere) this.#lookEverywhere();
  }

  /** What began in some spans tells of people and devices. */
  async registers(spans: readonly Span[]): Promise<Registers> {
    const isCovered = (at: number): boolean => isInAny(at, this.#covered);
    const services = new Map<number, { officers: Service['officers'][number][]; start: number }>();
    for (const [id, { item }] of this.#records)
      if (isCovered(item.start)) services.set(id, { officers: [...item.officers], start: item.start });
    const uses: Use[] = [...this.#uses.values()].filter(({ start }) => isCovered(start));
    const { pool } = this.#store;
    const use = ({ deviceId, policeId, at, deviceKind }: DeviceUse): Use => ({
      ...{ deviceId, policeId, start: at },
      deviceKind: deviceKind as DeviceKind,
    });
    for (const span of spans.map(asWhole)) uses.push(...(await issuesInTime(pool, span)).map(use));
    // What was read already is not read again: mostly all but the ends.
    for (const span of without(spans.map(asWhole), this.#covered)) {
      const search = { ...span, orgs: this.#orgs };
      for await (const { id, policeId, at } of officersOfRecords(pool, search)) {
        const service = services.get(id) ?? { officers: [], start: at };
        services.set(id, service);
        service.officers.push({ policeId });
      }
      for await (const one of usesInTime(pool, search)) uses.push(use(one));
    }
    return registersOf(this.#rules, services.values(), uses);
  }

  /** What stands otherwise in the store by now than it was read: changed or new, by ids. */
  changes(): Promise<{ recordIds: number[]; footageIds: number[] }> {
    const searches = this.#covered.map((span) => ({
      records: recordSearch(this.#rules, this.#plan, this.#orgs, span),
      footage: footageSearch(this.#rules, this.#orgs, span),
    }));
    return this.#states.changes(searches);
  }
}

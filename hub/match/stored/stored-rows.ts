import type { Footage } from '../../core/footage.ts';
import type { BusinessRecord } from '../../core/record.ts';
import type { DeviceKind } from '../../core/vocabulary.ts';
import { footageContents, recordContents } from '../../store/candidates.ts';
import type { Store } from '../../store/open.ts';
import {
  clocksOfDevices,
  footageTexts,
  numberJoins,
  type Orgs,
  officersOfRecords,
  recordTexts,
  usesInTime,
} from '../../store/partition-rows.ts';
import type { MatchPlan } from '../../store/tables/match-runs.ts';
import { gpsClockError } from '../clock.ts';
import { type MatchFootage, type MatchRecord, matchFootageOf, matchRecordOf } from '../inputs.ts';
import { meet, merged, reachOf, type Span, spanOfClip } from '../partition/span.ts';
import { type Registers, registersOf, type Service, type Use } from '../registers.ts';
import type { Rules } from '../rules.ts';

/** Which clocks a part goes by: `measured` leaves out what links suggested before, so that it cannot vote for itself. */
export type Clocks = 'measured' | 'stored';

interface Held<T> {
  readonly item: T;
  readonly span: Span;
}

/** Milestones lie at most so long before the start that a record tells. */
const earliestMilestoneMs = 12 * 3_600_000;
const dayMs = 86_400_000;

const without = (spans: readonly Span[], covered: readonly Span[]): Span[] =>
  covered.reduce<Span[]>(
    (rest, known) =>
      rest.flatMap((span) =>
        meet(span, known)
          ? [
              { from: span.from, to: known.from - 1 },
              { from: known.to + 1, to: span.to },
            ].filter(({ from, to }) => from <= to)
          : [span],
      ),
    [...spans],
  );

const byId = <T extends { readonly id: number }>(list: T[]): T[] => list.sort((left, right) => left.id - right.id);

/**
 * The rows of one part of the store, read as far as they are asked for, each once. Cities that nothing ties are left
 * out as long as that is known to be safe; whoever has to look further gets all of them.
 */
export class StoredRows {
  readonly #store: Store;
  readonly #rules: Rules;
  readonly #plan: MatchPlan;
  readonly #clocks: Clocks;
  readonly #records = new Map<number, Held<MatchRecord>>();
  readonly #footage = new Map<number, Held<MatchFootage>>();
  /** Of every row that was looked at what the store said: its version, and of a clip its clock. */
  readonly #recordStates = new Map<number, string>();
  readonly #footageStates = new Map<number, string>();
  readonly #farOfRecord = new Map<number, Span[]>();
  readonly #farOfClip = new Map<number, Span[]>();
  #orgs: Orgs;
  #covered: Span[] = [];
  #stations: Map<string, { at: number; offsetMs: number }> | undefined;
  /** Some clip stands in the store with another clock than it is matched by. */
  hasOtherClocks = false;

  constructor(store: Store, rules: Rules, plan: MatchPlan, region: number, clocks: Clocks) {
    this.#store = store;
    this.#rules = rules;
    this.#plan = plan;
    this.#clocks = clocks;
    this.#orgs = plan.regions.length > 1 ? plan.regions[region] : undefined;
  }

  get far() {
    return { ofRecord: this.#farOfRecord, ofClip: this.#farOfClip };
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
    for (let gaps = without(spans, this.#covered); gaps.length > 0; gaps = without(spans, this.#covered)) {
      const [records, footage] = [new Set<number>(), new Set<number>()];
      for (const gap of gaps) {
        await this.#readRecords(gap, (id) => records.add(id));
        await this.#readFootage(gap, (id) => footage.add(id));
      }
      this.#covered = merged([...this.#covered, ...gaps]);
      await this.#join([...records], [...footage]);
    }
    const chosen = <T extends { id: number }>(held: ReadonlyMap<number, Held<T>>): T[] =>
      byId([...held.values()].flatMap(({ item, span }) => (spans.some((one) => meet(one, span)) ? [item] : [])));
    return { records: chosen(this.#records), footage: chosen(this.#footage) };
  }

  #lookEverywhere(): void {
    if (this.#orgs === undefined) return;
    this.#orgs = undefined;
    this.#covered = [];
    for (const held of [this.#records, this.#footage, this.#recordStates, this.#footageStates]) held.clear();
  }

  /** Where and when rows may lie that meet a span. */
  #recordSearch({ from, to }: Span) {
    const { windows, blocking } = this.#rules;
    const furthest = Math.max(blocking.near, ...blocking.zones.map(Math.abs));
    const after = Math.max(0, ...windows.map(({ lasts, tail }) => lasts + tail)) + furthest;
    const before = Math.max(0, ...windows.map(({ lead }) => lead)) + furthest + earliestMilestoneMs;
    return {
      from: Math.floor(from) - after - this.#plan.longestRecordMs - dayMs,
      to: Math.ceil(to) + before,
      orgs: this.#orgs,
      endsFrom: Math.floor(from) - after,
    };
  }

  #footageSearch({ from, to }: Span) {
    const { longestClip } = this.#rules.blocking;
    return { from: Math.floor(from), to: Math.ceil(to), orgs: this.#orgs, longestMs: longestClip };
  }

  async #readRecords(gap: Span, found: (id: number) => void): Promise<void> {
    for await (const texts of recordTexts(this.#store.pool, { ...this.#recordSearch(gap), contents: true })) {
      for (const { id, version, data } of texts) {
        if (this.#records.has(id)) continue;
        this.#recordStates.set(id, String(version));
        const item = matchRecordOf(id, JSON.parse(data) as BusinessRecord);
        const span = reachOf(this.#rules, item);
        if (!meet(span, gap)) continue;
        this.#records.set(id, { item, span });
        found(id);
      }
    }
  }

  async #readFootage(gap: Span, found: (id: number) => void): Promise<void> {
    this.#stations ??= this.#clocks === 'measured' ? await clocksOfDevices(this.#store.pool) : new Map();
    for await (const texts of footageTexts(this.#store.pool, { ...this.#footageSearch(gap), contents: true })) {
      for (const { id, version, clockErrorMs, data } of texts) {
        if (this.#footage.has(id)) continue;
        this.#footageStates.set(id, `${version} ${clockErrorMs}`);
        const item = this.#clipOf(id, JSON.parse(data) as Footage, clockErrorMs);
        const span = spanOfClip(this.#rules, item);
        if (!meet(span, gap)) continue;
        if (clockErrorMs !== null && item.clockErrorMs !== clockErrorMs) this.hasOtherClocks = true;
        this.#footage.set(id, { item, span });
        found(id);
      }
    }
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
  async #join(recordIds: readonly number[], footageIds: readonly number[]): Promise<void> {
    const { pool, db } = this.#store;
    const joins = [
      ...(await numberJoins(pool, 'records', recordIds)),
      ...(await numberJoins(pool, 'footage', footageIds)),
    ];
    if (joins.length === 0) return;
    const orgs = this.#orgs === undefined ? undefined : new Set(this.#orgs);
    if (orgs && joins.some(({ recordOrg, footageOrg }) => !orgs.has(recordOrg) || !orgs.has(footageOrg)))
      return this.#lookEverywhere();
    const reaches = new Map<number, Span>();
    const times = new Map<number, Span>();
    const unheld = <T>(ids: readonly number[], held: ReadonlyMap<number, T>): number[] => [
      ...new Set(ids.filter((id) => !held.has(id))),
    ];
    const otherRecords = joins.map(({ recordId }) => recordId);
    for (const { id, data } of await recordContents(db, unheld(otherRecords, this.#records)))
      reaches.set(id, reachOf(this.#rules, matchRecordOf(id, data)));
    const otherClips = joins.map(({ footageId }) => footageId);
    for (const { id, data, clockErrorMs } of await footageContents(db, unheld(otherClips, this.#footage)))
      times.set(id, spanOfClip(this.#rules, this.#clipOf(id, data, clockErrorMs)));
    for (const { recordId, footageId } of joins) {
      const reach = this.#records.get(recordId)?.span ?? reaches.get(recordId);
      const time = this.#footage.get(footageId)?.span ?? times.get(footageId);
      if (reach === undefined || time === undefined || meet(reach, time)) continue;
      this.#farOfRecord.set(recordId, [...(this.#farOfRecord.get(recordId) ?? []), time]);
      this.#farOfClip.set(footageId, [...(this.#farOfClip.get(footageId) ?? []), reach]);
    }
  }

  /** What began in some spans tells of people and devices. */
  async registers(spans: readonly Span[]): Promise<Registers> {
    const services = new Map<number, { officers: { policeId: string }[]; start: number }>();
    const uses: Use[] = [];
    for (const { from, to } of spans) {
      const search = { from: Math.floor(from), to: Math.ceil(to), orgs: this.#orgs };
      for await (const { id, policeId, at } of officersOfRecords(this.#store.pool, search)) {
        const service = services.get(id) ?? { officers: [], start: at };
        services.set(id, service);
        service.officers.push({ policeId });
      }
      for await (const { deviceId, policeId, at, deviceKind } of usesInTime(this.#store.pool, search))
        uses.push({ deviceId, policeId, start: at, deviceKind: deviceKind as DeviceKind });
    }
    return registersOf(this.#rules, services.values() as Iterable<Service>, uses);
  }

  /** What stands otherwise in the store by now than it was read: changed or new, by ids. */
  async changes(): Promise<{ recordIds: number[]; footageIds: number[] }> {
    const [recordIds, footageIds] = [new Set<number>(), new Set<number>()];
    for (const span of this.#covered) {
      const search = this.#recordSearch(span);
      for await (const texts of recordTexts(this.#store.pool, { ...search, contents: false }))
        for (const { id, version } of texts) if (this.#recordStates.get(id) !== String(version)) recordIds.add(id);
      for await (const texts of footageTexts(this.#store.pool, { ...this.#footageSearch(span), contents: false }))
        for (const { id, version, clockErrorMs } of texts)
          if (this.#footageStates.get(id) !== `${version} ${clockErrorMs}`) footageIds.add(id);
    }
    return { recordIds: [...recordIds], footageIds: [...footageIds] };
  }
}

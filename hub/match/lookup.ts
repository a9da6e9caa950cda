import {
  type Ask,
  type Box,
  footageContents,
  footageInCells,
  footageOfNumbers,
  footageOfOfficers,
  footageOfStations,
  footageOfWearers,
  recordContents,
  recordsInBoxes,
  recordsOfCompany,
  recordsOfNumbers,
  recordsOfStations,
  versionsOfFootage,
  versionsOfRecords,
  type WindowAsk,
} from '../store/candidates.ts';
import type { Db } from '../store/open.ts';
import type { Question } from '../store/question.ts';
import { placeCells, stretchesOf } from './candidate.ts';
import { type MatchFootage, type MatchRecord, matchFootageOf, matchRecordOf } from './inputs.ts';
import { byTime, openRegisters } from './load-registers.ts';
import { openReading } from './reading.ts';
import type { Registers } from './registers.ts';
import { areJoined } from './related.ts';
import type { Rules } from './rules.ts';
import { type FootageSubject, type RecordSubject, subjectOfFootage, subjectOfRecord } from './subject.ts';
import { windowMargins } from './window-margins.ts';

const devices = ['body-camera', 'interview-room'] as const;
const metresPerDegree = 111_320;
/** Clips of about the same time are asked for together. */
const togetherMs = 6 * 3_600_000;

/** Everything that was read of the store for one decision, and how to read more. Reads each thing once. */
export interface Lookup {
  readonly records: ReadonlyMap<number, MatchRecord>;
  readonly footage: ReadonlyMap<number, MatchFootage>;
  loadRecords(ids: readonly number[]): Promise<MatchRecord[]>;
  loadFootage(ids: readonly number[]): Promise<MatchFootage[]>;
  /** Registers that are complete for the records and clips loaded so far. */
  registers(): Promise<Registers>;
  /** Ids of the clips that may show one of these records, and of the records that one of these clips may show. */
  candidatesOf(
    records: readonly MatchRecord[],
    footage: readonly MatchFootage[],
  ): Promise<{ footageIds: number[]; recordIds: number[] }>;
  /** Records that numbers join to each of these. */
  joinedTo(records: readonly MatchRecord[]): Promise<Map<number, readonly MatchRecord[]>>;
  /** Whether the store still answers everything that was read as it did then. */
  isCurrent(): Promise<boolean>;
}

export const openLookup = (db: Db, rules: Rules): Lookup => {
  const records = new Map<number, MatchRecord>();
  const footage = new Map<number, MatchFootage>();
  const joined = new Map<number, readonly MatchRecord[]>();
  const reading = openReading(db);
  const reader = openRegisters(reading, rules);
  const { issue, partner, longestClip, longestEvent, near, zones, radiusM } = rules.blocking;

  const registers = (): Promise<Registers> => reader.around(records.values(), footage.values());

  const peopleAsks = (known: Registers, left: RecordSubject): Ask[] => {
    const people = new Set([...left.policeIds].flatMap((id) => [id, ...known.partnersOf(id, left.record.start)]));
    const windows = devices.map((device) => left.windowFor(device));
    const stretches = new Map(windows.flatMap((window) => stretchesOf(rules, window)).map((one) => [one.join(), one]));
    return [...people].flatMap((key) => [...stretches.values()].map(([from, to]) => ({ key, from, to })));
  };

  /** What a measured clock may add to the camera's own time, so that the camera's time finds the clip. */
  const loosely = (asks: readonly Ask[]): Ask[] =>
    asks.map(({ key, from, to }) => ({ key, from: from - near, to: to + near }));

  const stationAsks = (left: RecordSubject): (Ask & { nobody: boolean })[] => {
    const { open, close } = left.windowFor('body-camera');
    const { org } = left.record;
    if (org === undefined || close - open > longestEvent) return [];
    return [{ key: org, from: open - near, to: close + near, nobody: left.policeIds.size > 0 }];
  };

  /** Where a record's window must lie for the clip to be a candidate, and how far its own times may lie from that. */
  const windowAsk = ({ footage: { deviceKind }, from, to }: FootageSubject) => ({
    from: from - near,
    to: to + near,
    ...windowMargins(rules, deviceKind),
  });

  const boxOf = (subject: FootageSubject): Box[] => {
    const { track } = subject.footage;
    if (track.length === 0) return [];
    let [west, east, south, north] = [180, -180, 90, -90];
    for (const [, lon, lat] of track) {
      if (lon < west) west = lon;
      if (lon > east) east = lon;
      if (lat < south) south = lat;
      if (lat > north) north = lat;
    }
    const span = (radiusM + 500) / metresPerDegree;
    const wide = span / Math.max(0.01, Math.cos((south * Math.PI) / 180));
    const box = { west: west - wide, east: east + wide, south: south - span, north: north + span };
    return [{ ...box, ...windowAsk(subject), longestMs: longestEvent }];
  };

  const footageQuestions = (known: Registers, list: readonly MatchRecord[]): Question[] => {
    const subjects = list.map((record) => subjectOfRecord(rules, record));
    const people = loosely(subjects.flatMap((left) => peopleAsks(known, left)));
    const numbers = list.flatMap(({ externalId, references }) => [externalId, ...references.map(({ id }) => id)]);
    return [
      ...footageOfOfficers(people, longestClip),
      ...byTime(people, ({ from }) => from, togetherMs).flatMap((asks) => footageOfWearers(asks, longestClip, issue)),
      ...footageOfStations(subjects.flatMap(stationAsks), longestClip),
      ...footageInCells(subjects.flatMap((left) => placeCells(rules, left))),
      ...footageOfNumbers(numbers),
    ];
  };

  const recordQuestions = (known: Registers, list: readonly MatchFootage[]): Question[] => {
    const subjects = list.map((one) => {
      const holder =
        one.policeId === undefined && one.deviceId !== undefined ? known.holderOf(one.deviceId, one.start) : undefined;
      return subjectOfFootage(rules, one, holder);
    });
    const people = subjects.flatMap((subject): WindowAsk[] => {
      const key = subject.footage.policeId ?? subject.holder;
      if (key === undefined) return [];
      const ask = { key, ...windowAsk(subject) };
      const supposed = subject.isMeasured ? [] : zones;
      return [ask, ...supposed.map((zone) => ({ ...ask, from: ask.from - zone, to: ask.to - zone }))];
    });
    const stations = subjects.flatMap((subject) => {
      const { org, policeId } = subject.footage;
      const nobody = (policeId ?? subject.holder) !== undefined;
      return org === undefined ? [] : [{ key: org, ...windowAsk(subject), longestMs: longestEvent, nobody }];
    });
    const numbers = list.flatMap(({ externalId, name, references }) => [
      externalId,
      name,
      ...references.map(({ id }) => id),
    ]);
    return [
      ...recordsOfCompany(people, partner),
      ...recordsInBoxes(subjects.flatMap(boxOf)),
      ...recordsOfStations(stations),
      ...recordsOfNumbers(numbers),
    ];
  };

  const loadRecords = async (ids: readonly number[]): Promise<MatchRecord[]> => {
    const missing = ids.filter((id) => !records.has(id));
    if (missing.length > 0) {
      const rows = await recordContents(db, missing);
      for (const { id, data } of rows) records.set(id, matchRecordOf(id, data));
      const versions = rows.map(({ id, version }) => ({ id, name: null, at: version, device: null }));
      reading.note(versionsOfRecords(missing), versions);
    }
    return ids.flatMap((id) => records.get(id) ?? []);
  };

  return {
    records,
    footage,
    registers,
    loadRecords,
    async loadFootage(ids) {
      const missing = ids.filter((id) => !footage.has(id));
      if (missing.length > 0) {
        const rows = await footageContents(db, missing);
        for (const { id, data, clockErrorMs } of rows) footage.set(id, matchFootageOf(id, data, clockErrorMs));
        const versions = rows.map(({ id, version, clockErrorMs }) => ({
          id,
          name: clockErrorMs === null ? null : String(clockErrorMs),
          at: version,
          device: null,
        }));
        reading.note(versionsOfFootage(missing), versions);
      }
      return ids.flatMap((id) => footage.get(id) ?? []);
    },
    async candidatesOf(newRecords, newFootage) {
      const known = await registers();
      const forRecords = footageQuestions(known, newRecords);
      const forFootage = recordQuestions(known, newFootage);
      // One journey for both; the answers of each are then at hand.
      await reading.ask([...forRecords, ...forFootage]);
      return { footageIds: await reading.ids(forRecords), recordIds: await reading.ids(forFootage) };
    },
    async joinedTo(list) {
      const unknown = list.filter(({ id }) => !joined.has(id));
      const numbers = unknown.flatMap(({ externalId, references }) => [
        externalId,
        ...references.flatMap(({ kind, id }) => (kind === 'footage' ? [] : [id])),
      ]);
      const around = await loadRecords(await reading.ids(recordsOfNumbers(numbers)));
      for (const record of unknown)
        joined.set(
          record.id,
          around.filter((other) => other.id !== record.id && areJoined(record, other)),
        );
      return joined;
    },
    isCurrent: reading.isCurrent,
  };
};

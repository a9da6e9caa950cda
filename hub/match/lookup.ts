import type { Footage } from '../core/footage.ts';
import type { BusinessRecord } from '../core/record.ts';
import type { Decision } from '../core/vocabulary.ts';
import {
  type Ask,
  type Box,
  contentsOfFootage,
  contentsOfRecords,
  decisionsOnRecords,
  footageInCells,
  footageOfNumbers,
  footageOfOfficers,
  footageOfStations,
  footageOfWearers,
  heirsThrough,
  recordsInBoxes,
  recordsOfCompany,
  recordsOfNumbers,
  recordsOfStations,
  type WindowAsk,
} from '../store/candidates.ts';
import type { Journey } from '../store/journey.ts';
import type { Db } from '../store/open.ts';
import { type Answer, ask, contentsOfFound, type Question } from '../store/question.ts';
import { placeCells, stretchesOf } from './candidate.ts';
import { type MatchFootage, type MatchRecord, matchFootageOf, matchRecordOf } from './inputs.ts';
import { byTime, openRegisters, type Served } from './load-registers.ts';
import { openReading } from './reading.ts';
import type { Registers } from './registers.ts';
import { areJoined } from './related.ts';
import type { Rules } from './rules.ts';
import { type FootageSubject, type RecordSubject, subjectOfFootage, subjectOfRecord } from './subject.ts';
import { boxAroundTrack } from './track-box.ts';
import { windowMargins } from './window-margins.ts';

const devices = ['body-camera', 'interview-room'] as const;
/** Clips of about the same time are asked for together: a record's own, whatever zone their clocks are in. */
const togetherMs = 18 * 3_600_000;

/** Numbers that join records to other records. */
const numbersOf = (records: readonly MatchRecord[]): string[] =>
  records.flatMap(({ externalId, references }) => [
    externalId,
    ...references.flatMap(({ kind, id }) => (kind === 'footage' ? [] : [id])),
  ]);

/** Everything that was read of the store for one decision, and how to read more. Reads each thing once. */
export interface Lookup {
  readonly records: ReadonlyMap<number, MatchRecord>;
  readonly footage: ReadonlyMap<number, MatchFootage>;
  /** What people decided about pairs of the records loaded so far: `recordId footageId` → decision. */
  readonly standing: ReadonlyMap<string, Decision>;
  /** Contents of records that were read otherwise. */
  noteRecords(records: readonly MatchRecord[]): void;
  /** What people decided about pairs, read otherwise. */
  noteDecision(recordId: number, footageId: number, decision: Decision): void;
  /** Who served with whom around some people, read otherwise. */
  noteServices(around: Served): void;
  /** Load records and clips in one journey. */
  load(recordIds: readonly number[], footageIds: readonly number[]): Promise<void>;
  /** Load what people decided about pairs of records. */
  loadDecisions(recordIds: readonly number[]): Promise<void>;
  loadRecords(ids: readonly number[]): Promise<MatchRecord[]>;
  loadFootage(ids: readonly number[]): Promise<MatchFootage[]>;
  /** Registers that are complete for the records and clips loaded so far. */
  registers(): Promise<Registers>;
  /** Ids of the clips that may show one of these records, and of the records that one of these clips may show. */
  candidatesOf(
    records: readonly MatchRecord[],
    footage: readonly MatchFootage[],
  ): Promise<{ footageIds: number[]; recordIds: number[] }>;
  /** Records that inherited something through one of these, whose records are `around`. */
  heirsOf(ids: readonly number[], around: readonly MatchRecord[]): Promise<number[]>;
  /** Records that numbers join to each of these. */
  joinedTo(records: readonly MatchRecord[]): Promise<Map<number, readonly MatchRecord[]>>;
}

export const openLookup = (from: Db | Journey, rules: Rules): Lookup => {
  const records = new Map<number, MatchRecord>();
  const footage = new Map<number, MatchFootage>();
  const standing = new Map<string, Decision>();
  const joined = new Map<number, readonly MatchRecord[]>();
  const reading = openReading(from);
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

  /** Where a record's window must lie for the clip to be inside of it, and how far its own times may lie from that. */
  const insideAsk = ({ footage: { deviceKind }, from, to }: FootageSubject) => ({
    from,
    to,
    ...windowMargins(rules, deviceKind),
  });

  /** Where a record's window must lie for its officer's clip to be a candidate, and how far its own times may lie from that. */
  const windowAsk = (subject: FootageSubject) => {
    const ask = insideAsk(subject);
    return { ...ask, from: ask.from - near, to: ask.to + near };
  };

  const boxOf = (subject: FootageSubject): Box[] => {
    const box = boxAroundTrack(subject.footage.track, radiusM + 500);
    return box === undefined ? [] : [{ ...box, ...insideAsk(subject), longestMs: longestEvent }];
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
      return org === undefined ? [] : [{ key: org, ...insideAsk(subject), longestMs: longestEvent, nobody }];
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

  const noteRecords = (rows: readonly Answer[]): void => {
    for (const { id, name } of rows) records.set(id, matchRecordOf(id, JSON.parse(name ?? '') as BusinessRecord));
  };
  const noteFootage = (rows: readonly Answer[]): void => {
    for (const { id, name, device } of rows) {
      const clockErrorMs = device === null ? null : Number(device);
      footage.set(id, matchFootageOf(id, JSON.parse(name ?? '') as Footage, clockErrorMs));
    }
  };

  const noteDecisions = (answers: readonly Answer[][]): void => {
    for (const { id, name, at } of answers.flat()) standing.set(`${id} ${at}`, name as Decision);
  };

  const load = async (recordIds: readonly number[], footageIds: readonly number[]): Promise<void> => {
    const newRecords = recordIds.filter((id) => !records.has(id));
    const newFootage = footageIds.filter((id) => !footage.has(id));
    if (newRecords.length + newFootage.length === 0) return;
    const questions = { records: contentsOfRecords(newRecords), footage: contentsOfFootage(newFootage) };
    const decisions = newRecords.length === 0 ? [] : [decisionsOnRecords(newRecords)];
    const answers = await ask(from, [...questions.records, ...questions.footage, ...decisions]);
    const ofFootage = questions.records.length + questions.footage.length;
    noteRecords(answers.slice(0, questions.records.length).flat());
    noteFootage(answers.slice(questions.records.length, ofFootage).flat());
    noteDecisions(answers.slice(ofFootage));
  };

  return {
    records,
    footage,
    standing,
    registers,
    noteRecords(list) {
      for (const record of list) records.set(record.id, record);
    },
    noteDecision(recordId, footageId, decision) {
      standing.set(`${recordId} ${footageId}`, decision);
    },
    noteServices: reader.note,
    load,
    async loadDecisions(recordIds) {
      if (recordIds.length > 0) noteDecisions(await ask(from, [decisionsOnRecords(recordIds)]));
    },
    async loadRecords(ids) {
      await load(ids, []);
      return ids.flatMap((id) => records.get(id) ?? []);
    },
    async loadFootage(ids) {
      await load([], ids);
      return ids.flatMap((id) => footage.get(id) ?? []);
    },
    async candidatesOf(newRecords, newFootage) {
      const known = await registers();
      const forRecords = footageQuestions(known, newRecords);
      const forFootage = recordQuestions(known, newFootage);
      if (forRecords.length > 0 && newFootage.length === 0 && footage.size === 0) {
        // Nothing is known that would be read twice: the contents come along.
        const [found = []] = await ask(from, [contentsOfFound(forRecords)]);
        noteFootage(found);
        return { footageIds: found.map(({ id }) => id), recordIds: [] };
      }
      // One journey for both; the answers of each are then at hand.
      await reading.ask([...forRecords, ...forFootage]);
      return { footageIds: await reading.ids(forRecords), recordIds: await reading.ids(forFootage) };
    },
    async heirsOf(ids, around) {
      const former = ids.length === 0 ? [] : [heirsThrough(ids)];
      // What they are joined to is asked for next: one journey for both.
      await reading.ask([...former, ...recordsOfNumbers(numbersOf(around))]);
      return reading.ids(former);
    },
    async joinedTo(list) {
      const unknown = list.filter(({ id }) => !joined.has(id));
      const ids = await reading.ids(recordsOfNumbers(numbersOf(unknown)));
      await load(ids, []);
      const around = ids.flatMap((id) => records.get(id) ?? []);
      for (const record of unknown)
        joined.set(
          record.id,
          around.filter((other) => other.id !== record.id && areJoined(record, other)),
        );
      return joined;
    },
  };
};

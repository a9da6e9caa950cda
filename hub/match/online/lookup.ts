import type { Footage } from '../../core/footage.ts';
import type { BusinessRecord } from '../../core/record.ts';
import type { Decision } from '../../core/vocabulary.ts';
import {
  contentsOfFootage,
  contentsOfRecords,
  decisionsOnRecords,
  heirsThrough,
  recordsOfNumbers,
} from '../../store/candidates.ts';
import type { Journey } from '../../store/journey.ts';
import type { Db } from '../../store/open.ts';
import { type Answer, ask, contentsOfFound } from '../../store/question.ts';
import type { Registers } from '../frames/registers.ts';
import { type MatchFootage, type MatchRecord, matchFootageOf, matchRecordOf } from '../inputs.ts';
import { areJoined } from '../pairs/related.ts';
import type { Rules } from '../rules/rules.ts';
import { footageQuestions, recordQuestions } from './candidate-questions.ts';
import { openRegisters, type Served } from './load-registers.ts';
import { openReading } from './reading.ts';

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
  /** Contents of clips that were read otherwise. */
  noteFootage(footage: readonly MatchFootage[]): void;
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

  const registers = (): Promise<Registers> => reader.around(records.values(), footage.values());

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
    noteFootage(list) {
      for (const clip of list) footage.set(clip.id, clip);
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
      const forRecords = footageQuestions(rules, known, newRecords);
      const forFootage = recordQuestions(rules, known, newFootage);
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

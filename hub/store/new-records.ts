import { type Expression, generatedIds, type Insert, insertTexts } from './multi-row.ts';
import { tellOfTexts } from './outbox.ts';
import type { PreparedRecord } from './prepare-record.ts';
import { officersOf, recordColumns, referencesOf } from './record-columns.ts';
import { recordOfficers, recordReferences, records } from './tables/catalogue.ts';

export interface NewRecord {
  readonly prepared: PreparedRecord;
  /** The message it came with. */
  readonly messageId: Expression;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Statements that store records the store does not know: rows, officers, references and events. One that it knows after
 * all fails as a duplicate key.
 *
 * @param at the moment of storing, epoch ms
 */
export const newRecordTexts = (items: readonly NewRecord[], at: number): string[] => {
  if (items.length === 0) return [];
  // In the order `upsert` has, so that concurrent transactions wait for each other instead of deadlocking.
  const sorted = items.toSorted(({ prepared: { record: a } }, { prepared: { record: b } }) =>
    a.source === b.source ? compare(a.externalId, b.externalId) : compare(a.source, b.source),
  );
  const ids = generatedIds('hub_record');
  const rows = sorted.map(({ prepared, messageId }): Insert<typeof records> => {
    const { source, externalId } = prepared.record;
    const item = { ...prepared, source, externalId, messageId: null, at };
    return { ...recordColumns({ item, version: 1 }), messageId };
  });
  const officers = sorted.flatMap(({ prepared }, index) =>
    officersOf(prepared).map((officer) => ({ recordId: ids.id(index), ...officer })),
  );
  const references = sorted.flatMap(({ prepared }, index) =>
    referencesOf(prepared).map((reference) => ({ recordId: ids.id(index), ...reference })),
  );
  return [
    ...[...insertTexts(records, rows)].map(({ text }) => text),
    ids.keep,
    ...[...insertTexts(recordOfficers, officers)].map(({ text }) => text),
    ...[...insertTexts(recordReferences, references)].map(({ text }) => text),
    ...tellOfTexts(
      'record.changed',
      sorted.map((_, index) => ids.id(index)),
    ),
  ];
};

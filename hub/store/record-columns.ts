import { clip, distinct } from './fit.ts';
import type { PreparedRecord } from './prepare-record.ts';
import type { Version, Write } from './upsert.ts';

export interface RecordVersion extends Version, PreparedRecord {
  /** The moment of storing, epoch ms. */
  readonly at: number;
}

/** The row of a record. */
export const recordColumns = ({ item, version }: Pick<Write<RecordVersion>, 'item' | 'version'>) => ({
  source: item.record.source,
  externalId: item.record.externalId,
  system: item.record.system,
  kind: item.record.kind,
  org: item.record.org ?? null,
  startAt: item.startAt,
  endAt: item.endAt,
  precision: item.record.time.precision,
  title: clip(item.record.title, 500),
  lon: item.record.place?.lon ?? null,
  lat: item.record.place?.lat ?? null,
  updatedAt: item.updatedAt,
  data: item.record,
  hash: item.hash,
  version,
  messageId: item.messageId,
  createdAt: item.at,
  changedAt: item.at,
});

/** A longer code is none, and no reason to refuse the record. */
const longestOrg = 12;

/** Rows of its officers, without its id: those with a number, each once, with the first station that is named. */
export const officersOf = ({ record, startAt, endAt }: PreparedRecord) => {
  const named = record.officers.flatMap(({ policeId, role, org }) =>
    policeId === undefined ? [] : [{ policeId, role, org }],
  );
  return distinct(named, ({ policeId }) => policeId).map(({ policeId, role }) => {
    const stated = named.find(
      ({ policeId: id, org = '' }) => id === policeId && org !== '' && org.length <= longestOrg,
    );
    return { policeId, role: role ?? null, org: stated?.org ?? null, startAt, endAt };
  });
};

/** Rows of what it refers to, without its id. */
export const referencesOf = ({ record }: PreparedRecord) =>
  distinct(record.references, (reference) => `${reference.kind} ${reference.id}`).map(({ kind, id }) => ({
    kind,
    target: id,
  }));

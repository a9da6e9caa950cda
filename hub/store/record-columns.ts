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

/** Rows of its officers, without its id: those with a number, each once. */
export const officersOf = ({ record, startAt, endAt }: PreparedRecord) =>
  distinct(
    record.officers.flatMap(({ policeId, role }) => (policeId === undefined ? [] : [{ policeId, role }])),
    ({ policeId }) => policeId,
  ).map(({ policeId, role }) => ({ policeId, role: role ?? null, startAt, endAt }));

/** Rows of what it refers to, without its id. */
export const referencesOf = ({ record }: PreparedRecord) =>
  distinct(record.references, (reference) => `${reference.kind} ${reference.id}`).map(({ kind, id }) => ({
    kind,
    target: id,
  }));

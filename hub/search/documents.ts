import type { BusinessRecord } from '../core/record.ts';
import { systemLabels } from '../core/vocabulary.ts';
import type { IndexedFootage, IndexedRecord } from '../store/indexing.ts';
import { documentId, type SearchDocument } from './document.ts';

const present = (values: readonly (string | null | undefined)[]): string[] =>
  [...new Set(values.filter((value) => value !== undefined && value !== null && value !== ''))] as string[];

/** Short text attributes of the source are worth finding, its codes are not worth a look. */
const attributeTexts = (attributes: Record<string, unknown>): string[] =>
  Object.values(attributes).filter(
    (value): value is string => typeof value === 'string' && /\p{Script=Han}/u.test(value) && value.length <= 500,
  );

const numbersOf = (record: BusinessRecord): string[] =>
  present([
    record.externalId,
    ...record.references.map(({ id }) => id),
    ...record.officers.map(({ policeId }) => policeId),
    ...record.persons.flatMap(({ idNumber, phone }) => [idNumber, phone]),
    ...record.vehicles.map(({ plate }) => plate),
  ]);

/** The document of a record. */
export const recordDocument = ({ row, filmedBy }: IndexedRecord): SearchDocument => {
  const { data } = row;
  return {
    id: documentId('record', row.id),
    type: 'record',
    key: row.id,
    source: row.source,
    externalId: row.externalId,
    system: row.system,
    kind: row.kind,
    title: row.title ?? data.title ?? row.externalId,
    summary: data.summary ?? '',
    address: data.place?.address ?? '',
    names: present([...data.officers.map(({ name }) => name), ...data.persons.map(({ name }) => name)]),
    labels: present([data.category?.label, systemLabels[row.system].zh, ...attributeTexts(data.attributes)]),
    numbers: present([...numbersOf(data), ...filmedBy]),
    officers: data.officers.map(({ policeId, name }) => ({
      ...(policeId ? { policeId } : {}),
      ...(name ? { name } : {}),
    })),
    plates: data.vehicles.map(({ plate }) => plate),
    ...(row.org ? { org: row.org } : {}),
    at: row.startAt,
    end: row.endAt,
    linked: row.linkCount > 0,
    group: documentId('record', row.id),
  };
};

const deviceTitles: Record<string, string> = {
  'body-camera': '执法记录仪',
  'interview-room': '询问室 讯问室',
  'collection-room': '信息采集室',
  camcorder: '摄像机 DV',
  'voice-recorder': '录音笔',
  vehicle: '车载视频',
};

/** The document of a recording: found by what it shows as well as by its own numbers. */
export const footageDocument = ({ row, shows }: IndexedFootage): SearchDocument => {
  const { data } = row;
  const best = shows[0];
  return {
    id: documentId('footage', row.id),
    type: 'footage',
    key: row.id,
    source: row.source,
    externalId: row.externalId,
    deviceKind: row.deviceKind,
    title: data.title ?? row.externalId,
    summary: shows.map(({ title, summary }) => [title, summary].filter(Boolean).join(' ')).join('\n'),
    address: '',
    names: present([data.officerName]),
    labels: present([
      deviceTitles[row.deviceKind],
      ...data.labels,
      ...shows.map(({ label }) => label),
      row.keyMark ? '重点标记' : undefined,
    ]),
    numbers: present([
      row.externalId,
      row.deviceId,
      row.policeId,
      ...data.references.map(({ id }) => id),
      ...shows.flatMap(({ numbers }) => numbers),
    ]),
    officers: row.policeId ? [{ policeId: row.policeId, ...(data.officerName ? { name: data.officerName } : {}) }] : [],
    plates: [],
    ...(row.deviceId ? { device: row.deviceId } : {}),
    ...(row.org ? { org: row.org } : {}),
    at: row.startAt,
    end: row.endAt,
    linked: row.linkCount > 0,
    group: best ? documentId('record', best.id) : documentId('footage', row.id),
  };
};

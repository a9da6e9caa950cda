import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  double,
  index,
  int,
  mysqlTable,
  primaryKey,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core';
import type { PostedFootage } from '../../core/footage.ts';
import type { Evidence } from '../../core/link.ts';
import type { PostedRecord } from '../../core/record.ts';
import type { Decision, DeviceKind, MediaType, Precision, ReferenceKind, System } from '../../core/vocabulary.ts';
import { squareSql } from '../square.ts';
import { json, key, moment } from './columns.ts';

const id = () => bigint({ mode: 'number' }).autoincrement().primaryKey();
const foreign = () => bigint({ mode: 'number' }).notNull();

/** Records in canonical form; the columns beside `data` are what lists, scopes and matching look at. */
export const records = mysqlTable(
  'records',
  {
    id: id(),
    source: key(64).notNull(),
    externalId: key(190).notNull(),
    system: varchar({ length: 20 }).$type<System>().notNull(),
    kind: key(40).notNull(),
    org: key(12),
    startAt: moment().notNull(),
    /** Latest moment the record speaks of; never before `startAt`. */
    endAt: moment().notNull(),
    precision: varchar({ length: 10 }).$type<Precision>().notNull(),
    title: varchar({ length: 500 }),
    lon: double(),
    lat: double(),
    /** See `hub/store/square.ts`. */
    square: int().generatedAlwaysAs(sql.raw(squareSql), { mode: 'virtual' }),
    /** The other side's own version of it: an older one that arrives late does not overwrite. */
    updatedAt: moment(),
    data: json<PostedRecord>().notNull(),
    /** SHA-256 of the canonical JSON: the same content again is `unchanged`. */
    hash: key(64).notNull(),
    version: int().notNull().default(1),
    /** The message this content came with. */
    messageId: bigint({ mode: 'number' }),
    createdAt: moment().notNull(),
    changedAt: moment().notNull(),
    /** Linked or confirmed clips, own and inherited; kept by matching so that lists need no join. */
    linkCount: int().notNull().default(0),
  },
  (table) => [
    uniqueIndex('records_name').on(table.source, table.externalId),
    index('records_system_id').on(table.system, table.externalId),
    index('records_time').on(table.startAt, table.id),
    index('records_org_time').on(table.org, table.startAt),
    index('records_system_time').on(table.system, table.startAt),
    index('records_end').on(table.endAt),
    index('records_square_times').on(table.square, table.startAt, table.endAt, table.precision),
  ],
);

/** Officers of records, for lists by officer and for blocking. `startAt` and `endAt` repeat the record's. */
export const recordOfficers = mysqlTable(
  'record_officers',
  {
    recordId: foreign(),
    policeId: key(20).notNull(),
    role: varchar({ length: 40 }),
    /** Where the record says he served then. */
    org: key(12),
    startAt: moment().notNull(),
    endAt: moment().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.recordId, table.policeId] }),
    index('record_officers_times').on(table.policeId, table.startAt, table.endAt),
  ],
);

/** Numbers a record points at, both ways: what it refers to, and who refers to it. */
export const recordReferences = mysqlTable(
  'record_references',
  { recordId: foreign(), kind: varchar({ length: 20 }).$type<ReferenceKind>().notNull(), target: key(190).notNull() },
  (table) => [
    primaryKey({ columns: [table.recordId, table.kind, table.target] }),
    index('record_references_target').on(table.target, table.kind),
  ],
);

/**
 * Where the bytes of a recording are. `remote`: at the other side only. `lost`: it no longer has them. `deleted`: on
 * approval, never to be fetched again.
 */
export const mediaStates = ['none', 'remote', 'fetching', 'stored', 'failed', 'lost', 'deleted'] as const;
/** How far the rendition for the browser is. `direct`: the original plays as it is. */
export const renditionStates = ['none', 'making', 'ready', 'direct', 'failed'] as const;

/** The catalogue of recordings. */
export const footage = mysqlTable(
  'footage',
  {
    id: id(),
    source: key(64).notNull(),
    externalId: key(190).notNull(),
    deviceId: key(64),
    deviceKind: varchar({ length: 20 }).$type<DeviceKind>().notNull(),
    mediaType: varchar({ length: 10 }).$type<MediaType>().notNull(),
    policeId: key(20),
    org: key(12),
    /** Where the wearer served then: what matching takes for `org`. */
    station: key(12),
    /** By the camera's own clock; `clockErrorMs` is the estimate matching subtracts. */
    startAt: moment().notNull(),
    endAt: moment().notNull(),
    uploadedAt: moment(),
    clockErrorMs: bigint({ mode: 'number' }),
    keyMark: boolean().notNull().default(false),
    data: json<PostedFootage>().notNull(),
    hash: key(64).notNull(),
    version: int().notNull().default(1),
    messageId: bigint({ mode: 'number' }),
    createdAt: moment().notNull(),
    changedAt: moment().notNull(),
    linkCount: int().notNull().default(0),
    mediaState: varchar({ length: 10, enum: mediaStates }).notNull().default('none'),
    mediaError: text(),
    /** The nearest copy: volume name and path below it, forward slashes. All copies: `placements`. */
    volume: key(64),
    path: varchar({ length: 500 }),
    bytes: bigint({ mode: 'number' }),
    sha256: key(64),
    /** Taken in the same pass; absent for what came before it was, until its digest is checked next. */
    sm3: key(64),
    /** Measured by ffprobe, ms; codec names as ffprobe gives them. */
    durationMs: bigint({ mode: 'number' }),
    videoCodec: varchar({ length: 20 }),
    audioCodec: varchar({ length: 20 }),
    /** Language of the rendition's captions, ISO 639 as the recording names it, `und` when it does not; absent: there are none. */
    captions: varchar({ length: 20 }),
    renditionState: varchar({ length: 10, enum: renditionStates }).notNull().default('none'),
    renditionError: text(),
    digestCheckedAt: moment(),
  },
  (table) => [
    uniqueIndex('footage_name').on(table.source, table.externalId),
    index('footage_external').on(table.externalId),
    index('footage_officer_time').on(table.policeId, table.startAt),
    index('footage_device_time').on(table.deviceId, table.startAt),
    index('footage_org_time').on(table.org, table.startAt),
    index('footage_station_time').on(table.station, table.startAt),
    index('footage_time').on(table.startAt, table.id),
    index('footage_media_state').on(table.mediaState, table.id),
    index('footage_clock_error').on(table.clockErrorMs),
  ],
);

/** One row for each cell a track passes: time bucket and grid cell in one integer (see `hub/core/cell.ts`). */
export const footageCells = mysqlTable(
  'footage_cells',
  { cell: bigint({ mode: 'number' }).notNull(), footageId: foreign() },
  (table) => [
    primaryKey({ columns: [table.cell, table.footageId] }),
    index('footage_cells_footage').on(table.footageId),
  ],
);

export const footageReferences = mysqlTable(
  'footage_references',
  { footageId: foreign(), kind: varchar({ length: 20 }).$type<ReferenceKind>().notNull(), target: key(190).notNull() },
  (table) => [
    primaryKey({ columns: [table.footageId, table.kind, table.target] }),
    index('footage_references_target').on(table.target, table.kind),
  ],
);

/** One link at most for a pair. `viaRecordId` is set when the record inherited it through a reference. */
export const links = mysqlTable(
  'links',
  {
    id: id(),
    recordId: foreign(),
    footageId: foreign(),
    viaRecordId: bigint({ mode: 'number' }),
    segmentStart: moment().notNull(),
    segmentEnd: moment().notNull(),
    weight: double().notNull(),
    probability: double().notNull(),
    decision: varchar({ length: 10 }).$type<Decision>().notNull(),
    decidedBy: varchar({ length: 100 }).notNull(),
    rule: varchar({ length: 64 }).notNull(),
    evidence: json<Evidence[]>().notNull(),
    version: int().notNull().default(1),
    createdAt: moment().notNull(),
    changedAt: moment().notNull(),
  },
  (table) => [
    uniqueIndex('links_pair').on(table.recordId, table.footageId),
    index('links_footage').on(table.footageId),
    index('links_via').on(table.viaRecordId),
    index('links_decision').on(table.decision, table.changedAt),
  ],
);

/** Every decision of a person about a pair, newest last; undo is a decision too. */
export const decisionLog = mysqlTable(
  'decision_log',
  {
    id: id(),
    recordId: foreign(),
    footageId: foreign(),
    decision: varchar({ length: 10 }).$type<Decision | 'undone'>().notNull(),
    user: varchar({ length: 100 }).notNull(),
    note: varchar({ length: 500 }),
    /** What the pair was before, and by whom; absent where there was no link. */
    previous: varchar({ length: 10 }).$type<Decision>(),
    previousBy: varchar({ length: 100 }),
    /** What the link showed by this decision, for whoever comes back to it; absent of older ones. */
    segmentStart: moment(),
    segmentEnd: moment(),
    at: moment().notNull(),
  },
  (table) => [index('decision_log_pair').on(table.recordId, table.footageId)],
);

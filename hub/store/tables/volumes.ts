import { bigint, index, int, mysqlTable, primaryKey, varchar } from 'drizzle-orm/mysql-core';
import type { DeviceKind, Label, System } from '../../core/vocabulary.ts';
import { json, key, moment } from './columns.ts';

const footageId = () => bigint({ mode: 'number' }).notNull();
const bytes = () => bigint({ mode: 'number' });

/** `read-only` takes nothing new; `draining` is emptied: what lies on it moves to others. */
export const volumeStates = ['open', 'read-only', 'draining'] as const;

/** Where originals may lie, and which of them belong there. Added while the hub runs; every process reads it anew. */
export const volumes = mysqlTable('volumes', {
  name: key(56).primaryKey(),
  kind: key(20).notNull(),
  /** Secrets sealed; see `hub/store/secret.ts`. */
  settings: json<Record<string, unknown>>().notNull(),
  state: varchar({ length: 10, enum: volumeStates }).notNull(),
  /** Organisations whose recordings belong here, subtrees included; empty for all. */
  orgs: json<string[]>().notNull(),
  /** Kinds of devices whose recordings belong here; empty for all. */
  deviceKinds: json<DeviceKind[]>().notNull(),
  /** Days since the recording ended from which, and below which, it belongs here. */
  fromDays: int(),
  toDays: int(),
  /** Nearer volumes have a lower number: read first, written first. */
  distance: int().notNull(),
  /** What the hub may use of it; without a bound where absent. */
  capacityBytes: bytes(),
  /** Left free for others. */
  reserveBytes: bytes().notNull(),
  /** Sum of what lies on it. */
  usedBytes: bytes().notNull().default(0),
  /** As last measured; absent where the volume cannot say. */
  freeBytes: bytes(),
  checkedAt: moment(),
  lastError: varchar({ length: 2000 }),
  version: int().notNull().default(1),
  createdAt: moment().notNull(),
});

/**
 * `arriving`: being written, not to be read. `good`: compared with the digest. `leaving`: no longer wanted there, still
 * readable until it is removed. `bad`: not what it should be.
 */
export const placementStates = ['arriving', 'good', 'leaving', 'bad'] as const;

/** Every copy of an original. */
export const placements = mysqlTable(
  'placements',
  {
    footageId: footageId(),
    volume: key(56).notNull(),
    path: varchar({ length: 500 }).notNull(),
    bytes: bytes().notNull(),
    state: varchar({ length: 10, enum: placementStates }).notNull(),
    createdAt: moment().notNull(),
    checkedAt: moment(),
    /** When a leaving copy may be removed. */
    leaveAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.footageId, table.volume] }),
    index('placements_volume').on(table.volume, table.state, table.footageId),
    index('placements_leaving').on(table.state, table.leaveAt),
  ],
);

/** How long recordings are kept and in how many copies, by what they are linked to. */
export const retentionClasses = mysqlTable('retention_classes', {
  name: key(20).primaryKey(),
  label: json<Label>().notNull(),
  /** Days after the end of the recording; absent for ever. */
  days: int(),
  copies: int().notNull(),
  /** A recording linked to a record of one of these systems is of this class; empty: whatever has no other. */
  systems: json<System[]>().notNull(),
  /** The highest that applies holds. */
  rank: int().notNull(),
});

/** What holds for one stored recording now; made again whenever its links, a class or its copies change. */
export const keeping = mysqlTable(
  'keeping',
  {
    footageId: bigint({ mode: 'number' }).primaryKey(),
    class: key(20).notNull(),
    /** Epoch ms; absent for ever. */
    until: moment(),
    /** Copies that are wanted and not there. */
    missing: int().notNull(),
    changedAt: moment().notNull(),
  },
  (table) => [
    index('keeping_until').on(table.until),
    index('keeping_missing').on(table.missing, table.changedAt),
    index('keeping_class').on(table.class),
  ],
);

/** Legal holds: while one stands, nothing it covers is deleted. Of a record: of every recording linked to it, now or since. */
export const holds = mysqlTable(
  'holds',
  {
    id: bigint({ mode: 'number' }).autoincrement().primaryKey(),
    recordId: bigint({ mode: 'number' }),
    footageId: bigint({ mode: 'number' }),
    org: key(12),
    reason: varchar({ length: 500 }).notNull(),
    heldBy: varchar({ length: 100 }).notNull(),
    heldAt: moment().notNull(),
    releasedBy: varchar({ length: 100 }),
    releasedAt: moment(),
    releaseReason: varchar({ length: 500 }),
  },
  (table) => [
    index('holds_footage').on(table.footageId),
    index('holds_record').on(table.recordId),
    index('holds_open').on(table.releasedAt, table.id),
  ],
);

/** Recordings that a hold of a record has covered once: it goes on to, whatever becomes of the link. */
export const heldFootage = mysqlTable(
  'held_footage',
  {
    holdId: bigint({ mode: 'number' }).notNull(),
    footageId: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.footageId, table.holdId] })],
);

/** `approved`: bytes are being removed; `done`: no copy is left. */
export const deletionStates = ['proposed', 'approved', 'refused', 'done'] as const;

/** Proposals to delete a recording, and what is left of those that were: the row stays as the tombstone. */
export const deletions = mysqlTable(
  'deletions',
  {
    id: bigint({ mode: 'number' }).autoincrement().primaryKey(),
    footageId: footageId(),
    org: key(12),
    state: varchar({ length: 10, enum: deletionStates }).notNull(),
    reason: varchar({ length: 500 }).notNull(),
    proposedBy: varchar({ length: 100 }).notNull(),
    proposedAt: moment().notNull(),
    decidedBy: varchar({ length: 100 }),
    decidedAt: moment(),
    note: varchar({ length: 500 }),
    doneAt: moment(),
    bytes: bytes(),
    sha256: key(64),
    sm3: key(64),
    class: key(20).notNull(),
  },
  (table) => [
    index('deletions_footage').on(table.footageId),
    index('deletions_state').on(table.state, table.id),
    index('deletions_org').on(table.org),
  ],
);

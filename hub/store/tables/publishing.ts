import { bigint, boolean, index, int, mysqlTable, primaryKey, uniqueIndex, varchar } from 'drizzle-orm/mysql-core';
import type { BreakerState } from '../../core/breaker.ts';
import { json, key, moment } from './columns.ts';

/** One circuit breaker for each source, shared by all processes; a source without a row is at rest. */
export const breakers = mysqlTable('breakers', {
  source: key(64).primaryKey(),
  state: varchar({ length: 10 }).$type<BreakerState>().notNull(),
  failures: int().notNull(),
  samples: json<unknown>(),
  openings: int().notNull(),
  until: moment().notNull(),
  changedAt: moment().notNull(),
});

/**
 * How far telling a link has come. `pending` waits (to be told, told anew or withdrawn), `sent` is under way,
 * `withdrawn` is not at the other side any more or never was, `failed` waits for a person.
 */
export const publicationStates = ['pending', 'sent', 'acknowledged', 'withdrawn', 'failed'] as const;
export type PublicationState = (typeof publicationStates)[number];

/** Why the last attempt did not succeed. */
export interface PublicationError {
  message: string;
  remedy?: string;
  next: string;
  at: number;
}

/**
 * One row for each record and recording that a source was told, or is to be told: its id names the link at the other
 * side for all time, also when the link goes and comes again.
 */
export const publications = mysqlTable(
  'publications',
  {
    id: bigint({ mode: 'number' }).autoincrement().primaryKey(),
    target: key(64).notNull(),
    recordId: bigint({ mode: 'number' }).notNull(),
    footageId: bigint({ mode: 'number' }).notNull(),
    /** Parents before children: records of a lower rank are told first. */
    rank: int().notNull(),
    state: varchar({ length: 12, enum: publicationStates }).notNull(),
    /** What is wanted: that the other side has it, or that it has it no more. */
    withdraw: boolean().notNull().default(false),
    segmentStart: moment().notNull(),
    segmentEnd: moment().notNull(),
    /** Counts up with every change of what is wanted; an answer to an older one settles nothing. */
    revision: int().notNull().default(1),
    /** The revision the other side acknowledged last; 0: it was never told. */
    acknowledged: int().notNull().default(0),
    attempts: int().notNull().default(0),
    dueAt: moment().notNull(),
    lastError: json<PublicationError | null>(),
    createdAt: moment().notNull(),
    changedAt: moment().notNull(),
    sentAt: moment(),
    acknowledgedAt: moment(),
  },
  (table) => [
    uniqueIndex('publications_pair').on(table.target, table.recordId, table.footageId),
    index('publications_due').on(table.target, table.state, table.dueAt),
    index('publications_state').on(table.state, table.dueAt),
    index('publications_record').on(table.recordId),
  ],
);

/** What was told each day, and what reconciling found: sums by target and day of the hub's clock. */
export const publicationDays = mysqlTable(
  'publication_days',
  {
    target: key(64).notNull(),
    /** Epoch ms of the day's beginning. */
    day: moment().notNull(),
    acknowledged: int().notNull().default(0),
    withdrawn: int().notNull().default(0),
    failed: int().notNull().default(0),
    retried: int().notNull().default(0),
    /** Of those compared with the other side: there as told, and not. */
    found: int().notNull().default(0),
    missing: int().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.target, table.day] })],
);

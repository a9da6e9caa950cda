import { bigint, index, int, mysqlTable, primaryKey, varchar } from 'drizzle-orm/mysql-core';
import { json, key, moment } from './columns.ts';

/** Differences between what a source sends and what its mapping knows that a person has seen and does not mind. */
export const driftSeen = mysqlTable(
  'drift_seen',
  {
    source: key(64).notNull(),
    kind: varchar({ length: 10, enum: ['new', 'vanished', 'retyped'] }).notNull(),
    path: key(190).notNull(),
    by: varchar({ length: 100 }).notNull(),
    at: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.kind, table.path] })],
);

/** `stopping`: a person wants it to end; the worker sees it after the next page. */
export const backfillStates = ['waiting', 'running', 'stopping', 'stopped', 'done', 'failed'] as const;

/** Readings of a source beside its live position, the latest ones last. */
export const backfills = mysqlTable(
  'backfills',
  {
    id: bigint({ mode: 'number' }).autoincrement().primaryKey(),
    source: key(64).notNull(),
    state: varchar({ length: 10, enum: backfillStates }).notNull().default('waiting'),
    /** Where it begins and how far it came, as cursors of the connector; absent at the very beginning. */
    begun: json<unknown>(),
    reached: json<unknown>(),
    pages: int().notNull().default(0),
    stored: int().notNull().default(0),
    unchanged: int().notNull().default(0),
    dead: int().notNull().default(0),
    askedBy: varchar({ length: 100 }).notNull(),
    createdAt: moment().notNull(),
    changedAt: moment().notNull(),
    error: json<{ message: string; remedy?: string } | null>(),
  },
  (table) => [index('backfills_source').on(table.source, table.id)],
);

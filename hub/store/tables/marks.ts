import { bigint, index, int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
import { key, moment } from './columns.ts';

/** Places in clips that people marked while they looked at them for a record. */
export const marks = mysqlTable(
  'marks',
  {
    id: bigint({ mode: 'number' }).autoincrement().primaryKey(),
    recordId: bigint({ mode: 'number' }).notNull(),
    footageId: bigint({ mode: 'number' }).notNull(),
    /** From the beginning of the clip. */
    offsetMs: int().notNull(),
    note: varchar({ length: 200 }).notNull(),
    /** 警号 or account of whoever set it, and the grant it was set with, in another system's page. */
    createdBy: varchar({ length: 100 }).notNull(),
    grantId: key(36),
    createdAt: moment().notNull(),
  },
  (table) => [index('marks_record').on(table.recordId)],
);

import { bigint, index, int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
import { json, key, moment } from './columns.ts';

/** Evidence packages that were ordered. The bytes are put together whenever one is fetched; what is said in it stands here. */
export const evidencePackages = mysqlTable(
  'evidence_packages',
  {
    /** Chosen at random: it is part of an address. */
    id: key(32).primaryKey(),
    recordId: bigint({ mode: 'number' }).notNull(),
    org: key(12),
    footageIds: json<number[]>().notNull(),
    reason: varchar({ length: 500 }).notNull(),
    createdBy: varchar({ length: 100 }).notNull(),
    createdAt: moment().notNull(),
    /** How often it was fetched. */
    fetched: int().notNull().default(0),
    content: json<Record<string, unknown>>().notNull(),
  },
  (table) => [index('evidence_packages_record').on(table.recordId)],
);

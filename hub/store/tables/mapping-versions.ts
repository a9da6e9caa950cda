import { bigint, index, mediumtext, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
import { key, moment } from './columns.ts';

/**
 * Mappings as people changed them in the console, never edited: the latest row of a mapping is in force, in every
 * process. A mapping without rows is the file of the mappings folder.
 */
export const mappingVersions = mysqlTable(
  'mapping_versions',
  {
    id: bigint({ mode: 'number' }).autoincrement().primaryKey(),
    mapping: key(64).notNull(),
    /** The YAML; null says that the file is in force again. */
    text: mediumtext(),
    note: varchar({ length: 500 }).notNull(),
    author: varchar({ length: 100 }).notNull(),
    at: moment().notNull(),
  },
  (table) => [index('mapping_versions_mapping').on(table.mapping, table.id)],
);

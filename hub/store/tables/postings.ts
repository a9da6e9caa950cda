import { int, mysqlTable, primaryKey } from 'drizzle-orm/mysql-core';
import { key, moment } from './columns.ts';

/**
 * Where officers served, as messages said in passing: one row for each officer, day and organisation. What the roster says
 * is in `people`.
 */
export const officerPostings = mysqlTable(
  'officer_postings',
  {
    policeId: key(20).notNull(),
    /** Days since 1970, of UTC. */
    day: int().notNull(),
    org: key(12).notNull(),
    /** The first statement of that day. */
    at: moment().notNull(),
    source: key(64).notNull(),
  },
  (table) => [primaryKey({ columns: [table.policeId, table.day, table.org] })],
);

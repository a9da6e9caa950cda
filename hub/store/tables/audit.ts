import { bigint, index, int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
import { json, key, moment } from './columns.ts';

/** Every look and every act. Each row carries the hash of the one before: a changed or missing row is found. */
export const audit = mysqlTable(
  'audit',
  {
    seq: bigint({ mode: 'number' }).primaryKey(),
    at: moment().notNull(),
    actor: varchar({ length: 100 }).notNull(),
    /** `user`, `system` (business system by API key), `grant` (its person, by a playback session), `hub`. */
    actorKind: varchar({ length: 10 }).notNull(),
    /** Dotted verb, e.g. `footage.play`, `search`, `source.pause`. */
    action: varchar({ length: 60 }).notNull(),
    object: varchar({ length: 255 }),
    org: key(12),
    address: varchar({ length: 60 }),
    detail: json<Record<string, unknown>>().notNull(),
    previous: key(64).notNull(),
    hash: key(64).notNull(),
  },
  (table) => [
    index('audit_at').on(table.at),
    index('audit_actor').on(table.actor, table.at),
    index('audit_object').on(table.object),
  ],
);

/** One row: the head of the chain, locked while appending. */
export const auditHead = mysqlTable('audit_head', {
  id: int().primaryKey(),
  seq: bigint({ mode: 'number' }).notNull(),
  hash: key(64).notNull(),
});

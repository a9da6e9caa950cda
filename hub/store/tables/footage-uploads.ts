import { bigint, boolean, index, mysqlTable, text, varchar } from 'drizzle-orm/mysql-core';
import type { Footage } from '../../core/footage.ts';
import { json, key, moment } from './columns.ts';

/** `refused`: all bytes came and were not those of the digest; they are kept aside. */
export const uploadStates = ['receiving', 'stored', 'refused'] as const;

/** Recordings that people and docking stations send in pieces. The bytes gather in the workshop of the volume. */
export const footageUploads = mysqlTable(
  'footage_uploads',
  {
    /** Chosen at random: it is part of an address. */
    id: key(32).primaryKey(),
    /** Kind and name of who began it; nobody else may go on with it. */
    owner: key(120).notNull(),
    /** The recording the bytes are of; known at the end for one that nobody had catalogued. */
    footageId: bigint({ mode: 'number' }),
    /** The catalogue entry to make at the end. */
    entry: json<Footage>(),
    fileName: varchar({ length: 255 }).notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    /** Of the whole file, as its sender says. */
    sha256: key(64).notNull(),
    keyMark: boolean().notNull(),
    state: varchar({ length: 10, enum: uploadStates }).notNull(),
    error: text(),
    /** As it was sent; given back on HEAD. */
    metadata: json<Record<string, string | null>>().notNull(),
    createdAt: moment().notNull(),
  },
  (table) => [index('footage_uploads_time').on(table.createdAt)],
);

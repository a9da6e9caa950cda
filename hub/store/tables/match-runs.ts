import { bigint, boolean, index, int, mysqlTable, primaryKey, varchar } from 'drizzle-orm/mysql-core';
import { json, key, moment } from './columns.ts';

const id = () => bigint({ mode: 'number' }).autoincrement().primaryKey();
const foreign = () => bigint({ mode: 'number' }).notNull();

/** `first`: records are matched on measured clocks; `clocks`: links say what is wrong with the others; `again`: with these. */
export const matchPasses = ['first', 'clocks', 'again'] as const;
export type MatchPass = (typeof matchPasses)[number];

/** What has to be known of the store as a whole to match it in parts. */
export interface MatchPlan {
  /** Organisations that can be matched apart from all others; null stands for rows of none. */
  readonly regions: readonly (readonly (string | null)[])[];
  /** Regions hold for what begins in this time, epoch ms; whoever has to look further looks at all of them. */
  readonly tiedFrom: number;
  readonly tiedTo: number;
  /** The longest record there is, ms. */
  readonly longestRecordMs: number;
  /** Whether clocks are estimated anew; otherwise they are taken as they stand. */
  readonly clocks: boolean;
}

/** The store, or a stretch of it, matched again. Kept as history. */
export const matchRuns = mysqlTable('match_runs', {
  id: id(),
  /** By the records' beginnings, epoch ms, both ends included. */
  fromAt: moment().notNull(),
  toAt: moment().notNull(),
  /** An organisation and all below it; absent: all. */
  org: key(12),
  plan: json<MatchPlan>(),
  startedBy: varchar({ length: 100 }).notNull(),
  createdAt: moment().notNull(),
  finishedAt: moment(),
});

/** Pieces of a run: whoever is free does the next one, in whatever process on whatever machine. */
export const matchParts = mysqlTable(
  'match_parts',
  {
    id: id(),
    runId: foreign(),
    pass: varchar({ length: 10, enum: matchPasses }).notNull(),
    /** Place in the plan's regions; of `clocks` the number of the bucket of devices. */
    region: int().notNull(),
    /** Records that begin in this time are decided, `toAt` not included. */
    fromAt: moment().notNull(),
    toAt: moment().notNull(),
    /** Absent while it is to be done. The rest is what came of it. */
    doneAt: moment(),
    records: int().notNull().default(0),
    changed: int().notNull().default(0),
    /** Nothing was written: it met clips whose clock has yet to be estimated. */
    deferred: boolean().notNull().default(false),
    /** Everything it looked at lies in this time. */
    reachFrom: moment(),
    reachTo: moment(),
    /** Of `clocks`: days since 1970 with clips whose clock was estimated, or measured anew. */
    touchedDays: json<readonly number[]>(),
  },
  (table) => [index('match_parts_run').on(table.runId, table.pass, table.doneAt)],
);

/** What a part of a run found out about the clocks of one bucket of devices, until they are estimated. Packed by matching. */
export const matchClocksFound = mysqlTable(
  'match_clocks_found',
  {
    runId: foreign(),
    partId: foreign(),
    bucket: int().notNull(),
    found: json<unknown>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.partId, table.bucket] }),
    index('match_clocks_found_run').on(table.runId, table.bucket),
  ],
);

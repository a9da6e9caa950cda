import { bigint, boolean, index, mysqlTable, primaryKey, text, varbinary, varchar } from 'drizzle-orm/mysql-core';
import type { PostedFootage } from '../../core/footage.ts';
import type { PostedRecord } from '../../core/record.ts';
import { json, key, moment } from './columns.ts';

const id = () => bigint({ mode: 'number' }).autoincrement().primaryKey();

/** Every set of match rules that was ever published, newest last: the last one is in force. Nothing here is changed. */
export const matchRules = mysqlTable('match_rules', {
  id: id(),
  /** `<name>@<digest>`, as links name it. */
  version: key(64).notNull(),
  yaml: text().notNull(),
  note: varchar({ length: 500 }),
  /** The earlier publication whose content this one brings back. */
  returnsTo: bigint({ mode: 'number' }),
  publishedBy: varchar({ length: 100 }).notNull(),
  publishedAt: moment().notNull(),
});

export const trialStates = ['waiting', 'running', 'done', 'failed'] as const;

/** Drafts that were tried, with what they would have changed. */
export const ruleTrials = mysqlTable(
  'rule_trials',
  {
    id: id(),
    yaml: text().notNull(),
    /** Stretch of time of the records tried on, epoch ms. */
    fromAt: moment().notNull(),
    toAt: moment().notNull(),
    state: varchar({ length: 10, enum: trialStates }).notNull().default('waiting'),
    result: json<unknown>(),
    error: text(),
    createdBy: varchar({ length: 100 }).notNull(),
    createdAt: moment().notNull(),
    finishedAt: moment(),
  },
  (table) => [index('rule_trials_created').on(table.createdAt)],
);

/** Who looks at which waiting pair just now. A row past its `until` means nothing. */
export const reviewClaims = mysqlTable(
  'review_claims',
  {
    recordId: bigint({ mode: 'number' }).notNull(),
    footageId: bigint({ mode: 'number' }).notNull(),
    user: varchar({ length: 100 }).notNull(),
    until: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.recordId, table.footageId] }), index('review_claims_until').on(table.until)],
);

/**
 * One row that counts the matches that came to their end. Whoever decides by what he has read sees by it whether anybody
 * else has decided meanwhile.
 */
export const matchTurns = mysqlTable('match_turns', {
  id: bigint({ mode: 'number' }).primaryKey(),
  turn: bigint({ mode: 'number' }).notNull(),
});

/**
 * Pairs that matching considers, as they were scored last: what an arrival has to know of its neighbours without looking
 * for their candidates again. A row with 0 for the clip says of a record that all its pairs stand here, one with 0 for the
 * record says so of a clip. Everything here can be had again by looking it up; see `hub/store/match-pairs.ts`.
 */
export const matchPairs = mysqlTable(
  'match_pairs',
  {
    footageId: bigint({ mode: 'number' }).notNull(),
    recordId: bigint({ mode: 'number' }).notNull(),
    /** Packed by matching; of a row that speaks for all: by which rules, since when that holds, and what was said then. */
    scored: varbinary({ length: 200 }).notNull(),
    /** A person decided about the pair, so that what the rules make of it does not bound it. */
    isDecided: boolean().notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.footageId, table.recordId] }),
    index('match_pairs_record').on(table.recordId, table.footageId),
  ],
);

/**
 * What a record or recording said before it was edited, where nothing is kept of its pairs: from then on until it is matched
 * again. What the former content was weighed against has to be decided anew as well.
 */
export const formerContents = mysqlTable(
  'former_contents',
  {
    side: varchar({ length: 10, enum: ['record', 'footage'] }).notNull(),
    id: bigint({ mode: 'number' }).notNull(),
    data: json<PostedRecord | PostedFootage>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.side, table.id] })],
);

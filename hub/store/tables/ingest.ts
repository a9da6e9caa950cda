import { bigint, index, int, mysqlTable, primaryKey, text, uniqueIndex, varchar } from 'drizzle-orm/mysql-core';
import type { HubEvents } from '../../core/event.ts';
import { blob, json, key, moment } from './columns.ts';

const id = () => bigint({ mode: 'number' }).autoincrement().primaryKey();

/** What a person asked of a source, and what its last error made of it. */
export const sourceStates = ['running', 'paused', 'failed'] as const;

/** Configured instances of connectors. Secret settings are encrypted inside `settings`. */
export const sources = mysqlTable('sources', {
  name: key(64).primaryKey(),
  connector: key(64).notNull(),
  mapping: key(64).notNull(),
  /** node-cron expression with seconds allowed; absent for sources that only receive. */
  schedule: varchar({ length: 100 }),
  settings: json<Record<string, unknown>>().notNull(),
  state: varchar({ length: 10, enum: sourceStates }).notNull().default('paused'),
  cursor: json<unknown>(),
  /** Counts up with every stored page: a poller that lost its lease cannot store over a newer one. */
  cursorVersion: int().notNull().default(0),
  leaseOwner: varchar({ length: 100 }),
  leaseUntil: moment().notNull().default(0),
  /** Not before this moment: the other side's wait or our own back-off. */
  notBefore: moment().notNull().default(0),
  failures: int().notNull().default(0),
  lastRunAt: moment(),
  lastSuccessAt: moment(),
  lastReceivedAt: moment(),
  lastError: json<{ message: string; remedy?: string; next: string; at: number } | null>(),
  version: int().notNull().default(1),
});

/**
 * Raw messages, gzip. `rows` counts what was received with it (1 for a message that cannot be read), `dead` those of them
 * that do not fit at last count, `unchanged` those that changed nothing. Of a large body `body` is the first part, the others are in `messageParts`.
 */
export const messages = mysqlTable(
  'messages',
  {
    id: id(),
    source: key(64).notNull(),
    subject: varchar({ length: 100 }),
    contentType: varchar({ length: 150 }).notNull(),
    body: blob().notNull(),
    bytes: int().notNull(),
    /** SHA-256 of the uncompressed body. */
    digest: key(64).notNull(),
    receivedAt: moment().notNull(),
    rows: int().notNull().default(0),
    dead: int().notNull().default(0),
    unchanged: int().notNull().default(0),
    /** How many rows the other side said there are, of this message or of all the pages it belongs to. */
    stated: int(),
    /** Of a message that a person edited and sent again: the one it was made from, and who did it. */
    editedFrom: bigint({ mode: 'number' }),
    editedBy: varchar({ length: 100 }),
  },
  (table) => [
    index('messages_edited').on(table.editedFrom),
    index('messages_source_time').on(table.source, table.receivedAt),
    index('messages_digest').on(table.source, table.digest),
  ],
);

/** The rest of large bodies, in parts that pass every server's packet limit. Part 0 is `messages.body`. */
export const messageParts = mysqlTable(
  'message_parts',
  { messageId: bigint({ mode: 'number' }).notNull(), part: int().notNull(), body: blob().notNull() },
  (table) => [primaryKey({ columns: [table.messageId, table.part] })],
);

/** Received = stored + unchanged + dead, always, per source and hour; written in the transaction of the rows. */
export const tallies = mysqlTable(
  'tallies',
  {
    source: key(64).notNull(),
    /** Epoch ms of the hour's beginning. */
    hour: moment().notNull(),
    received: int().notNull().default(0),
    stored: int().notNull().default(0),
    unchanged: int().notNull().default(0),
    dead: int().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.source, table.hour] })],
);

/** Rows (or whole messages: `row` -1) that did not fit, with what failed. */
export const deadLetters = mysqlTable(
  'dead_letters',
  {
    id: id(),
    source: key(64).notNull(),
    messageId: bigint({ mode: 'number' }).notNull(),
    row: int().notNull(),
    /** The number of the row, where so much of it can be read. */
    number: key(190),
    /** SHA-256 of the decoded row, or of the whole message: what comes again while its letter is open gets no second one. */
    digest: key(64).notNull(),
    reason: text().notNull(),
    remedy: text(),
    field: varchar({ length: 190 }),
    rule: varchar({ length: 190 }),
    value: text(),
    state: varchar({ length: 10, enum: ['open', 'replayed', 'dismissed'] })
      .notNull()
      .default('open'),
    createdAt: moment().notNull(),
    closedAt: moment(),
    closedBy: varchar({ length: 100 }),
  },
  (table) => [
    uniqueIndex('dead_letters_row').on(table.messageId, table.row),
    index('dead_letters_open').on(table.state, table.source, table.id),
    index('dead_letters_digest').on(table.digest),
    index('dead_letters_number').on(table.number),
  ],
);

/**
 * Events to be handled, written in the transaction that made them true. A row leaves when its handler is done, not when
 * it was queued: Redis may forget everything and is filled again from here.
 */
export const outbox = mysqlTable(
  'outbox',
  {
    id: id(),
    /** Which queue carries it: slow work waits in a lane of its own. */
    lane: varchar({ length: 10 }).notNull(),
    name: varchar({ length: 40 }).$type<keyof HubEvents>().notNull(),
    data: json<HubEvents[keyof HubEvents]>().notNull(),
    createdAt: moment().notNull(),
    /** Not handed out again before this moment: set when queued, moved on by failures. */
    dueAt: moment().notNull().default(0),
    /** When it was given to Redis; absent while it waits here. */
    queuedAt: moment(),
    attempts: int().notNull().default(0),
    lastError: text(),
  },
  (table) => [index('outbox_due').on(table.lane, table.dueAt, table.id)],
);

/** What connectors remember between requests (see `Memory`): registrations, ids of messages that were here. */
export const sourceMemory = mysqlTable(
  'source_memory',
  {
    source: key(64).notNull(),
    name: key(190).notNull(),
    value: json<unknown>().notNull(),
    /** Not told any more from then on, and swept away some time after. */
    expiresAt: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.name] }), index('source_memory_expired').on(table.expiresAt)],
);

/** Docking stations, cameras and rooms as they reported themselves. */
export const devices = mysqlTable('devices', {
  id: key(64).primaryKey(),
  kind: varchar({ length: 30 }).notNull(),
  name: varchar({ length: 190 }),
  org: key(12),
  source: key(64),
  lastSeenAt: moment(),
  /** Device clock minus ours at `lastSeenAt`, ms. */
  clockOffsetMs: bigint({ mode: 'number' }),
  detail: json<Record<string, unknown>>(),
});

/** Who carried a device from when on, as the docking station told when it handed the device out. */
export const deviceIssues = mysqlTable(
  'device_issues',
  {
    deviceId: key(64).notNull(),
    at: moment().notNull(),
    policeId: key(20).notNull(),
    org: key(12),
    source: key(64).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.deviceId, table.at] }),
    index('device_issues_officer').on(table.policeId, table.at),
  ],
);

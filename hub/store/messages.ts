import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip, gzipSync } from 'node:zlib';
import { and, asc, desc, eq, gt, gte, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { RawMessage } from '../core/connector.ts';
import { chunked, insertNumbered } from './multi-row.ts';
import type { Db } from './open.ts';
import { type ListPage, pageSize, readCursor, toPage } from './page.ts';
import { deadLetters, messageParts, messages } from './tables/ingest.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

const smallBytes = 8_192;

/** A single pushed message: less work than handing it to another thread, with a window no larger than it needs. */
const compressSmall = (body: Uint8Array): Buffer => gzipSync(body, { windowBits: 13, memLevel: 6 });

/** Escaped as text a part is twice as long, and still below the default packet limit of 16 MB. */
const partBytes = 4_000_000;

/** A raw message ready to be stored. */
export interface PackedMessage {
  readonly source: string;
  readonly message: RawMessage;
  /** gzip, in parts. */
  readonly parts: readonly Buffer[];
  /** SHA-256 of the body. */
  readonly digest: string;
  /** Of a message a person edited: the one it was made from, and who did it. */
  readonly edited?: { readonly from: number; readonly by: string };
}

export const packMessage = async (source: string, message: RawMessage): Promise<PackedMessage> => {
  const packed = message.body.byteLength <= smallBytes ? compressSmall(message.body) : await compress(message.body);
  const parts: Buffer[] = [];
  for (let start = 0; start === 0 || start < packed.length; start += partBytes) {
    parts.push(packed.subarray(start, start + partBytes));
  }
  return { source, message, parts, digest: createHash('sha256').update(message.body).digest('hex') };
};

export interface MessageCounts {
  rows: number;
  dead: number;
  unchanged: number;
}

export interface MessageToStore {
  readonly packed: PackedMessage;
  readonly counts: MessageCounts;
  readonly stated?: number | undefined;
}

/** The row of a message: its first part, with all that is said of it. */
export const messageColumns = (
  { packed: { source, message, parts, digest, edited }, counts, stated }: MessageToStore,
  receivedAt: number,
) => ({
  source,
  subject: message.subject?.slice(0, 100) ?? null,
  contentType: message.contentType.slice(0, 150),
  body: parts[0] as Buffer,
  bytes: message.body.byteLength,
  digest,
  receivedAt,
  ...counts,
  stated: stated ?? null,
  editedFrom: edited?.from ?? null,
  editedBy: edited?.by ?? null,
});

/** Store raw messages. @returns their ids in order, growing */
export const insertMessages = async (
  tx: Db,
  items: readonly MessageToStore[],
  receivedAt: number,
): Promise<number[]> => {
  const ids = await insertNumbered(
    tx,
    messages,
    items.map((item) => messageColumns(item, receivedAt)),
  );
  for (const [index, { packed }] of items.entries()) {
    for (const [part, body] of packed.parts.entries()) {
      if (part > 0) await tx.insert(messageParts).values({ messageId: ids[index] as number, part, body });
    }
  }
  return ids;
};

/** A stored message without its body. */
export type MessageRow = Omit<typeof messages.$inferSelect, 'body'>;

const described = {
  id: messages.id,
  source: messages.source,
  subject: messages.subject,
  contentType: messages.contentType,
  bytes: messages.bytes,
  digest: messages.digest,
  receivedAt: messages.receivedAt,
  rows: messages.rows,
  dead: messages.dead,
  unchanged: messages.unchanged,
  stated: messages.stated,
  editedFrom: messages.editedFrom,
  editedBy: messages.editedBy,
};

export const getMessage = async (db: Db, id: number): Promise<MessageRow | undefined> =>
  (await db.select(described).from(messages).where(eq(messages.id, id)))[0];

/** The message as it came, byte for byte. */
export const rawMessage = async (db: Db, id: number): Promise<RawMessage | undefined> => {
  const [row] = await db.select().from(messages).where(eq(messages.id, id));
  if (row === undefined) return undefined;
  const rest = await db
    .select({ body: messageParts.body })
    .from(messageParts)
    .where(eq(messageParts.messageId, id))
    .orderBy(asc(messageParts.part));
  const body = await decompress(Buffer.concat([row.body, ...rest.map((part) => part.body)]));
  return { body, contentType: row.contentType, ...(row.subject === null ? {} : { subject: row.subject }) };
};

/** `refused`: nothing of it fits. `part`: some of it does. `unchanged`: the store had all of it, or it was empty. */
export const messageStates = ['stored', 'unchanged', 'refused', 'part'] as const;
export type MessageState = (typeof messageStates)[number];

export const messageState = ({ rows, dead, unchanged }: MessageCounts): MessageState => {
  if (dead > 0) return dead < rows ? 'part' : 'refused';
  return unchanged < rows ? 'stored' : 'unchanged';
};

/** What is dead is found by its letters: there are few of them, and messages without end. */
const hasLetters = sql`${messages.id} in (select ${deadLetters.messageId} from ${deadLetters} where ${deadLetters.state} <> 'replayed')`;

/** What messages are asked for by: their state, or `dead` for all in which something does not fit. */
export const messageFilters = [...messageStates, 'dead'] as const;

const inState: Readonly<Record<(typeof messageFilters)[number], SQL | undefined>> = {
  dead: and(hasLetters, sql`${messages.dead} > 0`),
  stored: sql`${messages.dead} = 0 and ${messages.unchanged} < ${messages.rows}`,
  unchanged: sql`${messages.dead} = 0 and ${messages.unchanged} >= ${messages.rows}`,
  refused: and(hasLetters, sql`${messages.dead} > 0 and ${messages.dead} >= ${messages.rows}`),
  part: and(hasLetters, sql`${messages.dead} > 0 and ${messages.dead} < ${messages.rows}`),
};

export interface MessageFilter {
  source?: string;
  state?: (typeof messageFilters)[number];
  /** These only. */
  ids?: readonly number[];
  /** Up to and with this message. */
  upTo?: number;
  /** Received at or after, and before, epoch ms. */
  from?: number;
  to?: number;
  limit?: number;
  cursor?: string;
}

const matching = (filter: MessageFilter) => [
  filter.source === undefined ? undefined : eq(messages.source, filter.source),
  filter.state && inState[filter.state],
  filter.ids && inArray(messages.id, filter.ids.length === 0 ? [0] : [...filter.ids]),
  filter.upTo === undefined ? undefined : lte(messages.id, filter.upTo),
  filter.from === undefined ? undefined : gte(messages.receivedAt, filter.from),
  filter.to === undefined ? undefined : lt(messages.receivedAt, filter.to),
];

/** Latest first. @throws BadRequestError when the cursor is not one of this list */
export const listMessages = async (db: Db, filter: MessageFilter = {}): Promise<ListPage<MessageRow>> => {
  const limit = pageSize(filter.limit);
  const [before] = readCursor(filter.cursor, 1) ?? [];
  const rows = await db
    .select(described)
    .from(messages)
    .where(and(...matching(filter), before === undefined ? undefined : lt(messages.id, before)))
    .orderBy(desc(messages.id))
    .limit(limit + 1);
  return toPage(rows, limit, (row) => [row.id]);
};

/** Ids in the order of arrival, from after `after` on: what a replay walks through. */
export const messageIds = async (
  db: Db,
  filter: Omit<MessageFilter, 'cursor'> & { after?: number },
): Promise<number[]> => {
  const rows = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(...matching(filter), filter.after === undefined ? undefined : gt(messages.id, filter.after)))
    .orderBy(asc(messages.id))
    .limit(filter.limit ?? 1_000);
  return rows.map(({ id }) => id);
};

/** How many messages a filter finds, counted up to `most`, and the last of them. */
export const countMessages = async (
  db: Db,
  filter: Omit<MessageFilter, 'cursor' | 'limit'>,
  most: number,
): Promise<{ count: number; last: number }> => {
  const found = db
    .select({ id: messages.id })
    .from(messages)
    .where(and(...matching(filter)))
    .orderBy(asc(messages.id))
    .limit(most)
    .as('found');
  const [row] = await db
    .select({ count: sql<number>`count(*)`.mapWith(Number), last: sql<number>`max(${found.id})`.mapWith(Number) })
    .from(found);
  return { count: row?.count ?? 0, last: row?.last ?? 0 };
};

/** Messages that people made from this one, oldest first. */
export const editsOf = (db: Db, id: number): Promise<MessageRow[]> =>
  db.select(described).from(messages).where(eq(messages.editedFrom, id)).orderBy(asc(messages.id));

/** Correct the counts of a message after a replay. */
export const adjustMessage = async (tx: Db, id: number, change: MessageCounts): Promise<void> => {
  const added = (column: 'rows' | 'dead' | 'unchanged') => sql`${messages[column]} + ${change[column]}`;
  await tx
    .update(messages)
    .set({ rows: added('rows'), dead: added('dead'), unchanged: added('unchanged') })
    .where(eq(messages.id, id));
};

/** Set what became of messages that were inserted in this transaction, many with one statement. */
export const settleMessages = async (
  tx: Db,
  counts: readonly { id: number; dead: number; unchanged: number }[],
): Promise<void> => {
  for (const part of chunked(counts, 1_000)) {
    const byId = (column: 'dead' | 'unchanged') =>
      sql.raw(`case id ${part.map((one) => `when ${one.id} then ${one[column]}`).join(' ')} end`);
    await tx
      .update(messages)
      .set({ dead: byId('dead'), unchanged: byId('unchanged') })
      .where(
        inArray(
          messages.id,
          part.map(({ id }) => id),
        ),
      );
  }
};

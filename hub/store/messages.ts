import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip, gzipSync } from 'node:zlib';
import { and, asc, desc, eq, gt, gte, inArray, lt, sql } from 'drizzle-orm';
import type { RawMessage } from '../core/connector.ts';
import { insertNumbered } from './multi-row.ts';
import type { Db } from './open.ts';
import { type ListPage, pageSize, readCursor, toPage } from './page.ts';
import { messageParts, messages } from './tables/ingest.ts';

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
}

/** Store raw messages. @returns their ids in order, growing */
export const insertMessages = async (
  tx: Db,
  items: readonly { packed: PackedMessage; counts: MessageCounts }[],
  receivedAt: number,
): Promise<number[]> => {
  const ids = await insertNumbered(
    tx,
    messages,
    items.map(({ packed: { source, message, parts, digest }, counts }) => ({
      source,
      subject: message.subject?.slice(0, 100) ?? null,
      contentType: message.contentType.slice(0, 150),
      body: parts[0] as Buffer,
      bytes: message.body.byteLength,
      digest,
      receivedAt,
      rows: counts.rows,
      dead: counts.dead,
    })),
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

export interface MessageFilter {
  source?: string;
  /** Received at or after, and before, epoch ms. */
  from?: number;
  to?: number;
  limit?: number;
  cursor?: string;
}

const matching = (filter: MessageFilter) => [
  filter.source === undefined ? undefined : eq(messages.source, filter.source),
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
  filter: Omit<MessageFilter, 'cursor'> & { ids?: readonly number[]; after?: number },
): Promise<number[]> => {
  const rows = await db
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        ...matching(filter),
        filter.ids && inArray(messages.id, [...filter.ids]),
        filter.after === undefined ? undefined : gt(messages.id, filter.after),
      ),
    )
    .orderBy(asc(messages.id))
    .limit(filter.limit ?? 1_000);
  return rows.map(({ id }) => id);
};

/** Correct the counts of a message after a replay. */
export const adjustMessage = async (tx: Db, id: number, change: MessageCounts): Promise<void> => {
  await tx
    .update(messages)
    .set({ rows: sql`${messages.rows} + ${change.rows}`, dead: sql`${messages.dead} + ${change.dead}` })
    .where(eq(messages.id, id));
};

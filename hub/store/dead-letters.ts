import { and, asc, count, desc, eq, gte, inArray, lt } from 'drizzle-orm';
import { NotFoundError } from '../core/errors.ts';
import { insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import { type ListPage, pageSize, readCursor, toPage } from './page.ts';
import { deadLetters, messages } from './tables/ingest.ts';

export type DeadLetterRow = typeof deadLetters.$inferSelect;

/** `row` of a letter for a message that could not be read at all. */
export const wholeMessage = -1;

/** Why something does not fit, cut to what the columns hold. */
export interface Complaint {
  reason: string;
  remedy: string | null;
  field: string | null;
  rule: string | null;
  value: string | null;
}

/** Which of these digests have an open letter of the source already. */
export const openDigests = async (db: Db, source: string, digests: readonly string[]): Promise<Set<string>> => {
  if (digests.length === 0) return new Set();
  const rows = await db
    .select({ digest: deadLetters.digest })
    .from(deadLetters)
    .where(
      and(inArray(deadLetters.digest, [...digests]), eq(deadLetters.source, source), eq(deadLetters.state, 'open')),
    );
  return new Set(rows.map(({ digest }) => digest));
};

export const insertDeadLetters = async (
  tx: Db,
  letters: readonly (Complaint & {
    source: string;
    messageId: number;
    row: number;
    number: string | null;
    digest: string;
    createdAt: number;
  })[],
): Promise<void> => {
  await insertRows(tx, deadLetters, letters);
};

export interface DeadLetterFilter {
  source?: string;
  messageId?: number;
  state?: DeadLetterRow['state'];
  limit?: number;
  cursor?: string;
}

/** Latest first. @throws BadRequestError when the cursor is not one of this list */
export const listDeadLetters = async (db: Db, filter: DeadLetterFilter = {}): Promise<ListPage<DeadLetterRow>> => {
  const limit = pageSize(filter.limit);
  const [before] = readCursor(filter.cursor, 1) ?? [];
  const rows = await db
    .select()
    .from(deadLetters)
    .where(
      and(
        filter.source === undefined ? undefined : eq(deadLetters.source, filter.source),
        filter.messageId === undefined ? undefined : eq(deadLetters.messageId, filter.messageId),
        filter.state === undefined ? undefined : eq(deadLetters.state, filter.state),
        before === undefined ? undefined : lt(deadLetters.id, before),
      ),
    )
    .orderBy(desc(deadLetters.id))
    .limit(limit + 1);
  return toPage(rows, limit, (row) => [row.id]);
};

/** Open letters of each source. */
export const openDeadLetters = async (db: Db): Promise<Map<string, number>> => {
  const rows = await db
    .select({ source: deadLetters.source, open: count() })
    .from(deadLetters)
    .where(eq(deadLetters.state, 'open'))
    .groupBy(deadLetters.source);
  return new Map(rows.map(({ source, open }) => [source, open]));
};

/** Open letters to replay, oldest first. */
export const lettersToReplay = (
  db: Db,
  { ids, source, limit }: { ids?: readonly number[]; source?: string; limit: number },
): Promise<DeadLetterRow[]> =>
  db
    .select()
    .from(deadLetters)
    .where(
      and(
        eq(deadLetters.state, 'open'),
        source === undefined ? undefined : eq(deadLetters.source, source),
        ids && inArray(deadLetters.id, ids.length === 0 ? [0] : [...ids]),
      ),
    )
    .orderBy(asc(deadLetters.messageId), asc(deadLetters.row))
    .limit(limit);

/** The open letters of a message, locked until the transaction ends: of two replays at once one finds nothing. */
export const lockLetters = (tx: Db, messageId: number): Promise<DeadLetterRow[]> =>
  tx
    .select()
    .from(deadLetters)
    .where(and(eq(deadLetters.messageId, messageId), eq(deadLetters.state, 'open')))
    .orderBy(asc(deadLetters.row))
    .for('update');

/** Rows of a message that have an open letter, the first of them; none where the whole of it cannot be read. */
export const openRows = async (db: Db, messageId: number): Promise<number[]> => {
  const rows = await db
    .select({ row: deadLetters.row })
    .from(deadLetters)
    .where(and(eq(deadLetters.messageId, messageId), eq(deadLetters.state, 'open'), gte(deadLetters.row, 0)))
    .orderBy(asc(deadLetters.row))
    .limit(500);
  return rows.map(({ row }) => row);
};

export const closeLetters = async (
  tx: Db,
  ids: readonly number[],
  state: 'replayed' | 'dismissed',
  by: string,
): Promise<number> => {
  if (ids.length === 0) return 0;
  const [result] = await tx
    .update(deadLetters)
    .set({ state, closedAt: Date.now(), closedBy: by })
    .where(and(inArray(deadLetters.id, [...ids]), eq(deadLetters.state, 'open')));
  return result.affectedRows;
};

/** Still does not fit, perhaps for another reason now. */
export const renewLetter = async (tx: Db, id: number, complaint: Complaint): Promise<void> => {
  await tx.update(deadLetters).set(complaint).where(eq(deadLetters.id, id));
};

/**
 * A person decided that it never has to fit. The sums keep it as dead.
 *
 * @throws NotFoundError when there is no such open letter
 */
export const dismissDeadLetter = async (db: Db, id: number, by: string): Promise<void> => {
  if ((await closeLetters(db, [id], 'dismissed', by)) > 0) return;
  throw new NotFoundError(`[hub] [dead-letter] there is no open dead letter ${id}`, {
    remedy: 'load the list again: it may have been replayed or dismissed in between',
  });
};

/** A letter with the message it lies in, for the console. */
export const getDeadLetter = async (db: Db, id: number) =>
  (
    await db
      .select({ letter: deadLetters, subject: messages.subject, receivedAt: messages.receivedAt })
      .from(deadLetters)
      .innerJoin(messages, eq(messages.id, deadLetters.messageId))
      .where(eq(deadLetters.id, id))
  )[0];

import { and, asc, eq, gte, isNotNull, lt, sql, sum } from 'drizzle-orm';
import type { Db } from './open.ts';
import { messages } from './tables/ingest.ts';

/** Rows of a source by minutes in which anything came, epoch ms of their beginning, oldest first. */
export const rowsByMinute = (
  db: Db,
  { source, from, to }: { source: string; from: number; to: number },
): Promise<{ at: number; rows: number }[]> => {
  const minute = sql<number>`floor(${messages.receivedAt} / 60000) * 60000`;
  return db
    .select({ at: minute.mapWith(Number), rows: sum(messages.rows).mapWith(Number) })
    .from(messages)
    .where(and(eq(messages.source, source), gte(messages.receivedAt, from), lt(messages.receivedAt, to)))
    .groupBy(minute)
    .orderBy(asc(minute));
};

/** What messages held and what the other side said there was, in the order they came; only those that say. */
export const statedMessages = (
  db: Db,
  { source, from, to }: { source?: string; from: number; to: number },
): Promise<{ source: string; receivedAt: number; rows: number; stated: number | null }[]> =>
  db
    .select({
      source: messages.source,
      receivedAt: messages.receivedAt,
      rows: messages.rows,
      stated: messages.stated,
    })
    .from(messages)
    .where(
      and(
        source === undefined ? undefined : eq(messages.source, source),
        isNotNull(messages.stated),
        gte(messages.receivedAt, from),
        lt(messages.receivedAt, to),
      ),
    )
    .orderBy(asc(messages.source), asc(messages.id));

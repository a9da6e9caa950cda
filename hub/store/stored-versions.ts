import { and, desc, eq, inArray } from 'drizzle-orm';
import { chunked } from './multi-row.ts';
import type { Db } from './open.ts';
import { footage, records } from './tables/catalogue.ts';
import { messages } from './tables/ingest.ts';

/** What the store holds under a name, to be compared with what a mapping would make of it. */
export interface StoredVersion {
  readonly id: number;
  readonly externalId: string;
  readonly hash: string;
  readonly messageId: number | null;
  readonly data: unknown;
}

/** Content of a source by externalId, as it is stored now. */
export const storedVersions = async (
  db: Db,
  target: 'record' | 'footage',
  source: string,
  externalIds: readonly string[],
): Promise<Map<string, StoredVersion>> => {
  const table = target === 'record' ? records : footage;
  const found = new Map<string, StoredVersion>();
  for (const part of chunked(externalIds, 500)) {
    const rows = await db
      .select({
        id: table.id,
        externalId: table.externalId,
        hash: table.hash,
        messageId: table.messageId,
        data: table.data,
      })
      .from(table)
      .where(and(eq(table.source, source), inArray(table.externalId, part)));
    for (const row of rows) found.set(row.externalId, row);
  }
  return found;
};

/** Ids of the messages of a source that came last, oldest of them first. */
export const latestMessageIds = async (db: Db, source: string, count: number): Promise<number[]> => {
  const rows = await db
    .select({ id: messages.id })
    .from(messages)
    .where(eq(messages.source, source))
    .orderBy(desc(messages.id))
    .limit(count);
  return rows.map(({ id }) => id).reverse();
};

import { and, count, desc, eq, isNotNull, lt, min, sql } from 'drizzle-orm';
import type { Db } from './open.ts';
import { type ListPage, pageSize, readCursor, toPage } from './page.ts';
import type { PublicationRow } from './publications.ts';
import { footage, records } from './tables/catalogue.ts';
import { type PublicationState, publicationDays, publications } from './tables/publishing.ts';

export interface PublicationSums {
  target: string;
  counts: Record<PublicationState, number>;
  /** Waiting after an error. */
  troubled: number;
  /** Epoch ms of the next attempt. */
  nextAt: number | null;
}

const noCounts: Record<PublicationState, number> = { pending: 0, sent: 0, acknowledged: 0, withdrawn: 0, failed: 0 };

/** How far telling has come, by source. */
export const publicationSums = async (db: Db, target?: string): Promise<Map<string, PublicationSums>> => {
  const rows = await db
    .select({
      target: publications.target,
      state: publications.state,
      total: count(),
      troubled: sql<number>`sum(${publications.lastError} is not null)`.mapWith(Number),
      nextAt: min(publications.dueAt),
    })
    .from(publications)
    .where(target === undefined ? undefined : eq(publications.target, target))
    .groupBy(publications.target, publications.state);
  const sums = new Map<string, PublicationSums>();
  for (const row of rows) {
    const sum = sums.get(row.target) ?? { target: row.target, counts: { ...noCounts }, troubled: 0, nextAt: null };
    sum.counts[row.state] = row.total;
    if (row.state === 'pending')
      Object.assign(sum, { troubled: row.troubled, nextAt: row.nextAt === null ? null : Number(row.nextAt) });
    sums.set(row.target, sum);
  }
  return sums;
};

export interface PublicationFilter {
  state?: PublicationState;
  /** Only those with an error. */
  troubled?: boolean;
  limit?: number;
  cursor?: string;
}

export interface ListedPublication {
  publication: PublicationRow;
  record: { id: number; system: string; externalId: string };
  footage: { id: number; externalId: string };
}

/** What a source was told, last changed first. @throws BadRequestError for a foreign cursor */
export const listPublications = async (
  db: Db,
  target: string,
  filter: PublicationFilter = {},
): Promise<ListPage<ListedPublication>> => {
  const limit = pageSize(filter.limit);
  const after = readCursor(filter.cursor, 1);
  const conditions = [
    eq(publications.target, target),
    filter.state && eq(publications.state, filter.state),
    filter.troubled ? isNotNull(publications.lastError) : undefined,
    after && lt(publications.id, after[0] ?? 0),
  ];
  const rows = await db
    .select({
      publication: publications,
      record: { id: records.id, system: records.system, externalId: records.externalId },
      footage: { id: footage.id, externalId: footage.externalId },
    })
    .from(publications)
    .innerJoin(records, eq(records.id, publications.recordId))
    .innerJoin(footage, eq(footage.id, publications.footageId))
    .where(and(...conditions))
    .orderBy(desc(publications.id))
    .limit(limit + 1);
  return toPage(rows, limit, ({ publication }) => [publication.id]);
};

export type PublicationDay = typeof publicationDays.$inferSelect;

/** Sums by day, latest first. */
export const publicationDaysOf = (db: Db, target: string, days = 14): Promise<PublicationDay[]> =>
  db
    .select()
    .from(publicationDays)
    .where(eq(publicationDays.target, target))
    .orderBy(desc(publicationDays.day))
    .limit(days);

import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Scope } from '../core/scope.ts';
import type { System } from '../core/vocabulary.ts';
import type { Db } from './open.ts';
import { footageWithin, recordsWithin } from './scope.ts';
import { footage, links, records } from './tables/catalogue.ts';

/** How much footage a record has: clips, linked seconds, and pairs that wait for a person. */
export interface BadgeCount {
  count: number;
  seconds: number;
  review: number;
}

/** Counts by the records' own numbers; records outside the scope, unknown or without footage are missing. */
export const badgesOf = async (
  db: Db,
  scope: Scope,
  system: System,
  externalIds: readonly string[],
): Promise<Map<string, BadgeCount>> => {
  if (externalIds.length === 0) return new Map();
  const isReview = sql`${links.decision} = 'review'`;
  const rows = await db
    .select({
      externalId: records.externalId,
      count: sql<number>`sum(case when ${isReview} then 0 else 1 end)`.mapWith(Number),
      review: sql<number>`sum(case when ${isReview} then 1 else 0 end)`.mapWith(Number),
      ms: sql<number>`sum(case when ${isReview} then 0 else ${links.segmentEnd} - ${links.segmentStart} end)`.mapWith(
        Number,
      ),
    })
    .from(links)
    .innerJoin(records, eq(records.id, links.recordId))
    .innerJoin(footage, eq(footage.id, links.footageId))
    .where(
      and(
        eq(records.system, system),
        inArray(records.externalId, [...externalIds]),
        ne(links.decision, 'rejected'),
        recordsWithin(scope),
        footageWithin(scope),
      ),
    )
    .groupBy(records.externalId);
  return new Map(
    rows.map(({ externalId, count, review, ms }) => [externalId, { count, review, seconds: Math.round(ms / 1000) }]),
  );
};

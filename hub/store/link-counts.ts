import { and, count, eq, inArray } from 'drizzle-orm';
import type { Scope } from '../core/scope.ts';
import type { Db } from './open.ts';
import { footageWithin, recordsWithin } from './scope.ts';
import { footage, links, records } from './tables/catalogue.ts';

/** Which side of the links is counted by: records by their clips, or clips by their records. */
export type LinkSide = 'record' | 'footage';

/**
 * Linked and confirmed links of each row, as far as the scope shows their other side. The stored `linkCount` would tell
 * somebody how much there is that they may not see.
 */
export const countLinks = async (
  db: Db,
  scope: Scope,
  side: LinkSide,
  rows: readonly { id: number; linkCount: number }[],
): Promise<Map<number, number>> => {
  if (scope.kind === 'everything') return new Map(rows.map(({ id, linkCount }) => [id, linkCount]));
  const ids = rows.filter(({ linkCount }) => linkCount > 0).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const column = side === 'record' ? links.recordId : links.footageId;
  const found = await db
    .select({ id: column, visible: count() })
    .from(links)
    .innerJoin(records, eq(records.id, links.recordId))
    .innerJoin(footage, eq(footage.id, links.footageId))
    .where(
      and(
        inArray(column, ids),
        inArray(links.decision, ['linked', 'confirmed']),
        recordsWithin(scope),
        footageWithin(scope),
      ),
    )
    .groupBy(column);
  return new Map(found.map(({ id, visible }) => [id, visible]));
};

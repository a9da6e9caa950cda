import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Scope } from '../core/scope.ts';
import type { LinkSide } from './link-counts.ts';
import type { Db } from './open.ts';
import { footageWithin, recordsWithin } from './scope.ts';
import { footage, links, records } from './tables/catalogue.ts';

/** The other side of a link, in few words. */
export interface Related {
  type: LinkSide;
  id: number;
  title: string;
  /** Epoch ms. */
  at: number;
  /** The linked seconds inside the clip; for clips. */
  segment?: { startSeconds: number; endSeconds: number };
}

const most = 5;

/** What is linked to each of some records or clips, surest first, a few of each. */
export const relatedOf = async (
  db: Db,
  scope: Scope,
  side: LinkSide,
  ids: readonly number[],
): Promise<Map<number, Related[]>> => {
  const found = new Map<number, Related[]>();
  if (ids.length === 0) return found;
  const column = side === 'record' ? links.recordId : links.footageId;
  const rows = await db
    .select({
      key: column,
      segmentStart: links.segmentStart,
      segmentEnd: links.segmentEnd,
      record: { id: records.id, title: records.title, externalId: records.externalId, startAt: records.startAt },
      clip: { id: footage.id, externalId: footage.externalId, deviceId: footage.deviceId, startAt: footage.startAt },
    })
    .from(links)
    .innerJoin(records, eq(records.id, links.recordId))
    .innerJoin(footage, eq(footage.id, links.footageId))
    .where(
      and(
        inArray(column, [...ids]),
        inArray(links.decision, ['linked', 'confirmed']),
        recordsWithin(scope),
        footageWithin(scope),
      ),
    )
    .orderBy(desc(links.probability), links.id);
  for (const { key, segmentStart, segmentEnd, record, clip } of rows) {
    const list = found.get(key) ?? [];
    found.set(key, list);
    if (list.length >= most) continue;
    const seconds = (at: number) => Math.max(0, (at - clip.startAt) / 1000);
    list.push(
      side === 'footage'
        ? { type: 'record', id: record.id, title: record.title ?? record.externalId, at: record.startAt }
        : {
            type: 'footage',
            id: clip.id,
            title: clip.deviceId ?? clip.externalId,
            at: clip.startAt,
            segment: { startSeconds: seconds(segmentStart), endSeconds: seconds(segmentEnd) },
          },
    );
  }
  return found;
};

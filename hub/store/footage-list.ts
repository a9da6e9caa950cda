import { and, desc, eq, gt, gte, lt, or, type SQL } from 'drizzle-orm';
import type { Scope } from '../core/scope.ts';
import type { DeviceKind } from '../core/vocabulary.ts';
import type { FootageRow } from './footage.ts';
import type { Db } from './open.ts';
import { type ListPage, pageSize, readCursor, toPage } from './page.ts';
import { footageWithin, within } from './scope.ts';
import { footage } from './tables/catalogue.ts';

/** Which recordings; what is left out does not narrow. */
export interface FootageFilter {
  source?: string;
  /** This organisation and all below it. */
  org?: string;
  policeId?: string;
  deviceId?: string;
  deviceKind?: DeviceKind;
  /** The number its source or its device is known by, whole. */
  number?: string;
  /** Beginning at or after, and before, epoch ms, by the camera's own clock. */
  from?: number;
  to?: number;
  linked?: boolean;
  limit?: number;
  cursor?: string;
}

const matching = (filter: FootageFilter): (SQL | undefined)[] => [
  filter.source === undefined ? undefined : eq(footage.source, filter.source),
  filter.org === undefined ? undefined : within({ kind: 'orgs', orgs: [filter.org] }, footage.org),
  filter.policeId === undefined ? undefined : eq(footage.policeId, filter.policeId),
  filter.deviceId === undefined ? undefined : eq(footage.deviceId, filter.deviceId),
  filter.deviceKind && eq(footage.deviceKind, filter.deviceKind),
  filter.number === undefined
    ? undefined
    : or(eq(footage.externalId, filter.number), eq(footage.deviceId, filter.number)),
  filter.from === undefined ? undefined : gte(footage.startAt, filter.from),
  filter.to === undefined ? undefined : lt(footage.startAt, filter.to),
  filter.linked === undefined ? undefined : filter.linked ? gt(footage.linkCount, 0) : eq(footage.linkCount, 0),
];

/** Latest first. @throws BadRequestError when the cursor is not one of this list */
export const listFootage = async (db: Db, scope: Scope, filter: FootageFilter = {}): Promise<ListPage<FootageRow>> => {
  const limit = pageSize(filter.limit);
  const after = readCursor(filter.cursor, 2);
  const [startAt = 0, id = 0] = after ?? [];
  const rows = await db
    .select()
    .from(footage)
    .where(
      and(
        footageWithin(scope),
        ...matching(filter),
        after && or(lt(footage.startAt, startAt), and(eq(footage.startAt, startAt), lt(footage.id, id))),
      ),
    )
    .orderBy(desc(footage.startAt), desc(footage.id))
    .limit(limit + 1);
  return toPage(rows, limit, (row) => [row.startAt, row.id]);
};

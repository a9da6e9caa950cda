import { and, count, desc, eq, gt, inArray, isNotNull, isNull, lt, ne, or, sql } from 'drizzle-orm';
import type { Scope } from '../core/scope.ts';
import type { Decision } from '../core/vocabulary.ts';
import type { FootageRow } from './footage.ts';
import { changeable, type LinkContent, type LinkRow, lockRows } from './link-rows.ts';
import { chunked, insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import { type ListPage, pageSize, readCursor, toPage } from './page.ts';
import type { RecordRow } from './records.ts';
import { footageWithin, recordsWithin } from './scope.ts';
import { footage, links, records } from './tables/catalogue.ts';

export type { LinkContent, LinkRow };

const counted: Decision[] = ['linked', 'confirmed'];

/** Links of a record with their clips, surest first. Rejected ones only when asked for. */
export const linksOfRecord = (
  db: Db,
  scope: Scope,
  recordId: number,
  options: { rejected?: boolean } = {},
): Promise<{ link: LinkRow; footage: FootageRow }[]> =>
  db
    .select({ link: links, footage })
    .from(links)
    .innerJoin(footage, eq(footage.id, links.footageId))
    .innerJoin(records, eq(records.id, links.recordId))
    .where(
      and(
        eq(links.recordId, recordId),
        recordsWithin(scope),
        footageWithin(scope),
        options.rejected ? undefined : ne(links.decision, 'rejected'),
      ),
    )
    .orderBy(desc(links.probability), links.segmentStart, links.id);

/** Links of a clip with their records, in the order of the clip. */
export const linksOfFootage = (
  db: Db,
  scope: Scope,
  footageId: number,
): Promise<{ link: LinkRow; record: RecordRow }[]> =>
  db
    .select({ link: links, record: records })
    .from(links)
    .innerJoin(records, eq(records.id, links.recordId))
    .innerJoin(footage, eq(footage.id, links.footageId))
    .where(
      and(eq(links.footageId, footageId), ne(links.decision, 'rejected'), recordsWithin(scope), footageWithin(scope)),
    )
    .orderBy(links.segmentStart, links.id);

export interface LinkFilter {
  decision?: Decision;
  /** Own links only, or inherited ones only. */
  inherited?: boolean;
  recordId?: number;
  footageId?: number;
  limit?: number;
  cursor?: string;
}

/** Links, last changed first: the review queue with `decision: 'review'`. @throws BadRequestError for a foreign cursor */
export const listLinks = async (
  db: Db,
  scope: Scope,
  filter: LinkFilter = {},
): Promise<ListPage<{ link: LinkRow; record: RecordRow; footage: FootageRow }>> => {
  const limit = pageSize(filter.limit);
  const after = readCursor(filter.cursor, 2);
  const [changedAt = 0, id = 0] = after ?? [];
  const rows = await db
    .select({ link: links, record: records, footage })
    .from(links)
    .innerJoin(records, eq(records.id, links.recordId))
    .innerJoin(footage, eq(footage.id, links.footageId))
    .where(
      and(
        recordsWithin(scope),
        footageWithin(scope),
        filter.decision && eq(links.decision, filter.decision),
        filter.inherited === undefined
          ? undefined
          : filter.inherited
            ? isNotNull(links.viaRecordId)
            : isNull(links.viaRecordId),
        filter.recordId === undefined ? undefined : eq(links.recordId, filter.recordId),
        filter.footageId === undefined ? undefined : eq(links.footageId, filter.footageId),
        after && or(lt(links.changedAt, changedAt), and(eq(links.changedAt, changedAt), lt(links.id, id))),
      ),
    )
    .orderBy(desc(links.changedAt), desc(links.id))
    .limit(limit + 1);
  return toPage(rows, limit, ({ link }) => [link.changedAt, link.id]);
};

/** One link by its id. Undefined when it is not there or outside of the scope. */
export const findLink = async (
  db: Db,
  scope: Scope,
  id: number,
): Promise<{ link: LinkRow; record: RecordRow; footage: FootageRow } | undefined> => {
  const [row] = await db
    .select({ link: links, record: records, footage })
    .from(links)
    .innerJoin(records, eq(records.id, links.recordId))
    .innerJoin(footage, eq(footage.id, links.footageId))
    .where(and(eq(links.id, id), recordsWithin(scope), footageWithin(scope)));
  return row;
};

/** All links of some records, without regard to scope: for matching. */
export const allLinksOf = async (db: Db, recordIds: readonly number[]): Promise<LinkRow[]> => {
  const rows: LinkRow[] = [];
  for (const part of chunked(recordIds, 500))
    rows.push(...(await db.select().from(links).where(inArray(links.recordId, part))));
  return rows;
};

/** Links that people confirmed and that show more than their clip is long by now, with its beginning and end. */
export const confirmedBeyondClip = async (
  db: Db,
  footageIds: readonly number[],
): Promise<{ link: LinkRow; start: number; end: number }[]> =>
  db
    .select({ link: links, start: footage.startAt, end: footage.endAt })
    .from(links)
    .innerJoin(footage, eq(footage.id, links.footageId))
    .where(
      and(
        inArray(links.footageId, [...footageIds]),
        eq(links.decision, 'confirmed'),
        or(lt(links.segmentStart, footage.startAt), gt(links.segmentEnd, footage.endAt)),
      ),
    );

/** Records that links tie to clips, inherited ones left out. */
export const linkedRecordIds = async (db: Db, footageIds: readonly number[]): Promise<number[]> => {
  if (footageIds.length === 0) return [];
  const rows = await db
    .selectDistinct({ id: links.recordId })
    .from(links)
    .where(and(inArray(links.footageId, [...footageIds]), isNull(links.viaRecordId)));
  return rows.map(({ id }) => id);
};

/** Records that inherited something through one of these. */
export const heirIdsOf = async (db: Db, viaRecordIds: readonly number[]): Promise<number[]> => {
  if (viaRecordIds.length === 0) return [];
  const rows = await db
    .selectDistinct({ id: links.recordId })
    .from(links)
    .where(inArray(links.viaRecordId, [...viaRecordIds]));
  return rows.map(({ id }) => id);
};

/** What people decided about pairs of these records: `recordId footageId` → decision. */
export const standingOf = async (db: Db, recordIds: readonly number[]): Promise<Map<string, Decision>> => {
  const standing = new Map<string, Decision>();
  for (const part of chunked(recordIds, 500)) {
    const rows = await db
      .select({ recordId: links.recordId, footageId: links.footageId, decision: links.decision })
      .from(links)
      .where(and(inArray(links.recordId, part), inArray(links.decision, ['confirmed', 'rejected'])));
    for (const { recordId, footageId, decision } of rows) standing.set(`${recordId} ${footageId}`, decision);
  }
  return standing;
};

/**
 * Lock records and then clips, each in the order of their ids, until the transaction ends. Everybody who changes links
 * locks in this order, so nobody waits for one who waits for him.
 */
export const lockPairs = async (tx: Db, recordIds: readonly number[], footageIds: readonly number[]): Promise<void> => {
  for (const [table, ids] of [
    ['records', recordIds],
    ['footage', footageIds],
  ] as const) {
    const inOrder = [...new Set(ids)].sort((left, right) => left - right);
    for (const part of chunked(inOrder, 5_000)) await tx.execute(sql.raw(lockRows(table, part)));
  }
};

/** Write links of pairs that had none and rewrite those that changed; the pair names the row. */
export const putLinks = async (
  tx: Db,
  changed: readonly { content: LinkContent; version: number }[],
): Promise<void> => {
  const now = Date.now();
  await insertRows(
    tx,
    links,
    changed.map(({ content, version }) => ({ ...content, version, createdAt: now, changedAt: now })),
    { update: [...changeable, 'version', 'changedAt'] },
  );
};

export const dropLinks = async (tx: Db, ids: readonly number[]): Promise<void> => {
  for (const part of chunked(ids, 1_000)) await tx.delete(links).where(inArray(links.id, part));
};

/** Count anew the linked and confirmed links of records and clips whose links changed. */
export const recount = async (tx: Db, recordIds: readonly number[], footageIds: readonly number[]): Promise<void> => {
  for (const [table, column, ids] of [
    [records, links.recordId, recordIds],
    [footage, links.footageId, footageIds],
  ] as const) {
    const inOrder = [...new Set(ids)].sort((left, right) => left - right);
    for (const part of chunked(inOrder, 500)) {
      const total = tx
        .select({ total: count() })
        .from(links)
        .where(and(eq(column, table.id), inArray(links.decision, counted)));
      await tx
        .update(table)
        .set({ linkCount: sql`(${total})` })
        .where(inArray(table.id, part));
    }
  }
};

import { and, asc, eq, gt, gte, inArray, sql } from 'drizzle-orm';
import type { Decision } from '../core/vocabulary.ts';
import type { FootageRow } from './footage.ts';
import { chunked, insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import type { RecordRow } from './records.ts';
import { footage, links, records } from './tables/catalogue.ts';
import { type PublicationError, type PublicationState, publications } from './tables/publishing.ts';

export type PublicationRow = typeof publications.$inferSelect;
export type { PublicationError, PublicationState };

/** A link that may be told: everything but links in review and rejected ones. */
export interface TellableLink {
  record: Pick<RecordRow, 'id' | 'source' | 'system' | 'kind' | 'org' | 'startAt'>;
  footageId: number;
  decision: Decision;
  inherited: boolean;
  segmentStart: number;
  segmentEnd: number;
}

/** The decided links of some records, without regard to scope: what of them is told is for the caller to say. */
export const tellableLinks = async (db: Db, recordIds: readonly number[]): Promise<TellableLink[]> => {
  const found: TellableLink[] = [];
  for (const part of chunked(recordIds, 500)) {
    const rows = await db
      .select({
        record: {
          id: records.id,
          source: records.source,
          system: records.system,
          kind: records.kind,
          org: records.org,
          startAt: records.startAt,
        },
        footageId: links.footageId,
        decision: links.decision,
        via: links.viaRecordId,
        segmentStart: links.segmentStart,
        segmentEnd: links.segmentEnd,
      })
      .from(links)
      .innerJoin(records, eq(records.id, links.recordId))
      .where(and(inArray(links.recordId, part), inArray(links.decision, ['linked', 'confirmed'])));
    found.push(...rows.map(({ via, ...row }) => ({ ...row, inherited: via !== null })));
  }
  return found;
};

/** What some sources were told, or are to be told, of some records; locked until the transaction ends. */
export const lockPublications = async (
  tx: Db,
  targets: readonly string[],
  recordIds: readonly number[],
): Promise<PublicationRow[]> => {
  const rows: PublicationRow[] = [];
  for (const part of chunked(recordIds, 500)) {
    rows.push(
      ...(await tx
        .select()
        .from(publications)
        .where(and(inArray(publications.target, [...targets]), inArray(publications.recordId, part)))
        .orderBy(publications.id)
        .for('update')),
    );
  }
  return rows;
};

export type NewPublication = Pick<
  PublicationRow,
  'target' | 'recordId' | 'footageId' | 'rank' | 'segmentStart' | 'segmentEnd'
>;

/** Links to be told for the first time. A pair that another process has put in meanwhile stays as it is. */
export const addPublications = async (tx: Db, rows: readonly NewPublication[]): Promise<void> => {
  const now = Date.now();
  await insertRows(
    tx,
    publications,
    rows.map((row) => ({ ...row, state: 'pending' as const, dueAt: now, createdAt: now, changedAt: now })),
    { update: ['rank'] },
  );
};

/** Something else is wanted of a publication from now on: it is due at once, and answers to what was wanted before settle nothing. */
export const wishAnew = async (
  tx: Db,
  row: Pick<PublicationRow, 'id'>,
  wish: { withdraw: boolean; state: 'pending' | 'withdrawn'; segmentStart?: number; segmentEnd?: number },
): Promise<void> => {
  const now = Date.now();
  await tx
    .update(publications)
    .set({
      ...wish,
      revision: sql`${publications.revision} + 1`,
      attempts: 0,
      lastError: null,
      dueAt: now,
      changedAt: now,
    })
    .where(eq(publications.id, row.id));
};

/** The other side does not have it as it should: it is told again. */
export const tellAgain = async (db: Db, ids: readonly number[]): Promise<void> => {
  for (const part of chunked(ids, 500))
    await db
      .update(publications)
      .set({ state: 'pending', dueAt: Date.now() })
      .where(and(inArray(publications.id, part), inArray(publications.state, ['acknowledged', 'withdrawn'])));
};

/** What a source is believed to have, in order of id. */
export const believed = (db: Db, target: string, afterId: number, limit: number): Promise<PublicationRow[]> =>
  db
    .select()
    .from(publications)
    .where(and(eq(publications.target, target), eq(publications.state, 'acknowledged'), gt(publications.id, afterId)))
    .orderBy(asc(publications.id))
    .limit(limit);

/** Records that may have something to tell a source: those it was told of, and those with links that began late enough. */
export const recordsToPlan = async (
  db: Db,
  target: string,
  since: number,
  afterId: number,
  limit: number,
): Promise<number[]> => {
  const [linked, told] = await Promise.all([
    db
      .select({ id: records.id })
      .from(records)
      .where(and(gt(records.id, afterId), gte(records.startAt, since), gt(records.linkCount, 0)))
      .orderBy(asc(records.id))
      .limit(limit),
    db
      .selectDistinct({ id: publications.recordId })
      .from(publications)
      .where(and(eq(publications.target, target), gt(publications.recordId, afterId)))
      .orderBy(asc(publications.recordId))
      .limit(limit),
  ]);
  return [...new Set([...linked, ...told].map(({ id }) => id))].sort((left, right) => left - right).slice(0, limit);
};

/** Records and recordings of publications, by their ids, whatever their scope. */
export const pairsOf = async (
  db: Db,
  rows: readonly PublicationRow[],
): Promise<{ records: Map<number, RecordRow>; footage: Map<number, FootageRow> }> => {
  if (rows.length === 0) return { records: new Map(), footage: new Map() };
  const [recordRows, footageRows] = await Promise.all([
    db
      .select()
      .from(records)
      .where(inArray(records.id, [...new Set(rows.map(({ recordId }) => recordId))])),
    db
      .select()
      .from(footage)
      .where(inArray(footage.id, [...new Set(rows.map(({ footageId }) => footageId))])),
  ]);
  return {
    records: new Map(recordRows.map((row) => [row.id, row])),
    footage: new Map(footageRows.map((row) => [row.id, row])),
  };
};

/** `externalId`s of the recordings a source has, or is to have, of some records. */
export const toldTogether = async (
  db: Db,
  target: string,
  recordIds: readonly number[],
): Promise<Map<number, string[]>> => {
  const together = new Map<number, string[]>();
  if (recordIds.length === 0) return together;
  const rows = await db
    .select({ recordId: publications.recordId, externalId: footage.externalId })
    .from(publications)
    .innerJoin(footage, eq(footage.id, publications.footageId))
    .where(
      and(
        eq(publications.target, target),
        inArray(publications.recordId, [...new Set(recordIds)]),
        eq(publications.withdraw, false),
      ),
    )
    .orderBy(publications.id);
  for (const { recordId, externalId } of rows) together.set(recordId, [...(together.get(recordId) ?? []), externalId]);
  return together;
};

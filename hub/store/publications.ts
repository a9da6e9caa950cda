import { and, asc, eq, gt, gte, inArray, isNotNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Decision } from '../core/vocabulary.ts';
import type { FootageRow } from './footage.ts';
import { chunked, insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import type { RecordRow } from './records.ts';
import { footage, links, records } from './tables/catalogue.ts';
import { type PublicationError, type PublicationState, publicationDays, publications } from './tables/publishing.ts';

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

const open: PublicationState[] = ['pending', 'sent'];

/** Take what is due, parents first, and set it ahead by `leaseMs`: after a crash it is due again and told again. */
export const claimPublications = async (
  tx: Db,
  target: string,
  limit: number,
  leaseMs: number,
): Promise<PublicationRow[]> => {
  const now = Date.now();
  const rows = await tx
    .select()
    .from(publications)
    .where(and(eq(publications.target, target), inArray(publications.state, open), lte(publications.dueAt, now)))
    .orderBy(asc(publications.rank), asc(publications.id))
    .limit(limit)
    .for('update');
  if (rows.length > 0) {
    await tx
      .update(publications)
      .set({ state: 'sent', sentAt: now, dueAt: now + leaseMs })
      .where(
        inArray(
          publications.id,
          rows.map(({ id }) => id),
        ),
      );
  }
  return rows;
};

/** What was claimed and not told after all: as it was before. */
export const giveBackPublications = async (db: Db, rows: readonly PublicationRow[]): Promise<void> => {
  for (const { id, revision, sentAt, dueAt } of rows) {
    await db
      .update(publications)
      .set({ state: 'pending', sentAt, dueAt })
      .where(and(eq(publications.id, id), eq(publications.revision, revision), eq(publications.state, 'sent')));
  }
};

const dayMs = 86_400_000;
const zoneMs = 8 * 3_600_000;
/** Midnight of the day, where the hub stands. */
export const dayOf = (at: number): number => Math.floor((at + zoneMs) / dayMs) * dayMs - zoneMs;

export type DayCount = 'acknowledged' | 'withdrawn' | 'failed' | 'retried' | 'found' | 'missing';

/** Add to the sums of today. */
export const countPublications = async (
  tx: Db,
  target: string,
  counts: Partial<Record<DayCount, number>>,
): Promise<void> => {
  const names = Object.keys(counts).filter((name) => counts[name as DayCount]);
  if (names.length > 0)
    await insertRows(tx, publicationDays, [{ target, day: dayOf(Date.now()), ...counts }], { add: names });
};

/** The other side has it, or has it no more. Call it in a transaction. */
export const acknowledgePublication = async (tx: Db, row: PublicationRow): Promise<void> => {
  const now = Date.now();
  const [result] = await tx
    .update(publications)
    .set({
      state: row.withdraw ? 'withdrawn' : 'acknowledged',
      acknowledged: row.withdraw ? 0 : row.revision,
      acknowledgedAt: now,
      attempts: 0,
      lastError: null,
    })
    .where(and(eq(publications.id, row.id), eq(publications.revision, row.revision)));
  // Something else is wanted by now; what the other side has is to be known all the same.
  if (result.affectedRows === 0)
    await tx
      .update(publications)
      .set({ acknowledged: row.withdraw ? 0 : row.revision })
      .where(eq(publications.id, row.id));
  await countPublications(tx, row.target, row.withdraw ? { withdrawn: 1 } : { acknowledged: 1 });
};

/** It did not work: due again at `dueAt`, or, with `failed`, when a person says so. Call it in a transaction. */
export const notePublicationError = async (
  tx: Db,
  row: PublicationRow,
  error: PublicationError,
  next: { dueAt: number } | 'failed',
): Promise<void> => {
  await tx
    .update(publications)
    .set({
      attempts: sql`${publications.attempts} + 1`,
      lastError: error,
      ...(next === 'failed' ? { state: 'failed' as const } : { state: 'pending' as const, dueAt: next.dueAt }),
    })
    .where(and(eq(publications.id, row.id), eq(publications.revision, row.revision)));
  await countPublications(tx, row.target, next === 'failed' ? { failed: 1 } : { retried: 1 });
};

/** Nothing of this source before `until`: its hours are closed, or it is in trouble. */
export const postponePublications = async (db: Db, target: string, until: number): Promise<void> => {
  await db
    .update(publications)
    .set({ dueAt: until })
    .where(and(eq(publications.target, target), eq(publications.state, 'pending'), lt(publications.dueAt, until)));
};

/** Sources with something due. */
export const targetsDue = async (db: Db): Promise<string[]> => {
  const rows = await db
    .selectDistinct({ target: publications.target })
    .from(publications)
    .where(and(inArray(publications.state, open), lte(publications.dueAt, Date.now())));
  return rows.map(({ target }) => target);
};

/** Try again what failed or waits after an error. @returns how many */
export const retryPublications = async (db: Db, target: string, ids?: readonly number[]): Promise<number> => {
  const [result] = await db
    .update(publications)
    .set({ state: 'pending', attempts: 0, dueAt: Date.now() })
    .where(
      and(
        eq(publications.target, target),
        or(eq(publications.state, 'failed'), and(eq(publications.state, 'pending'), isNotNull(publications.lastError))),
        ids && inArray(publications.id, [...ids]),
      ),
    );
  return result.affectedRows;
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

import { and, desc, eq, exists, gt, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/mysql-core';
import type { BusinessRecord } from '../core/record.ts';
import type { Scope } from '../core/scope.ts';
import type { System } from '../core/vocabulary.ts';
import { keepFormer } from './former-contents.ts';
import { chunked, deleteRows, insertNumbered, insertRows } from './multi-row.ts';
import { isNamed, namesAtOnce } from './named.ts';
import type { Db } from './open.ts';
import { tell } from './outbox.ts';
import { type ListPage, pageSize, readCursor, toPage } from './page.ts';
import { type PreparedRecord, prepareRecord } from './prepare-record.ts';
import { officersOf, type RecordVersion, recordColumns, referencesOf } from './record-columns.ts';
import { recordsWithin, within } from './scope.ts';
import { tellWithdrawn } from './statements.ts';
import { recordOfficers, recordReferences, records } from './tables/catalogue.ts';
import { type Family, type Origin, type Saved, upsert } from './upsert.ts';

export type RecordRow = typeof records.$inferSelect;

/** All but the name, which finds the row, and what others keep in it. */
const updated = [
  ...['system', 'kind', 'org', 'startAt', 'endAt', 'precision', 'title', 'lon', 'lat', 'updatedAt', 'data'],
  ...['hash', 'version', 'messageId', 'changedAt'],
];

const family: Family<RecordVersion> = {
  async find(db, source, externalIds) {
    const found = [];
    for (const part of chunked(externalIds, namesAtOnce)) {
      found.push(
        ...(await db
          .select({
            id: records.id,
            source: records.source,
            externalId: records.externalId,
            hash: records.hash,
            version: records.version,
            updatedAt: records.updatedAt,
            messageId: records.messageId,
          })
          .from(records)
          .where(isNamed(records, source, part))
          .for('update')),
      );
    }
    return found;
  },
  async insert(db, writes) {
    return insertNumbered(db, records, writes.map(recordColumns));
  },
  async update(db, writes) {
    await keepFormer(
      db,
      'record',
      writes.map(({ id }) => id),
    );
    await insertRows(
      db,
      records,
      writes.map((write) => ({ id: write.id, ...recordColumns(write) })),
      { update: updated },
    );
    await tellWithdrawn(db, writes);
    const ids = writes.map(({ id }) => id);
    await deleteRows(db, recordOfficers.recordId, ids);
    await deleteRows(db, recordReferences.recordId, ids);
  },
  async confirm(db, ids, messageId) {
    for (const part of chunked(ids, 1_000))
      await db.update(records).set({ messageId }).where(inArray(records.id, part));
  },
};

/**
 * Store records in order, inside the caller's transaction: the row, its officers and references, and the event. The
 * same content again, or a version older than the stored one, is `unchanged`.
 *
 * @returns for each record in order its database id and what became of it
 */
export const saveRecords = async (
  db: Db,
  items: readonly { prepared: PreparedRecord; origin: Origin }[],
): Promise<Saved[]> => {
  const versions = items.map(
    ({ prepared, origin }): RecordVersion => ({
      ...prepared,
      ...origin,
      source: prepared.record.source,
      externalId: prepared.record.externalId,
    }),
  );
  const { results, written } = await upsert(db, family, versions);
  await insertRows(
    db,
    recordOfficers,
    written.flatMap(({ id, item }) => officersOf(item).map((officer) => ({ recordId: id, ...officer }))),
  );
  await insertRows(
    db,
    recordReferences,
    written.flatMap(({ id, item }) => referencesOf(item).map((reference) => ({ recordId: id, ...reference }))),
  );
  await tell(
    db,
    written.map(({ id }) => ({ name: 'record.changed' as const, data: { id } })),
  );
  return results;
};

/** Store one record; see `saveRecords`. @throws RecordError when it does not fit the store */
export const saveRecord = async (db: Db, record: BusinessRecord, origin: Origin): Promise<Saved> => {
  const [saved] = await saveRecords(db, [{ prepared: prepareRecord(record), origin }]);
  return saved as Saved;
};

export interface RecordFilter {
  system?: System;
  source?: string;
  kind?: string;
  /** This organisation and all below it. */
  org?: string;
  policeId?: string;
  /** Beginning at or after, and before, epoch ms. */
  from?: number;
  to?: number;
  linked?: boolean;
  limit?: number;
  cursor?: string;
}

const hasOfficer = (policeId: string): SQL =>
  exists(
    new QueryBuilder()
      .select({ one: sql`1` })
      .from(recordOfficers)
      .where(and(eq(recordOfficers.policeId, policeId), sql`${recordOfficers.recordId} = ${records.id}`)),
  );

const matching = (filter: RecordFilter): (SQL | undefined)[] => [
  filter.system && eq(records.system, filter.system),
  filter.source === undefined ? undefined : eq(records.source, filter.source),
  filter.kind === undefined ? undefined : eq(records.kind, filter.kind),
  filter.org === undefined ? undefined : within({ kind: 'orgs', orgs: [filter.org] }, records.org),
  filter.policeId === undefined ? undefined : hasOfficer(filter.policeId),
  filter.from === undefined ? undefined : gte(records.startAt, filter.from),
  filter.to === undefined ? undefined : lt(records.startAt, filter.to),
  filter.linked === undefined ? undefined : filter.linked ? gt(records.linkCount, 0) : eq(records.linkCount, 0),
];

/** Latest first. @throws BadRequestError when the cursor is not one of this list */
export const listRecords = async (db: Db, scope: Scope, filter: RecordFilter = {}): Promise<ListPage<RecordRow>> => {
  const limit = pageSize(filter.limit);
  const after = readCursor(filter.cursor, 2);
  const [startAt = 0, id = 0] = after ?? [];
  const rows = await db
    .select()
    .from(records)
    .where(
      and(
        recordsWithin(scope),
        ...matching(filter),
        after && or(lt(records.startAt, startAt), and(eq(records.startAt, startAt), lt(records.id, id))),
      ),
    )
    .orderBy(desc(records.startAt), desc(records.id))
    .limit(limit + 1);
  return toPage(rows, limit, (row) => [row.startAt, row.id]);
};

export const getRecord = async (db: Db, scope: Scope, id: number): Promise<RecordRow | undefined> =>
  (
    await db
      .select()
      .from(records)
      .where(and(eq(records.id, id), recordsWithin(scope)))
  )[0];

export const getRecords = async (db: Db, scope: Scope, ids: readonly number[]): Promise<RecordRow[]> =>
  ids.length === 0
    ? []
    : db
        .select()
        .from(records)
        .where(and(inArray(records.id, [...ids]), recordsWithin(scope)));

/** By the number its business system knows it by; of several sources of one system the one changed last. */
export const findRecord = async (
  db: Db,
  scope: Scope,
  system: System,
  externalId: string,
): Promise<RecordRow | undefined> =>
  (
    await db
      .select()
      .from(records)
      .where(and(eq(records.system, system), eq(records.externalId, externalId), recordsWithin(scope)))
      .orderBy(desc(records.changedAt))
      .limit(1)
  )[0];

export const findRecords = async (
  db: Db,
  scope: Scope,
  system: System,
  externalIds: readonly string[],
): Promise<RecordRow[]> =>
  externalIds.length === 0
    ? []
    : db
        .select()
        .from(records)
        .where(and(eq(records.system, system), inArray(records.externalId, [...externalIds]), recordsWithin(scope)));

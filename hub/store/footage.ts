import { and, eq, inArray } from 'drizzle-orm';
import type { Footage, PostedFootage } from '../core/footage.ts';
import type { Scope } from '../core/scope.ts';
import { distinct } from './fit.ts';
import { keepFormer } from './former-contents.ts';
import { chunked, deleteRows, insertNumbered, insertRows } from './multi-row.ts';
import { isNamed, namesAtOnce } from './named.ts';
import type { Db } from './open.ts';
import { tell } from './outbox.ts';
import { postedColumns, postingsOf } from './postings.ts';
import { type PreparedFootage, prepareFootage } from './prepare-footage.ts';
import { footageWithin } from './scope.ts';
import { footage, footageCells, footageReferences } from './tables/catalogue.ts';
import { type Family, type Origin, type Saved, upsert, type Version, type Write } from './upsert.ts';

export type FootageRow = typeof footage.$inferSelect;

interface FootageVersion extends Version, PreparedFootage {
  readonly at: number;
  /** See `PostedFootage`. */
  readonly posting: string | undefined;
}

const columnsOf = ({ item, version }: Write<FootageVersion>) => ({
  source: item.footage.source,
  externalId: item.footage.externalId,
  deviceId: item.footage.deviceId ?? null,
  deviceKind: item.footage.deviceKind,
  mediaType: item.footage.mediaType,
  policeId: item.footage.policeId ?? null,
  ...postedColumns(item.posting, item.footage.org),
  startAt: item.startAt,
  endAt: item.endAt,
  uploadedAt: item.uploadedAt,
  keyMark: item.footage.keyMark,
  data: (item.posting === undefined
    ? item.footage
    : { ...item.footage, posting: item.posting }) satisfies PostedFootage,
  hash: item.hash,
  version,
  messageId: item.messageId,
  createdAt: item.at,
  changedAt: item.at,
});

/** All but the name, which finds the row, and what matching and media keep in it. */
const updated = [
  ...[
    'deviceId',
    'deviceKind',
    'mediaType',
    'policeId',
    'org',
    'station',
    'startAt',
    'endAt',
    'uploadedAt',
    'keyMark',
    'data',
  ],
  ...['hash', 'version', 'messageId', 'changedAt'],
];

const family: Family<FootageVersion> = {
  async find(db, source, externalIds) {
    const found = [];
    for (const part of chunked(externalIds, namesAtOnce)) {
      found.push(
        ...(await db
          .select({
            id: footage.id,
            source: footage.source,
            externalId: footage.externalId,
            hash: footage.hash,
            version: footage.version,
            messageId: footage.messageId,
          })
          .from(footage)
          .where(isNamed(footage, source, part))
          .for('update')),
      );
    }
    return found.map((row) => ({ ...row, updatedAt: null }));
  },
  async insert(db, writes) {
    const state = ({ item }: Write<FootageVersion>) => (item.footage.media.url === undefined ? 'none' : 'remote');
    return insertNumbered(
      db,
      footage,
      writes.map((write) => ({ ...columnsOf(write), mediaState: state(write) })),
    );
  },
  async update(db, writes) {
    await keepFormer(
      db,
      'footage',
      writes.map(({ id }) => id),
    );
    await insertRows(
      db,
      footage,
      writes.map((write) => ({ id: write.id, ...columnsOf(write) })),
      { update: updated },
    );
    const ids = writes.map(({ id }) => id);
    await deleteRows(db, footageCells.footageId, ids);
    await deleteRows(db, footageReferences.footageId, ids);
    // An address that came later, or a new one after a failure, is worth another try.
    const fetchable = writes.filter(({ item }) => item.footage.media.url !== undefined).map(({ id }) => id);
    for (const part of chunked(fetchable, 1_000))
      await db
        .update(footage)
        .set({ mediaState: 'remote', mediaError: null })
        .where(and(inArray(footage.id, part), inArray(footage.mediaState, ['none', 'failed', 'lost'])));
  },
  async confirm(db, ids, messageId) {
    for (const part of chunked(ids, 1_000))
      await db.update(footage).set({ messageId }).where(inArray(footage.id, part));
  },
};

/**
 * Store catalogue entries in order, inside the caller's transaction: the row, its cells and references, the event,
 * and `media.wanted` where the bytes can be fetched. The same content again is `unchanged`.
 *
 * @returns for each entry in order its database id and what became of it
 */
export const saveFootages = async (
  db: Db,
  items: readonly { prepared: PreparedFootage; origin: Origin }[],
): Promise<Saved[]> => {
  const postings = await postingsOf(
    db,
    items.map(({ prepared: { footage: entry, startAt } }) => ({
      ...{ policeId: entry.policeId, org: entry.org, deviceKind: entry.deviceKind },
      startAt,
    })),
  );
  const versions = items.map(
    ({ prepared, origin }, index): FootageVersion => ({
      ...prepared,
      ...origin,
      posting: postings[index],
      source: prepared.footage.source,
      externalId: prepared.footage.externalId,
      updatedAt: null,
    }),
  );
  const { results, written } = await upsert(db, family, versions);
  await insertRows(
    db,
    footageCells,
    written.flatMap(({ id, item }) => item.cells.map((cell) => ({ cell, footageId: id }))),
  );
  await insertRows(
    db,
    footageReferences,
    written.flatMap(({ id, item }) =>
      distinct(item.footage.references, (reference) => `${reference.kind} ${reference.id}`).map((reference) => ({
        footageId: id,
        kind: reference.kind,
        target: reference.id,
      })),
    ),
  );
  const fetchable = written.filter(({ item }) => item.footage.media.url !== undefined);
  await tell(db, [
    ...written.map(({ id }) => ({ name: 'footage.changed' as const, data: { id } })),
    ...fetchable.map(({ id }) => ({ name: 'media.wanted' as const, data: { footageId: id } })),
  ]);
  return results;
};

/** Store one catalogue entry; see `saveFootages`. @throws RecordError when it does not fit the store */
export const saveFootage = async (db: Db, entry: Footage, origin: Origin): Promise<Saved> => {
  const [saved] = await saveFootages(db, [{ prepared: prepareFootage(entry), origin }]);
  return saved as Saved;
};

export const getFootage = async (db: Db, scope: Scope, id: number): Promise<FootageRow | undefined> =>
  (
    await db
      .select()
      .from(footage)
      .where(and(eq(footage.id, id), footageWithin(scope)))
  )[0];

export const getFootages = async (db: Db, scope: Scope, ids: readonly number[]): Promise<FootageRow[]> =>
  ids.length === 0
    ? []
    : db
        .select()
        .from(footage)
        .where(and(inArray(footage.id, [...ids]), footageWithin(scope)));

/** By the number its source knows it by, e.g. the wjbh of a docking station. */
export const findFootage = async (
  db: Db,
  scope: Scope,
  source: string,
  externalId: string,
): Promise<FootageRow | undefined> =>
  (
    await db
      .select()
      .from(footage)
      .where(and(eq(footage.source, source), eq(footage.externalId, externalId), footageWithin(scope)))
  )[0];

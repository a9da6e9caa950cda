import { and, between, eq, gt, inArray, sql } from 'drizzle-orm';
import type { PostedFootage } from '../core/footage.ts';
import { reachOfStatement, statementHoldsMs } from '../core/posting.ts';
import { keepFormer } from './former-contents.ts';
import { chunked } from './multi-row.ts';
import type { Db, Store } from './open.ts';
import { tell } from './outbox.ts';
import { postedColumns, postingsOf } from './postings.ts';
import { repostRecordsOf } from './repost-records.ts';
import { type Moment, statementsAbout } from './statements.ts';
import { footage } from './tables/catalogue.ts';

/** Recordings looked at together: their tracks come along. */
const pageRows = 500;

const contents = { id: footage.id, deviceKind: footage.deviceKind, startAt: footage.startAt, data: footage.data };
type Row = Pick<typeof footage.$inferSelect, keyof typeof contents>;

/** Those of some rows whose wearers served elsewhere than is written in them, with what should be. */
const movedOf = async (db: Db, rows: readonly Row[]) => {
  const found = await postingsOf(
    db,
    rows.map(({ data, deviceKind, startAt }) => ({ policeId: data.policeId, org: data.org, deviceKind, startAt })),
  );
  return rows.flatMap(({ id, data }, index) => {
    const { posting: before, ...own }: PostedFootage = data;
    const posting = found[index];
    if (posting === before) return [];
    const now: PostedFootage = posting === undefined ? own : { ...own, posting };
    return [{ id, data: now, ...postedColumns(posting, own.org) }];
  });
};

const write = async (db: Db, moved: Awaited<ReturnType<typeof movedOf>>): Promise<void> => {
  await keepFormer(
    db,
    'footage',
    moved.map(({ id }) => id),
  );
  for (const { id, ...columns } of moved)
    await db
      .update(footage)
      .set({ ...columns, version: sql`${footage.version} + 1`, changedAt: Date.now() })
      .where(eq(footage.id, id));
  await tell(
    db,
    moved.map(({ id }) => ({ name: 'footage.changed' as const, data: { id } })),
  );
};

const repostPage = async (db: Db, policeIds: readonly string[], from: number, to: number, after: number) => {
  const rows = await db
    .select(contents)
    .from(footage)
    .where(and(inArray(footage.policeId, [...policeIds]), between(footage.startAt, from, to), gt(footage.id, after)))
    .orderBy(footage.id)
    .limit(pageRows)
    .for('update');
  await write(db, await movedOf(db, rows));
  return rows.length < pageRows ? undefined : rows.at(-1)?.id;
};

/**
 * Look again where the wearer of a recording served: what was said while it was being stored could not find it yet.
 *
 * @returns whether he served elsewhere than is written in it
 */
export const repostFootage = async (store: Pick<Store, 'db' | 'transaction'>, id: number): Promise<boolean> => {
  const read = (db: Db) => db.select(contents).from(footage).where(eq(footage.id, id));
  if ((await movedOf(store.db, await read(store.db))).length === 0) return false;
  await store.transaction(async (tx) => write(tx, await movedOf(tx, await read(tx).for('update'))));
  return true;
};

/**
 * Work out again where officers served when they recorded, and when they were on records: after the roster or a statement
 * about them changed. What changes is matched again.
 *
 * @param db a transaction
 * @param from epoch ms; with `to` bounds the beginning of the recordings and records
 */
export const repost = async (db: Db, policeIds: readonly string[], from: number, to: number): Promise<void> => {
  for (const part of chunked([...new Set(policeIds)].sort(), 100)) {
    for (let after: number | undefined = 0; after !== undefined; ) after = await repostPage(db, part, from, to, after);
    await repostRecordsOf(db, part, from, to);
  }
};

/** Work out again where officers served about moments of which something is said, or was. Call inside a transaction. */
const repostAbout = async (db: Db, moments: readonly Moment[], isNew: boolean): Promise<void> => {
  const officers = new Map<string, Set<number>>();
  for (const { policeId, at } of moments) officers.set(policeId, (officers.get(policeId) ?? new Set()).add(at));
  // In one order everywhere, so that concurrent transactions wait for each other instead of deadlocking.
  for (const [policeId, times] of [...officers].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const said = await statementsAbout(db, [policeId], first - statementHoldsMs, last + statementHoldsMs);
    for (const at of [...times].sort((one, other) => one - other)) {
      const reach = reachOfStatement(said.get(policeId) ?? [], at, isNew);
      if (reach !== undefined) await repost(db, [policeId], reach.from, reach.to);
    }
  }
};

/** Recordings and records follow what is said now of where officers served. */
export const repostStated = (db: Db, moments: readonly Moment[]): Promise<void> => repostAbout(db, moments, true);

/** Recordings and records follow what is said no more of where officers served, or is said otherwise. */
export const repostWithdrawn = (db: Db, moments: readonly Moment[]): Promise<void> => repostAbout(db, moments, false);

import { and, between, eq, gt, inArray, sql } from 'drizzle-orm';
import type { PostedFootage } from '../core/footage.ts';
import { reachOfStatement, statementHoldsMs } from '../core/posting.ts';
import { chunked } from './multi-row.ts';
import type { Db } from './open.ts';
import { tell } from './outbox.ts';
import { postedColumns, postingsOf } from './postings.ts';
import { repostRecordsOf } from './repost-records.ts';
import { type Moment, statementsAbout } from './statements.ts';
import { footage } from './tables/catalogue.ts';

/** Recordings looked at together: their tracks come along. */
const pageRows = 500;

const repostPage = async (db: Db, policeIds: readonly string[], from: number, to: number, after: number) => {
  const rows = await db
    .select({ id: footage.id, deviceKind: footage.deviceKind, startAt: footage.startAt, data: footage.data })
    .from(footage)
    .where(and(inArray(footage.policeId, [...policeIds]), between(footage.startAt, from, to), gt(footage.id, after)))
    .orderBy(footage.id)
    .limit(pageRows)
    .for('update');
  const found = await postingsOf(
    db,
    rows.map(({ data, deviceKind, startAt }) => ({ policeId: data.policeId, org: data.org, deviceKind, startAt })),
  );
  const moved: number[] = [];
  for (const [index, { id, data }] of rows.entries()) {
    const { posting: before, ...own }: PostedFootage = data;
    const posting = found[index];
    if (posting === before) continue;
    moved.push(id);
    await db
      .update(footage)
      .set({
        ...postedColumns(posting, own.org),
        data: posting === undefined ? own : { ...own, posting },
        version: sql`${footage.version} + 1`,
        changedAt: Date.now(),
      })
      .where(eq(footage.id, id));
  }
  await tell(
    db,
    moved.map((id) => ({ name: 'footage.changed' as const, data: { id } })),
  );
  return rows.length < pageRows ? undefined : rows.at(-1)?.id;
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

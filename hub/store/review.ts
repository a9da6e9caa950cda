import { and, count, desc, eq, gt, inArray, isNull, lte, ne, notExists, notInArray, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/mysql-core';
import type { Scope } from '../core/scope.ts';
import type { FootageRow } from './footage.ts';
import type { LinkRow } from './links.ts';
import type { Db } from './open.ts';
import type { RecordRow } from './records.ts';
import { footageWithin, recordsWithin } from './scope.ts';
import { footage, links, records } from './tables/catalogue.ts';
import { reviewClaims } from './tables/matching.ts';

/** A pair that waits for a person. */
export interface Waiting {
  readonly link: LinkRow;
  readonly record: RecordRow;
  readonly footage: FootageRow;
}

/** What is inherited is decided where it comes from. */
const waitingWithin = (scope: Scope): SQL | undefined =>
  and(eq(links.decision, 'review'), isNull(links.viaRecordId), recordsWithin(scope), footageWithin(scope));

const isTheirs = (user: string, now: number): SQL | undefined =>
  and(
    sql`${reviewClaims.recordId} = ${links.recordId}`,
    sql`${reviewClaims.footageId} = ${links.footageId}`,
    ne(reviewClaims.user, user),
    gt(reviewClaims.until, now),
  );

/** How many pairs wait, and how many of them others look at just now. */
export const countWaiting = async (
  db: Db,
  scope: Scope,
  user: string,
): Promise<{ waiting: number; others: number }> => {
  const [row] = await db
    .select({ waiting: count(), others: count(reviewClaims.recordId) })
    .from(links)
    .innerJoin(records, eq(records.id, links.recordId))
    .innerJoin(footage, eq(footage.id, links.footageId))
    .leftJoin(reviewClaims, isTheirs(user, Date.now()))
    .where(waitingWithin(scope));
  return row ?? { waiting: 0, others: 0 };
};

/** Pairs nobody else looks at, last changed first. */
const freePairs = (
  db: Db,
  scope: Scope,
  user: string,
  { most, passed }: { most: number; passed: readonly number[] },
): Promise<Waiting[]> =>
  db
    .select({ link: links, record: records, footage })
    .from(links)
    .innerJoin(records, eq(records.id, links.recordId))
    .innerJoin(footage, eq(footage.id, links.footageId))
    .where(
      and(
        waitingWithin(scope),
        passed.length === 0 ? undefined : notInArray(links.id, [...passed]),
        notExists(new QueryBuilder().select({ one: sql`1` }).from(reviewClaims).where(isTheirs(user, Date.now()))),
      ),
    )
    .orderBy(desc(links.changedAt), desc(links.id))
    .limit(most);

/**
 * Take waiting pairs for somebody until a moment (epoch ms): nobody else is handed them before. Pairs they hold already
 * are held on to. Call inside a transaction.
 *
 * @param passed ids of links they do not want to see now
 */
export const takeWaiting = async (
  tx: Db,
  scope: Scope,
  user: string,
  { most, passed, until }: { most: number; passed: readonly number[]; until: number },
): Promise<Waiting[]> => {
  await tx.delete(reviewClaims).where(lte(reviewClaims.until, Date.now()));
  const free = await freePairs(tx, scope, user, { most, passed });
  if (free.length === 0) return [];
  const pairs = free.map(({ link: { recordId, footageId } }) => ({ recordId, footageId, user, until }));
  // Somebody who asks in the same moment sees the same pairs as free; the key lets one of the two have each.
  await tx.insert(reviewClaims).ignore().values(pairs);
  const mine = and(
    eq(reviewClaims.user, user),
    inArray(
      reviewClaims.recordId,
      pairs.map(({ recordId }) => recordId),
    ),
  );
  await tx.update(reviewClaims).set({ until }).where(mine);
  const held = await tx.select().from(reviewClaims).where(mine);
  const isHeld = new Set(held.map(({ recordId, footageId }) => `${recordId} ${footageId}`));
  return free.filter(({ link }) => isHeld.has(`${link.recordId} ${link.footageId}`));
};

/** Let others have all pairs somebody holds. */
export const releaseWaiting = async (db: Db, user: string): Promise<void> => {
  await db.delete(reviewClaims).where(eq(reviewClaims.user, user));
};

import { and, count, desc, eq, gt, isNull, lte, ne, notExists, notInArray, or, type SQL, sql } from 'drizzle-orm';
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

const isOfPair = (...more: (SQL | undefined)[]): SQL | undefined =>
  and(sql`${reviewClaims.recordId} = ${links.recordId}`, sql`${reviewClaims.footageId} = ${links.footageId}`, ...more);

/** More than anybody is handed at once. */
const mostHeld = 200;

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
    .leftJoin(reviewClaims, isOfPair(ne(reviewClaims.user, user), gt(reviewClaims.until, Date.now())))
    .where(waitingWithin(scope));
  return row ?? { waiting: 0, others: 0 };
};

/** Pairs somebody holds already, last changed first. */
const heldPairs = (db: Db, scope: Scope, user: string): Promise<Waiting[]> =>
  db
    .select({ link: links, record: records, footage })
    .from(reviewClaims)
    .innerJoin(
      links,
      and(
        sql`${reviewClaims.recordId} = ${links.recordId}`,
        sql`${reviewClaims.footageId} = ${links.footageId}`,
        eq(reviewClaims.user, user),
        gt(reviewClaims.until, Date.now()),
      ),
    )
    .innerJoin(records, eq(records.id, links.recordId))
    .innerJoin(footage, eq(footage.id, links.footageId))
    .where(waitingWithin(scope))
    .orderBy(desc(links.changedAt), desc(links.id))
    .limit(mostHeld);

/** Pairs nobody looks at, last changed first. */
const freePairs = (db: Db, scope: Scope, most: number, passed: readonly number[]): Promise<Waiting[]> =>
  db
    .select({ link: links, record: records, footage })
    .from(links)
    .innerJoin(records, eq(records.id, links.recordId))
    .innerJoin(footage, eq(footage.id, links.footageId))
    .where(
      and(
        waitingWithin(scope),
        passed.length === 0 ? undefined : notInArray(links.id, [...passed]),
        notExists(
          new QueryBuilder()
            .select({ one: sql`1` })
            .from(reviewClaims)
            .where(isOfPair(gt(reviewClaims.until, Date.now()))),
        ),
      ),
    )
    .orderBy(desc(links.changedAt), desc(links.id))
    .limit(most);

const ofPair = ({ link: { recordId, footageId } }: Waiting): SQL | undefined =>
  and(eq(reviewClaims.recordId, recordId), eq(reviewClaims.footageId, footageId));

/**
 * Take waiting pairs for somebody until a moment (epoch ms): nobody else is handed them before. Pairs they hold already
 * are held on to and come first. Call inside a transaction.
 *
 * @param passed ids of links they do not want to see now: others may have them
 */
export const takeWaiting = async (
  tx: Db,
  scope: Scope,
  user: string,
  { most, passed, until }: { most: number; passed: readonly number[]; until: number },
): Promise<Waiting[]> => {
  await tx.delete(reviewClaims).where(lte(reviewClaims.until, Date.now()));
  const held = await heldPairs(tx, scope, user);
  const isPassed = new Set(passed);
  const letGo = held.filter(({ link }) => isPassed.has(link.id));
  if (letGo.length > 0) await tx.delete(reviewClaims).where(and(eq(reviewClaims.user, user), or(...letGo.map(ofPair))));
  const kept = held.filter(({ link }) => !isPassed.has(link.id)).slice(0, most);
  const free = kept.length < most ? await freePairs(tx, scope, most - kept.length, passed) : [];
  const wanted = [...kept, ...free];
  if (wanted.length === 0) return [];
  const claims = free.map(({ link: { recordId, footageId } }) => ({ recordId, footageId, user, until }));
  // Somebody who asks in the same moment sees the same pairs as free; the key lets one of the two have each.
  if (claims.length > 0) await tx.insert(reviewClaims).ignore().values(claims);
  const mine = and(eq(reviewClaims.user, user), or(...wanted.map(ofPair)));
  await tx.update(reviewClaims).set({ until }).where(mine);
  const rows = await tx.select().from(reviewClaims).where(mine);
  const isMine = new Set(rows.map(({ recordId, footageId }) => `${recordId} ${footageId}`));
  return wanted.filter(({ link }) => isMine.has(`${link.recordId} ${link.footageId}`));
};

/** Let others have all pairs somebody holds. */
export const releaseWaiting = async (db: Db, user: string): Promise<void> => {
  await db.delete(reviewClaims).where(eq(reviewClaims.user, user));
};

import { and, eq, exists, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/mysql-core';
import type { Scope } from '../core/scope.ts';
import type { FootageRow } from './footage.ts';
import type { Db } from './open.ts';
import { footageWithin } from './scope.ts';
import { footage } from './tables/catalogue.ts';
import { grants } from './tables/directory.ts';

/** One grant to a business system: what it opens, for whom, and what became of it. */
export type Grant = typeof grants.$inferSelect;

export const insertGrant = async (db: Db, grant: typeof grants.$inferInsert): Promise<void> => {
  await db.insert(grants).values(grant);
};

export const findGrant = async (db: Db, id: string): Promise<Grant | undefined> =>
  (await db.select().from(grants).where(eq(grants.id, id)))[0];

/**
 * Exchange a grant for a playback session, at most once across all processes.
 *
 * @returns false when it was used, revoked or has expired before
 */
export const useGrant = async (
  db: Db,
  id: string,
  use: { usedAt: number; playbackHash: string; playbackExpiresAt: number },
): Promise<boolean> => {
  const [result] = await db
    .update(grants)
    .set(use)
    .where(and(eq(grants.id, id), isNull(grants.usedAt), isNull(grants.revokedAt), gt(grants.expiresAt, use.usedAt)));
  return result.affectedRows === 1;
};

/** The grant behind a playback session that has neither ended nor been revoked at `now`, epoch ms. */
export const findPlayback = async (db: Db, playbackHash: string, now: number): Promise<Grant | undefined> =>
  (
    await db
      .select()
      .from(grants)
      .where(and(eq(grants.playbackHash, playbackHash), isNull(grants.revokedAt), gt(grants.playbackExpiresAt, now)))
  )[0];

/**
 * A recording of which a player asks for piece after piece, while the playback session lasts. The statement is made once.
 *
 * @returns asks anew at `now`, epoch ms; undefined when the session has ended or was revoked, or the recording is not in
 *   the scope
 */
export const playedFootage = (
  db: Db,
  playbackHash: string,
  scope: Scope,
  id: number,
): ((now: number) => Promise<FootageRow | undefined>) => {
  const lasting = new QueryBuilder()
    .select({ one: sql`1` })
    .from(grants)
    .where(
      and(
        eq(grants.playbackHash, playbackHash),
        isNull(grants.revokedAt),
        gt(grants.playbackExpiresAt, sql.placeholder('now')),
      ),
    );
  const asked = db
    .select()
    .from(footage)
    .where(and(eq(footage.id, id), footageWithin(scope), exists(lasting)))
    .prepare();
  return async (now) => (await asked.execute({ now }))[0];
};

/**
 * End a grant and its playback session at once. Repeating it changes nothing.
 *
 * @returns false when there is no such grant of that issuer
 */
export const revokeGrant = async (db: Db, id: string, issuedBy: string | undefined, now: number): Promise<boolean> => {
  const mine = and(eq(grants.id, id), issuedBy === undefined ? undefined : eq(grants.issuedBy, issuedBy));
  await db
    .update(grants)
    .set({ revokedAt: now })
    .where(and(mine, isNull(grants.revokedAt)));
  return (await db.select({ id: grants.id }).from(grants).where(mine)).length > 0;
};

/** End all grants of an issuer that are still good, and their playback sessions; those to `origins` alone where given. */
export const revokeGrantsOf = async (
  db: Db,
  issuedBy: string,
  now: number,
  origins?: readonly string[],
): Promise<void> => {
  await db
    .update(grants)
    .set({ revokedAt: now })
    .where(
      and(
        eq(grants.issuedBy, issuedBy),
        isNull(grants.revokedAt),
        or(gt(grants.expiresAt, now), gt(grants.playbackExpiresAt, now)),
        origins && inArray(grants.origin, [...origins]),
      ),
    );
};

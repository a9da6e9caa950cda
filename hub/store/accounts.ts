import { eq, lt } from 'drizzle-orm';
import type { Db } from './open.ts';
import { accounts, webSessions } from './tables/directory.ts';

/** Somebody who signs in to the console, as stored; `password` is a scrypt string. */
export type Account = typeof accounts.$inferSelect;
export type WebSession = typeof webSessions.$inferSelect;

export const findAccount = async (db: Db, user: string): Promise<Account | undefined> =>
  (await db.select().from(accounts).where(eq(accounts.user, user)))[0];

/** Every account, by user name. */
export const listAccounts = async (db: Db): Promise<Account[]> => db.select().from(accounts).orderBy(accounts.user);

/** Insert an account or replace all of it. */
export const saveAccount = async (db: Db, account: typeof accounts.$inferInsert): Promise<void> => {
  const { user: _, ...rest } = account;
  await db.insert(accounts).values(account).onDuplicateKeyUpdate({ set: rest });
};

export const insertWebSession = async (db: Db, session: WebSession): Promise<void> => {
  await db.insert(webSessions).values(session);
};

/** The session of a cookie with its account, expired or not: the caller judges. */
export const findWebSession = async (
  db: Db,
  tokenHash: string,
): Promise<{ session: WebSession; account: Account } | undefined> =>
  (
    await db
      .select({ session: webSessions, account: accounts })
      .from(webSessions)
      .innerJoin(accounts, eq(accounts.user, webSessions.user))
      .where(eq(webSessions.tokenHash, tokenHash))
  )[0];

export const extendWebSession = async (db: Db, tokenHash: string, expiresAt: number): Promise<void> => {
  await db.update(webSessions).set({ expiresAt }).where(eq(webSessions.tokenHash, tokenHash));
};

export const deleteWebSession = async (db: Db, tokenHash: string): Promise<void> => {
  await db.delete(webSessions).where(eq(webSessions.tokenHash, tokenHash));
};

/** Sign a person out everywhere, e.g. after a changed password. */
export const deleteWebSessionsOf = async (db: Db, user: string): Promise<void> => {
  await db.delete(webSessions).where(eq(webSessions.user, user));
};

/** Forget sessions that ended before `now`, epoch ms. */
export const deleteExpiredWebSessions = async (db: Db, now: number): Promise<void> => {
  await db.delete(webSessions).where(lt(webSessions.expiresAt, now));
};

import {
  type Account,
  deleteExpiredWebSessions,
  deleteWebSession,
  extendWebSession,
  findWebSession,
  insertWebSession,
} from '../store/accounts.ts';
import type { Db } from '../store/open.ts';
import { newToken, tokenHash } from './token.ts';

const hour = 3_600_000;
/** A session ends when nothing was asked for one shift, or one day after sign-in whatever was asked. */
export const idleMs = 8 * hour;
export const longestMs = 24 * hour;
/** The end is moved at most this often: one write in many looks. */
const slideEveryMs = 60_000;

/** Sign a browser in. @returns the token for its cookie, and when the session ends at the latest (epoch ms) */
export const startWebSession = async (
  db: Db,
  user: string,
  now = Date.now(),
): Promise<{ token: string; endsAt: number }> => {
  const token = newToken();
  await deleteExpiredWebSessions(db, now);
  await insertWebSession(db, { tokenHash: tokenHash(token), user, createdAt: now, expiresAt: now + idleMs });
  return { token, endsAt: now + longestMs };
};

/**
 * The account behind a cookie, while its session lasts and the account is not disabled; moves the end on.
 *
 * @param isUse false for what a page does by itself, which is no use of the session
 */
export const accountOfSession = async (
  db: Db,
  token: string,
  now = Date.now(),
  { isUse = true } = {},
): Promise<Account | undefined> => {
  const hash = tokenHash(token);
  const found = await findWebSession(db, hash);
  if (!found || found.account.disabled || found.session.expiresAt <= now) return undefined;
  const { createdAt, expiresAt } = found.session;
  if (createdAt + longestMs <= now) return undefined;
  const next = Math.min(now + idleMs, createdAt + longestMs);
  if (isUse && next - expiresAt >= slideEveryMs) await extendWebSession(db, hash, next);
  return found.account;
};

export const endWebSession = async (db: Db, token: string): Promise<void> => deleteWebSession(db, tokenHash(token));

import { UnauthenticatedError } from '../core/errors.ts';
import { type Account, findAccount } from '../store/accounts.ts';
import type { Db } from '../store/open.ts';
import { verifyPassword } from './password.ts';
import type { SignInLimit } from './sign-in-limit.ts';
import { startWebSession } from './web-session.ts';

/**
 * Sign somebody in by password.
 *
 * @param address where they come from; failures are counted by it
 * @returns the token for the cookie, the account, and the latest end of the session (epoch ms)
 * @throws UnauthenticatedError when user or password is wrong or the account disabled; it does not say which
 * @throws TooManyRequestsError after repeated failures
 */
export const signIn = async (
  db: Db,
  limit: SignInLimit,
  { user, password, address }: { user: string; password: string; address: string },
): Promise<{ token: string; account: Account; endsAt: number }> => {
  await limit.check(user, address);
  const account = await findAccount(db, user);
  const fits = await verifyPassword(password, account?.password);
  if (!account || !fits || account.disabled) {
    await limit.failed(address);
    throw new UnauthenticatedError('[hub] [access] user or password is wrong', { remedy: 'check both and try again' });
  }
  await limit.succeeded(user, address);
  return { account, ...(await startWebSession(db, account.user)) };
};

import { roles } from '../core/vocabulary.ts';
import type { Account } from '../store/accounts.ts';
import type { ApiKey } from '../store/api-keys.ts';
import type { Grant } from '../store/grants.ts';
import type { Db } from '../store/open.ts';
import type { Actor, GrantActor, SystemActor, UserActor } from './actor.ts';
import { apiKeyOf } from './api-key.ts';
import { grantOfPlayback } from './grants.ts';
import { type Right, rightsOf } from './roles.ts';
import { scopeOf } from './scope-of.ts';
import { accountOfSession } from './web-session.ts';

/** The tokens a request carried. At most one of them speaks: the most explicit one. */
export interface Credentials {
  cookie?: string | undefined;
  bearer?: string | undefined;
  playback?: string | undefined;
}

/** What a person at the screen of a business system may do: look at the records of the grant and play what is linked. */
const grantRights: readonly Right[] = ['records.read', 'footage.read', 'footage.play'];

export const userActor = (account: Account): UserActor => ({
  kind: 'user',
  name: account.user,
  displayName: account.name,
  policeId: account.policeId ?? undefined,
  role: account.role,
  orgs: account.orgs,
  scope: scopeOf(account.orgs),
  rights: new Set(roles.includes(account.role) ? rightsOf[account.role] : []),
});

const systemActor = (key: ApiKey): SystemActor => ({
  kind: 'system',
  name: key.name,
  role: key.role,
  system: key.system ?? undefined,
  orgs: key.orgs,
  origins: key.origins,
  scope: scopeOf(key.orgs),
  rights: new Set<Right>([
    ...(roles.includes(key.role) ? rightsOf[key.role] : []),
    ...(key.origins.length > 0 ? (['grants.issue'] as const) : []),
  ]),
});

export const grantActor = (grant: Grant): GrantActor => ({
  kind: 'grant',
  name: grant.person.policeId,
  grantId: grant.id,
  issuedBy: grant.issuedBy,
  system: grant.system,
  origin: grant.origin,
  purpose: grant.purpose,
  person: grant.person,
  scope: { kind: 'records', records: grant.records },
  rights: new Set<Right>(grant.extent === 'clip' ? [...grantRights, 'footage.whole'] : grantRights),
});

/**
 * Who asks: by playback token, API key or cookie, in this order. A token that is given and wrong makes nobody of the
 * caller; it does not fall back to the next.
 *
 * @param isUse false where nobody asks for anything: a session does not last longer by it
 */
export const whoIs = async (
  db: Db,
  { playback, bearer, cookie }: Credentials,
  { isUse = true } = {},
): Promise<Actor | undefined> => {
  if (playback !== undefined) {
    const grant = await grantOfPlayback(db, playback);
    return grant && grantActor(grant);
  }
  if (bearer !== undefined) {
    const key = await apiKeyOf(db, bearer);
    if (key) return systemActor(key);
    const grant = await grantOfPlayback(db, bearer);
    return grant && grantActor(grant);
  }
  if (cookie !== undefined) {
    const account = await accountOfSession(db, cookie, Date.now(), { isUse });
    return account && userActor(account);
  }
  return undefined;
};

import { ConflictError } from '../core/errors.ts';
import type { Role } from '../core/vocabulary.ts';
import { type ApiKey, findApiKey, listApiKeys, saveApiKey } from '../store/api-keys.ts';
import type { Db } from '../store/open.ts';
import { newToken, tokenHash } from './token.ts';
import { webOrigin } from './web-origin.ts';

/** Marks a key as one of the hub's, for those who find it lying somewhere. */
const prefix = 'hub_';

export interface NewApiKey {
  name: string;
  /** The one business system it may ask grants for; absent for scripts. */
  system?: string | undefined;
  role: Role;
  orgs: readonly string[];
  /** Where the pages that embed come from, e.g. `https://case.example`. */
  origins: readonly string[];
  /** Where it is told who watched what with its grants, and the sealed secret that is signed with. */
  views?: { readonly url: string; readonly sealedSecret: string } | undefined;
}

/** Grants and views go by the name of a key that works. @throws ConflictError when another has this one */
export const keyNameMustBeFree = async (db: Db, wanted: string): Promise<void> => {
  if (!(await listApiKeys(db)).some(({ name, disabled }) => name === wanted && !disabled)) return;
  throw new ConflictError(`[hub] [access] there is a key named ${wanted} already`, {
    remedy: 'disable it first, or give another name',
  });
};

/**
 * Make a key for a business system or a script.
 *
 * @returns the key, which is shown this once
 * @throws BadRequestError when an origin is none, ConflictError when a key that works has the name
 */
export const createApiKey = async (db: Db, key: NewApiKey): Promise<string> => {
  await keyNameMustBeFree(db, key.name);
  const token = `${prefix}${newToken()}`;
  await saveApiKey(db, {
    keyHash: tokenHash(token),
    name: key.name,
    system: key.system ?? null,
    role: key.role,
    orgs: [...key.orgs],
    origins: key.origins.map(webOrigin),
    viewsUrl: key.views?.url ?? null,
    viewsSecret: key.views?.sealedSecret ?? null,
  });
  return token;
};

/** The key behind a bearer token, unless it is disabled. */
export const apiKeyOf = async (db: Db, token: string): Promise<ApiKey | undefined> => {
  if (!token.startsWith(prefix)) return undefined;
  const key = await findApiKey(db, tokenHash(token));
  return key?.disabled ? undefined : key;
};

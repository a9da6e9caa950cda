import { createMiddleware } from 'hono/factory';
import { ForbiddenError } from '../../core/errors.ts';
import { maySeeOrg, type Scope } from '../../core/scope.ts';
import { listOrgs } from '../../store/directory.ts';
import type { Db } from '../../store/open.ts';
import type { Api, ApiEnv } from './api.ts';

/** Whether a scope takes in every organisation the hub knows. */
export const seesWholeHub = async (db: Db, scope: Scope): Promise<boolean> => {
  if (scope.kind === 'everything') return true;
  const tops = (await listOrgs(db)).filter(({ parent }) => parent === null);
  return tops.length > 0 && tops.every(({ code }) => maySeeOrg(scope, code));
};

/**
 * For what cannot be divided by organisation: raw messages hold rows of many, and what is in a row is known only after
 * it was mapped.
 */
export const wholeHub = (api: Api) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    if (!(await seesWholeHub(api.store.db, c.get('actor').scope))) {
      throw new ForbiddenError('[hub] [api] messages of all organisations cannot be shown to somebody of some', {
        remedy: 'ask an administrator for an account at the top of the tree',
      });
    }
    await next();
  });

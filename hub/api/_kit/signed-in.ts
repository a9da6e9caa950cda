import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import type { Actor } from '../../access/actor.ts';
import type { Right } from '../../access/roles.ts';
import { type Credentials, whoIs } from '../../access/who.ts';
import { ForbiddenError, UnauthenticatedError } from '../../core/errors.ts';
import type { Api, ApiEnv } from './api.ts';

export const cookieName = 'hub_session';
const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

const bearerOf = (c: Context): string | undefined => {
  const header = c.req.header('authorization');
  return header === undefined ? undefined : (/^Bearer +(\S+)$/i.exec(header)?.[1] ?? '');
};

export const credentialsOf = (c: Context): Credentials => ({ bearer: bearerOf(c), cookie: getCookie(c, cookieName) });

/** A browser sends the cookie for any page that asks, but lets no other site set this header. @throws ForbiddenError */
export const mustBeOurPage = (c: Context, actor: Actor): void => {
  if (actor.kind !== 'user' || reading.has(c.req.method) || c.req.header('x-hub') === '1') return;
  throw new ForbiddenError('[hub] [api] a change by cookie needs the header X-Hub: 1', {
    remedy: 'send it; scripts better use an API key',
  });
};

/** @throws ForbiddenError naming the right */
export const mustHave = (actor: Actor, right: Right): void => {
  if (actor.rights.has(right)) return;
  throw new ForbiddenError(`[hub] [api] ${actor.name} may not do this: the right ${right} is missing`, {
    remedy: 'ask an administrator for a role that has it',
  });
};

/**
 * Let through only people and business systems with a right (any, when none is named). Playback sessions are for the
 * player and get no further.
 */
export const signedIn = (api: Api, right?: Right) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const actor = await whoIs(api.store.db, credentialsOf(c));
    if (!actor || actor.kind === 'grant') {
      throw new UnauthenticatedError('[hub] [api] nobody is signed in', {
        remedy: 'sign in, or send an API key as bearer token',
      });
    }
    mustBeOurPage(c, actor);
    if (right) mustHave(actor, right);
    c.set('actor', actor);
    c.header('Cache-Control', 'no-store');
    await next();
  });

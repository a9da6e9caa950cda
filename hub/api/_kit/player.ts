import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Actor, GrantActor } from '../../access/actor.ts';
import { whoIs } from '../../access/who.ts';
import { ForbiddenError, UnauthenticatedError } from '../../core/errors.ts';
import type { Api, ApiEnv } from './api.ts';
import { entryOf } from './look.ts';
import { credentialsOf, mustBeOurPage, mustHave } from './signed-in.ts';

/** Whether a request comes from a page of the hub itself, such as the one for iframes. */
export const isOwnOrigin = (api: Pick<Api, 'environment'>, c: Context, origin: string): boolean =>
  origin === new URL(api.environment.publicUrl).origin ||
  (URL.canParse(origin) && new URL(origin).host === c.req.header('host'));

/**
 * Allow a page of a business system to read the answer. Preflights carry no token, so they are answered for every
 * origin that some key may embed from; which of them may see what is decided with the token.
 */
export const embeddable = (api: Api) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const origin = c.req.header('origin');
    c.header('Vary', 'Origin', { append: true });
    // Media and scripts are loaded by pages of other origins on purpose.
    c.header('Cross-Origin-Resource-Policy', 'cross-origin');
    const foreign = origin !== undefined && !isOwnOrigin(api, c, origin);
    if (foreign && (await api.origins.has(origin))) {
      c.header('Access-Control-Allow-Origin', origin);
      c.header('Access-Control-Expose-Headers', 'Accept-Ranges, Content-Range, Content-Length, ETag, Retry-After');
      if (c.req.method === 'OPTIONS') {
        c.header('Access-Control-Allow-Methods', 'GET, HEAD, POST');
        c.header('Access-Control-Allow-Headers', 'Authorization, Content-Type, Range, If-Range');
        c.header('Access-Control-Max-Age', '600');
      }
    }
    if (c.req.method === 'OPTIONS') return c.body(null, 204);
    await next();
  });

/** @throws ForbiddenError when a page other than the one it was granted to uses a playback session; logged */
export const mustBeGrantedPage = async (api: Api, c: Context, actor: GrantActor): Promise<void> => {
  const origin = c.req.header('origin');
  if (origin === undefined || origin === actor.origin || isOwnOrigin(api, c, origin)) return;
  await api.audit.record(
    entryOf(api, c, actor, 'playback.refused', {
      object: `grant:${actor.grantId}`,
      detail: { reason: 'wrong-origin', from: origin },
    }),
  );
  throw new ForbiddenError('[hub] [api] this playback session belongs to another page', {
    remedy: 'ask the business system for a new grant',
  });
};

const nobody = (): UnauthenticatedError =>
  new UnauthenticatedError('[hub] [api] the playback session has ended or was revoked', {
    remedy: 'open the page again to get a new one',
  });

/** The playback token a page sent: as bearer, or as `p`, as media addresses carry it. */
export const playbackOf = (c: Context): string => credentialsOf(c).bearer ?? c.req.query('p') ?? '';

/** The person at an embedded player. @throws UnauthenticatedError, ForbiddenError */
export const viewerOf = async (api: Api, c: Context): Promise<GrantActor> => {
  const actor = await whoIs(api.store.db, { playback: playbackOf(c) });
  if (actor?.kind !== 'grant') throw nobody();
  await mustBeGrantedPage(api, c, actor);
  return actor;
};

/**
 * Whoever looks at clips in a player: by a playback session, or in the console.
 *
 * @throws UnauthenticatedError, ForbiddenError
 */
export const lookerOf = async (api: Api, c: Context): Promise<Actor> => {
  const { bearer, cookie } = credentialsOf(c);
  if (bearer !== undefined) return viewerOf(api, c);
  const actor = await whoIs(api.store.db, { cookie });
  if (!actor) throw nobody();
  mustBeOurPage(c, actor);
  mustHave(actor, 'footage.play');
  return actor;
};

/** Whoever plays media: by the playback token in its address, or as somebody signed in. */
export const listenerOf = async (api: Api, c: Context, playback: string | undefined): Promise<Actor> => {
  const actor = await whoIs(api.store.db, playback === undefined ? credentialsOf(c) : { playback });
  if (!actor) throw nobody();
  if (actor.kind === 'grant') await mustBeGrantedPage(api, c, actor);
  return actor;
};

import { createRoute, z } from '@hono/zod-openapi';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { signIn } from '../../access/sign-in.ts';
import { endWebSession } from '../../access/web-session.ts';
import { userActor, whoIs } from '../../access/who.ts';
import { HubError } from '../../core/errors.ts';
import { addressOf } from '../_kit/address.ts';
import { body, json, problems } from '../_kit/answers.ts';
import { entryOf } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { cookieName } from '../_kit/signed-in.ts';
import { meSchema, presentMe } from '../shapes/me.ts';

const open = createRoute({
  method: 'post',
  path: '/',
  tags: ['session'],
  summary: 'Sign in; the answer sets the cookie of the console',
  request: {
    body: body(z.strictObject({ user: z.string().min(1).max(64), password: z.string().min(1).max(200) })),
  },
  responses: { 200: json(meSchema, 'Who is signed in now'), 400: problems[400], 401: problems[401] },
});

const close = createRoute({
  method: 'delete',
  path: '/',
  tags: ['session'],
  summary: 'Sign out',
  responses: { 204: { description: 'Nobody is signed in any more' } },
});

export default defineResource('/api/v1/session', (api) => {
  const app = newApp();
  const cookie = {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    secure: api.environment.publicUrl.startsWith('https:'),
  } as const;

  app.openapi(open, async (c) => {
    const { user, password } = c.req.valid('json');
    const address = addressOf(c, api.environment.trustedProxies);
    const entry = { actor: user, actorKind: 'user' as const, address };
    const { token, account, endsAt } = await signIn(api.store.db, api.signInLimit, { user, password, address }).catch(
      async (error: unknown) => {
        const reason = error instanceof HubError ? error.slug : 'defect';
        await api.audit.record({ ...entry, action: 'session.refused', detail: { reason } });
        throw error;
      },
    );
    await api.audit.record({ ...entry, actor: account.user, action: 'session.open' });
    setCookie(c, cookieName, token, { ...cookie, expires: new Date(endsAt) });
    c.header('Cache-Control', 'no-store');
    return c.json(await presentMe(api.store.db, userActor(account)), 200);
  });

  app.openapi(close, async (c) => {
    const token = getCookie(c, cookieName);
    const actor = token === undefined ? undefined : await whoIs(api.store.db, { cookie: token });
    if (token !== undefined) await endWebSession(api.store.db, token);
    if (actor) await api.audit.record(entryOf(api, c, actor, 'session.close'));
    deleteCookie(c, cookieName, cookie);
    return c.body(null, 204);
  });
  return app;
});

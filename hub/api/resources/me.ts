import { createRoute } from '@hono/zod-openapi';
import { UnauthenticatedError } from '../../core/errors.ts';
import { json, problems } from '../_kit/answers.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { meSchema, presentMe } from '../shapes/me.ts';

export default defineResource('/api/v1/me', (api) => {
  const app = newApp();
  const read = createRoute({
    method: 'get',
    path: '/',
    tags: ['session'],
    summary: 'Who is signed in',
    middleware: signedIn(api),
    responses: { 200: json(meSchema, 'Who, with rights and organisations'), 401: problems[401] },
  });
  return app.openapi(read, async (c) => {
    const actor = c.get('actor');
    if (actor.kind === 'grant') throw new UnauthenticatedError('[hub] [api] a playback session is nobody here');
    return c.json(await presentMe(api.store.db, actor), 200);
  });
});

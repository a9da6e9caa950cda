import { createRoute, z } from '@hono/zod-openapi';
import { toIso } from '../../core/time.ts';
import { countWaiting, releaseWaiting, takeWaiting } from '../../store/review.ts';
import { body, json, problems } from '../_kit/answers.ts';
import { look } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { presentPairs, reviewItemSchema } from '../shapes/review-item.ts';

/** Long enough to watch a clip; whoever goes away keeps a pair from others no longer than this. */
const claimMs = 3 * 60_000;

const countSchema = z.object({
  waiting: z.number().int().openapi({ description: 'Pairs that wait for a person, within the scope of the caller' }),
  others: z.number().int().openapi({ description: 'Of these, what other people look at just now' }),
});

export default defineResource('/api/v1/review', (api) => {
  const app = newApp();
  const middleware = signedIn(api, 'links.decide');

  const counts = createRoute({
    method: 'get',
    path: '/',
    tags: ['review'],
    summary: 'How many pairs wait for a person',
    middleware,
    responses: { 200: json(countSchema.openapi('ReviewCount'), 'Now'), ...problems },
  });
  app.openapi(counts, async (c) => {
    const { scope, name } = c.get('actor');
    return c.json(await countWaiting(api.store.db, scope, name), 200);
  });

  const take = createRoute({
    method: 'post',
    path: '/take',
    tags: ['review'],
    summary: 'Take pairs to look at; others are handed different ones. Take again before `until` to keep them',
    middleware,
    request: {
      body: body(
        z.strictObject({
          most: z.number().int().min(1).max(50).default(10),
          passed: z
            .array(z.number().int())
            .max(500)
            .default([])
            .openapi({ description: 'Ids of links to leave out for now' }),
        }),
      ),
    },
    responses: {
      200: json(
        countSchema.extend({ items: z.array(reviewItemSchema), until: z.string() }).openapi('ReviewTaken'),
        'What is yours until then',
      ),
      ...problems,
    },
  });
  app.openapi(take, async (c) => {
    const { scope, name } = c.get('actor');
    const { most, passed } = c.req.valid('json');
    const until = Date.now() + claimMs;
    const taken = await api.store.transaction((tx) => takeWaiting(tx, scope, name, { most, passed, until }));
    const [items, counted] = await Promise.all([
      presentPairs(api.store.db, scope, taken),
      countWaiting(api.store.db, scope, name),
    ]);
    await look(api, c, 'review.take', { detail: { shown: items.map(({ id }) => id) } });
    return c.json({ items, until: toIso(until), ...counted }, 200);
  });

  const release = createRoute({
    method: 'post',
    path: '/release',
    tags: ['review'],
    summary: 'Let others have what you took',
    middleware,
    responses: { 204: { description: 'Done' }, ...problems },
  });
  return app.openapi(release, async (c) => {
    await releaseWaiting(api.store.db, c.get('actor').name);
    return c.body(null, 204);
  });
});

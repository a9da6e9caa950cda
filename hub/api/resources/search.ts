import { createRoute, z } from '@hono/zod-openapi';
import { deviceKinds, systems } from '../../core/vocabulary.ts';
import { searchModes } from '../../search/query/mode.ts';
import { search } from '../../search/search.ts';
import { json, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { flagParam, instantParam, optional, orgParam, paging, text } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { hitSchema, presentHits } from '../shapes/search-hit.ts';

const modes = Object.keys(searchModes) as [keyof typeof searchModes, ...(keyof typeof searchModes)[]];

const answerSchema = z
  .object({
    items: z.array(hitSchema),
    total: z.number().int(),
    facets: z.record(z.string(), z.record(z.string(), z.number().int())),
    next: z.string().optional(),
    interpreted: z.string().openapi({ description: 'The query as it was understood' }),
    problems: z.array(z.object({ at: z.number().int(), message: z.string() })).optional(),
  })
  .openapi('SearchAnswer');

export default defineResource('/api/v1/search', (api) => {
  const app = newApp();
  const route = createRoute({
    method: 'get',
    path: '/',
    tags: ['search'],
    summary: 'Search records and footage together',
    middleware: signedIn(api, 'search'),
    request: {
      query: z.object({
        q: z.string().max(1_000).default(''),
        mode: z.preprocess((value) => (value === '' ? undefined : value), z.enum(modes).default('all')),
        type: optional(z.enum(['record', 'footage'])),
        system: optional(z.enum(systems)),
        kind: text,
        deviceKind: optional(z.enum(deviceKinds)),
        org: orgParam,
        officer: text,
        from: instantParam,
        to: instantParam,
        linked: flagParam,
        ...paging,
      }),
    },
    responses: { 200: json(answerSchema, 'Best first, with totals and facets inside the scope'), ...problems },
  });
  return app.openapi(route, async (c) => {
    const { scope } = c.get('actor');
    const { q, mode, limit, cursor, ...filter } = c.req.valid('query');
    const found = await search(api.search, {
      text: q,
      mode,
      filter: given(filter),
      scope,
      limit: limit ?? 20,
      ...given({ cursor }),
    });
    const items = await presentHits(api.store.db, scope, found.items);
    await look(api, c, 'search', {
      detail: { q, mode, ...given(filter), total: found.total, shown: items.map(({ id }) => id) },
    });
    const facets = Object.fromEntries(
      Object.entries(found.facets).map(([field, counts]) => [
        field,
        Object.fromEntries(counts.map(({ value, count }) => [value, count])),
      ]),
    );
    return c.json(
      {
        items,
        total: found.total,
        facets,
        interpreted: found.interpreted,
        ...given({ next: found.next, problems: found.problems.length > 0 ? found.problems : undefined }),
      },
      200,
    );
  });
});

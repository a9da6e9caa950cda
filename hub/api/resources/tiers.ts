import { createRoute, z } from '@hono/zod-openapi';
import { listOrgs } from '../../store/directory.ts';
import { json, pageOf, problems } from '../_kit/answers.ts';
import { look } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { topmost } from '../_kit/topmost.ts';

const tierSchema = z
  .object({
    name: z.string(),
    tier: z.enum(['city', 'province']),
    url: z.string(),
    self: z.boolean().openapi({ description: 'The hub that answers' }),
    orgs: z
      .array(z.object({ code: z.string(), name: z.string() }))
      .openapi({ description: 'The topmost organisations it serves that the caller may see' }),
  })
  .openapi('Tier');

export default defineResource('/api/v1/tiers', (api) => {
  const app = newApp();
  const route = createRoute({
    method: 'get',
    path: '/',
    tags: ['tiers'],
    summary: 'The hubs this one knows of, itself first',
    middleware: signedIn(api, 'directory.read'),
    responses: { 200: json(pageOf(tierSchema), 'Itself alone while it is joined to no other'), ...problems },
  });
  return app.openapi(route, async (c) => {
    const { name, tier, publicUrl: url } = api.environment;
    const { scope } = c.get('actor');
    const orgs = topmost(await listOrgs(api.store.db), scope).map((org) => ({ code: org.code, name: org.name }));
    await look(api, c, 'tiers.read');
    return c.json({ items: [{ name, tier, url, self: true, orgs }] }, 200);
  });
});

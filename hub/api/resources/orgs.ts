import { createRoute, z } from '@hono/zod-openapi';
import { isWithin } from '../../core/org.ts';
import { maySeeOrg } from '../../core/scope.ts';
import { childOrgs, listOrgs } from '../../store/directory.ts';
import { json, pageOf, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { orgParam } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { topmost } from '../_kit/topmost.ts';

const orgSchema = z
  .object({ code: z.string(), name: z.string(), parent: z.string().optional(), children: z.number().int() })
  .openapi('Org');

export default defineResource('/api/v1/orgs', (api) => {
  const app = newApp();
  const list = createRoute({
    method: 'get',
    path: '/',
    tags: ['directory'],
    summary: 'Direct children of an organisation, or the topmost ones the caller may see',
    middleware: signedIn(api, 'directory.read'),
    request: { query: z.object({ parent: orgParam }) },
    responses: { 200: json(pageOf(orgSchema), 'In the order of their codes'), ...problems },
  });
  return app.openapi(list, async (c) => {
    const { scope } = c.get('actor');
    const { parent } = c.req.valid('query');
    const all = await listOrgs(api.store.db);
    const found =
      parent === undefined
        ? topmost(all, scope).map((org) => ({
            ...org,
            children: all.filter((other) => other.parent === org.code).length,
          }))
        : (await childOrgs(api.store.db, parent)).filter(
            ({ code }) => maySeeOrg(scope, code) && isWithin(code, parent),
          );
    return c.json(
      {
        items: found.map(({ code, name, parent: above, children }) => ({
          code,
          name,
          children,
          ...given({ parent: above }),
        })),
      },
      200,
    );
  });
});

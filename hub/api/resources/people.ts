import { createRoute, z } from '@hono/zod-openapi';
import { maySeeOrg } from '../../core/scope.ts';
import { listPeople, orgNames } from '../../store/directory.ts';
import { json, pageOf, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { orgParam, text } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';

const personSchema = z
  .object({ policeId: z.string(), name: z.string(), org: z.string(), orgName: z.string().optional() })
  .openapi('Person');

export default defineResource('/api/v1/people', (api) => {
  const app = newApp();
  const list = createRoute({
    method: 'get',
    path: '/',
    tags: ['directory'],
    summary: 'Officers who serve now, by organisation and part of name or 警号',
    middleware: signedIn(api, 'directory.read'),
    request: { query: z.object({ org: orgParam, q: text }) },
    responses: { 200: json(pageOf(personSchema), 'At most 200'), ...problems },
  });
  return app.openapi(list, async (c) => {
    const { scope } = c.get('actor');
    const { org, q } = c.req.valid('query');
    // Asked for each organisation of the scope, so that the limit cuts what the caller may see and nothing else.
    const roots = scope.kind === 'orgs' && (org === undefined || !maySeeOrg(scope, org)) ? scope.orgs : [org];
    const lists = await Promise.all(roots.map((root) => listPeople(api.store.db, given({ org: root, search: q }))));
    const seen = lists
      .flat()
      .filter((person) => maySeeOrg(scope, person.org) && (org === undefined || roots.includes(org)));
    const names = await orgNames(
      api.store.db,
      seen.map((person) => person.org),
    );
    const items = seen
      .slice(0, 200)
      .map(({ policeId, name, org: own }) => ({ policeId, name, org: own, ...given({ orgName: names.get(own) }) }));
    await look(api, c, 'people.list', { detail: given({ org, q, found: items.length }) });
    return c.json({ items }, 200);
  });
});

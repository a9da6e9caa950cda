import { createRoute, z } from '@hono/zod-openapi';
import { toIso } from '../../core/time.ts';
import { currentAlerts } from '../../insight/alerts.ts';
import { json, pageOf, problems } from '../_kit/answers.ts';
import { look } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';

const alertSchema = z
  .object({
    id: z.string(),
    severity: z.enum(['critical', 'warning']),
    kind: z.string(),
    text: z.object({ zh: z.string(), en: z.string() }),
    object: z.string().openapi({ example: 'source:dispatch-icc' }),
    since: z.string().optional(),
    remedy: z.string().optional(),
  })
  .openapi('Alert');

export default defineResource('/api/v1/alerts', (api) => {
  const app = newApp();
  const route = createRoute({
    method: 'get',
    path: '/',
    tags: ['alerts'],
    summary: 'What is wrong now, worst first: of the running for those who run the hub, of recordings within the scope',
    middleware: signedIn(api),
    responses: { 200: json(pageOf(alertSchema), 'Nothing when all is well'), ...problems },
  });
  return app.openapi(route, async (c) => {
    const { scope, rights } = c.get('actor');
    const may = { running: rights.has('sources.read'), footage: rights.has('footage.read') };
    const alerts = await currentAlerts(api.store.db, scope, may);
    await look(api, c, 'alerts.read', { detail: { found: alerts.length } });
    const items = alerts.map(({ since, ...alert }) => ({
      ...alert,
      ...(since === undefined ? {} : { since: toIso(since) }),
    }));
    return c.json({ items }, 200);
  });
});

import { createRoute, z } from '@hono/zod-openapi';
import { verifyChain } from '../../audit/verify-chain.ts';
import { everything } from '../../core/scope.ts';
import { toIso } from '../../core/time.ts';
import { type AuditRow, listAudit } from '../../store/audit.ts';
import { pageSize, readCursor, toPage } from '../../store/page.ts';
import { json, pageOf, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { instantParam, paging, text } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { seesWholeHub, wholeHub } from '../_kit/whole-hub.ts';

const entrySchema = z
  .object({
    id: z.number().int().openapi({ description: 'Number in the chain' }),
    at: z.string(),
    actor: z.string(),
    actorKind: z.string(),
    action: z.string(),
    object: z.string().optional(),
    org: z.string().optional(),
    address: z.string().optional(),
    detail: z.record(z.string(), z.unknown()),
    hash: z.string(),
  })
  .openapi('AuditEntry');

const entryItem = (row: AuditRow): z.infer<typeof entrySchema> => ({
  id: row.seq,
  at: toIso(row.at),
  actor: row.actor,
  actorKind: row.actorKind,
  action: row.action,
  detail: row.detail,
  hash: row.hash,
  ...given({ object: row.object, org: row.org, address: row.address }),
});

const verificationSchema = z.object({
  ok: z.boolean(),
  checked: z.number().int(),
  brokenAt: z.number().int().optional(),
  reason: z.enum(['missing', 'changed', 'reordered', 'head']).optional(),
});

export default defineResource('/api/v1/audit', (api) => {
  const app = newApp();
  const reading = signedIn(api, 'audit.read');

  app.openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags: ['audit'],
      summary: 'Who looked at what and did what, latest first',
      middleware: reading,
      request: {
        query: z.object({ actor: text, action: text, object: text, from: instantParam, to: instantParam, ...paging }),
      },
      responses: { 200: json(pageOf(entrySchema), 'A page'), ...problems },
    }),
    async (c) => {
      const { limit: wanted, cursor, ...filter } = c.req.valid('query');
      const { scope } = c.get('actor');
      const limit = pageSize(wanted);
      const [before] = readCursor(cursor, 1) ?? [];
      const seen = (await seesWholeHub(api.store.db, scope)) ? everything : scope;
      const rows = await listAudit(api.store.db, { ...filter, scope: seen, before }, limit + 1);
      const page = toPage(rows, limit, ({ seq }) => [seq]);
      await look(api, c, 'audit.list', { detail: given(filter) });
      return c.json({ ...page, items: page.items.map(entryItem) }, 200);
    },
  );

  return app.openapi(
    createRoute({
      method: 'get',
      path: '/verify',
      tags: ['audit'],
      summary: 'Recompute the hash chain: finds changed, missing and reordered rows',
      middleware: [reading, wholeHub(api)] as const,
      responses: { 200: json(verificationSchema, 'Whole, or where it breaks'), ...problems },
    }),
    async (c) => {
      const verification = await verifyChain(api.store.db);
      await look(api, c, 'audit.verify', { detail: { ...verification } });
      return c.json(verification, 200);
    },
  );
});

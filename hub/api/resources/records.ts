import { createRoute, z } from '@hono/zod-openapi';
import { NotFoundError } from '../../core/errors.ts';
import { recordSchema } from '../../core/record.ts';
import type { Scope } from '../../core/scope.ts';
import { explainMisses } from '../../match/explain/explain-misses.ts';
import { decisionsOfRecord } from '../../store/decisions.ts';
import { getFootages } from '../../store/footage.ts';
import { linksOfRecord } from '../../store/links.ts';
import { referencesOf, referredBy } from '../../store/record-references.ts';
import { getRecord, listRecords, type RecordRow } from '../../store/records.ts';
import { json, pageOf, problems } from '../_kit/answers.ts';
import type { Api } from '../_kit/api.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { presentFootage, presentLinks, presentRecords } from '../_kit/present.ts';
import { flagParam, idParam, instantParam, orgParam, paging, systemParam, text } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { seeEvidence } from '../_kit/seen-evidence.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { decisionSchema, presentDecisions } from '../shapes/decision.ts';
import { linkItemSchema } from '../shapes/link-item.ts';
import { missesSchema, presentMisses } from '../shapes/misses.ts';
import { milestonesSchema, recordItemSchema } from '../shapes/record-item.ts';

const referringSchema = z.object({
  recordId: z.number().int(),
  system: z.string(),
  kind: z.string(),
  externalId: z.string(),
  title: z.string().optional(),
});

const detailSchema = recordItemSchema
  .extend({
    record: recordSchema.openapi({ description: 'Canonical JSON' }),
    milestones: milestonesSchema,
    references: z.array(
      z.object({
        kind: z.string(),
        id: z.string(),
        recordId: z.number().int().optional(),
        title: z.string().optional(),
      }),
    ),
    referredBy: z.array(referringSchema),
    version: z.number().int(),
    messageId: z.number().int().optional(),
  })
  .openapi('RecordDetail');

/** @throws NotFoundError when it is not there or outside the scope; nobody is told which */
const requireRecord = async (api: Api, scope: Scope, id: number): Promise<RecordRow> => {
  const row = await getRecord(api.store.db, scope, id);
  if (row) return row;
  throw new NotFoundError(`[hub] [api] there is no record ${id} to see`, {
    remedy: 'find it by its number in the list',
  });
};

export default defineResource('/api/v1/records', (api) => {
  const app = newApp();
  const middleware = signedIn(api, 'records.read');
  const common = { method: 'get' as const, tags: ['records'], middleware };

  const list = createRoute({
    ...common,
    path: '/',
    summary: 'Records of the business systems, latest first',
    request: {
      query: z.object({
        system: systemParam,
        source: text,
        kind: text,
        org: orgParam,
        officer: text,
        from: instantParam,
        to: instantParam,
        linked: flagParam,
        ...paging,
      }),
    },
    responses: { 200: json(pageOf(recordItemSchema), 'A page'), ...problems },
  });
  app.openapi(list, async (c) => {
    const { scope } = c.get('actor');
    const { officer, ...filter } = c.req.valid('query');
    const asked = given({ ...filter, policeId: officer });
    const page = await listRecords(api.store.db, scope, asked);
    const items = await presentRecords(api.store.db, scope, page.items);
    await look(api, c, 'record.list', { detail: { ...asked, shown: items.map(({ id }) => id) } });
    return c.json({ ...page, items }, 200);
  });

  const read = createRoute({
    ...common,
    path: '/{id}',
    summary: 'One record with everything known of it',
    request: { params: idParam },
    responses: { 200: json(detailSchema, 'The record'), ...problems },
  });
  app.openapi(read, async (c) => {
    const { scope } = c.get('actor');
    const row = await requireRecord(api, scope, c.req.valid('param').id);
    const [[item], references, referring] = await Promise.all([
      presentRecords(api.store.db, scope, [row]),
      referencesOf(api.store.db, scope, row.id),
      referredBy(api.store.db, scope, row),
    ]);
    await look(api, c, 'record.read', { object: `record:${row.id}`, org: row.org });
    return c.json(
      {
        ...(item as NonNullable<typeof item>),
        record: row.data,
        milestones: row.data.milestones,
        references,
        referredBy: referring.map(({ id, system, kind, externalId, title }) => ({
          recordId: id,
          system,
          kind,
          externalId,
          ...given({ title }),
        })),
        version: row.version,
        ...given({ messageId: row.messageId }),
      },
      200,
    );
  });

  const links = createRoute({
    ...common,
    path: '/{id}/links',
    summary: 'The footage of a record: linked segments with their reasons, surest first',
    request: { params: idParam, query: z.object({ rejected: flagParam }) },
    responses: { 200: json(pageOf(linkItemSchema), 'All of them'), ...problems },
  });
  app.openapi(links, async (c) => {
    const { scope } = c.get('actor');
    const row = await requireRecord(api, scope, c.req.valid('param').id);
    const pairs = await linksOfRecord(api.store.db, scope, row.id, given({ rejected: c.req.valid('query').rejected }));
    const items = await presentLinks(api.store.db, scope, pairs);
    await look(api, c, 'record.links', {
      object: `record:${row.id}`,
      org: row.org,
      detail: { footage: pairs.map(({ footage }) => footage.id) },
    });
    return c.json({ items }, 200);
  });

  const decided = createRoute({
    ...common,
    path: '/{id}/decisions',
    summary: 'What people decided about the footage of a record, newest first',
    request: { params: idParam },
    responses: { 200: json(pageOf(decisionSchema), 'The latest 200'), ...problems },
  });
  app.openapi(decided, async (c) => {
    const { scope } = c.get('actor');
    const row = await requireRecord(api, scope, c.req.valid('param').id);
    const log = await decisionsOfRecord(api.store.db, row.id);
    const clips = await getFootages(api.store.db, scope, [...new Set(log.map(({ footageId }) => footageId))]);
    await look(api, c, 'record.decisions', { object: `record:${row.id}`, org: row.org });
    return c.json({ items: presentDecisions(log, clips) }, 200);
  });

  const misses = createRoute({
    ...common,
    path: '/{id}/misses',
    summary: 'Footage that came close and what failed, and why there is none',
    request: { params: idParam },
    responses: { 200: json(missesSchema, 'Near misses, closest first'), ...problems },
  });
  app.openapi(misses, async (c) => {
    const { scope } = c.get('actor');
    const row = await requireRecord(api, scope, c.req.valid('param').id);
    const explained = await explainMisses(api.store.db, await api.rules.current(), scope, row.id);
    const ids = explained.items.map(({ footageId }) => footageId);
    const rows = await getFootages(api.store.db, scope, ids);
    const clips = await presentFootage(api.store.db, scope, rows);
    await look(api, c, 'record.misses', {
      object: `record:${row.id}`,
      org: row.org,
      detail: { footage: rows.map(({ id }) => id) },
    });
    const seen = await seeEvidence(
      api.store.db,
      scope,
      explained.items.map(({ evidence }) => evidence),
    );
    return c.json(presentMisses(explained, clips, seen), 200);
  });
  return app;
});

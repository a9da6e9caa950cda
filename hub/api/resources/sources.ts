import { createRoute, z } from '@hono/zod-openapi';
import { settingsJsonSchema } from '../../core/setting.ts';
import { toIso } from '../../core/time.ts';
import { checkSource } from '../../ingest/check.ts';
import { configureSource, shownSettings, sourceSpecSchema } from '../../ingest/configure.ts';
import { connectorOf } from '../../ingest/deps.ts';
import { reconciliation } from '../../ingest/reconcile.ts';
import { breakersOf, resetBreaker } from '../../store/breakers.ts';
import { openDeadLetters } from '../../store/dead-letters.ts';
import {
  listSources,
  moveCursor,
  pauseSource,
  requireSource,
  restartSource,
  resumeSource,
  type SourceRow,
} from '../../store/sources.ts';
import { hourMs, hourOf, sumTallies } from '../../store/tallies.ts';
import { body, conflict, json, pageOf, problems } from '../_kit/answers.ts';
import type { Api } from '../_kit/api.ts';
import { look } from '../_kit/look.ts';
import { instantParam } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { checkStepSchema } from '../shapes/check-step.ts';
import { formOf, presentSource, sourceDetailSchema, sourceItemSchema } from '../shapes/source-item.ts';

const nameParam = z.object({
  name: z
    .string()
    .max(64)
    .openapi({ param: { name: 'name', in: 'path' }, example: 'dispatch-icc' }),
});
const zoneMs = 8 * hourMs;
const dayMs = 24 * hourMs;

/** Midnight where the hub stands. */
const today = (now = Date.now()): number => Math.floor((now + zoneMs) / dayMs) * dayMs - zoneMs;

const presentAll = async (api: Api, rows: readonly SourceRow[]) => {
  const [sums, letters, breakers] = await Promise.all([
    sumTallies(api.store.db, { from: today(), to: Date.now() + hourMs }),
    openDeadLetters(api.store.db),
    breakersOf(
      api.store.db,
      rows.map(({ name }) => name),
    ),
  ]);
  return rows.map((row) =>
    presentSource(
      row,
      api.mappings.get(row.mapping),
      sums.get(row.name),
      letters.get(row.name),
      breakers.get(row.name),
    ),
  );
};

const sumSchema = z.object({
  hour: z.string(),
  received: z.number().int(),
  stored: z.number().int(),
  unchanged: z.number().int(),
  dead: z.number().int(),
  inMessages: z.number().int(),
  balanced: z.boolean(),
  theirs: z
    .object({ stated: z.number().int(), came: z.number().int() })
    .optional()
    .openapi({ description: "The other side's own total and what came of it, where it states one" }),
});

/** Whatever made the hub leave the other side alone is forgotten. */
const beginAnew = async (db: Api['store']['db'], name: string): Promise<void> => {
  await restartSource(db, name);
  await resetBreaker(db, name);
};

/** What a person asks of a source in one word. */
const acts = {
  pause: { act: pauseSource, summary: 'Stop after the page that is being stored' },
  resume: { act: resumeSource, summary: 'Go on from the stored position, at once' },
  restart: { act: beginAnew, summary: 'End the present run and begin a new one' },
} as const;

export default defineResource('/api/v1/sources', (api) => {
  const app = newApp();
  const reading = { method: 'get' as const, tags: ['sources'], middleware: signedIn(api, 'sources.read') };
  const writing = { tags: ['sources'], middleware: signedIn(api, 'sources.write') };

  const presentOne = async (name: string) => {
    const row = await requireSource(api.store.db, name);
    const [item] = await presentAll(api, [row]);
    return { row, item: item as NonNullable<typeof item> };
  };

  app.openapi(
    createRoute({
      ...reading,
      path: '/',
      summary: 'Every source with its state and the sums of today',
      responses: { 200: json(pageOf(sourceItemSchema), 'By name'), ...problems },
    }),
    async (c) => c.json({ items: await presentAll(api, await listSources(api.store.db)) }, 200),
  );

  app.openapi(
    createRoute({
      ...reading,
      path: '/{name}',
      summary: 'One source with its settings (secrets withheld) and the form to edit them',
      request: { params: nameParam },
      responses: { 200: json(sourceDetailSchema, 'The source'), ...problems },
    }),
    async (c) => {
      const { row, item } = await presentOne(c.req.valid('param').name);
      const { settings: fields } = connectorOf(api, row);
      const detail = { settings: shownSettings(api, row), fields: formOf(fields), schema: settingsJsonSchema(fields) };
      return c.json({ ...item, ...detail, version: row.version }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...reading,
      path: '/{name}/status',
      summary: 'State, last runs and last error',
      request: { params: nameParam },
      responses: { 200: json(sourceItemSchema, 'The state now'), ...problems },
    }),
    async (c) => c.json((await presentOne(c.req.valid('param').name)).item, 200),
  );

  app.openapi(
    createRoute({
      ...reading,
      path: '/{name}/offsets',
      summary: 'Where a polled source stands',
      request: { params: nameParam },
      responses: {
        200: json(z.object({ cursor: z.unknown(), version: z.number().int() }), 'Opaque position and its version'),
        ...problems,
      },
    }),
    async (c) => {
      const row = await requireSource(api.store.db, c.req.valid('param').name);
      return c.json({ cursor: row.cursor, version: row.cursorVersion }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...reading,
      path: '/{name}/reconciliation',
      summary: 'Received = stored + unchanged + dead-lettered, hour by hour',
      request: { params: nameParam, query: z.object({ from: instantParam, to: instantParam }) },
      responses: { 200: json(pageOf(sumSchema), 'Hours with anything received, oldest first'), ...problems },
    }),
    async (c) => {
      const { name: source } = c.req.valid('param');
      await requireSource(api.store.db, source);
      const { from = today(), to = Date.now() } = c.req.valid('query');
      const sums = await reconciliation(api.store.db, { source, from, to: Math.max(to, hourOf(from) + 1) });
      return c.json({ items: sums.map(({ source: _, hour, ...sum }) => ({ ...sum, hour: toIso(hour) })) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...writing,
      method: 'put',
      path: '/{name}',
      summary: 'Create a source or edit it; secrets sent back withheld stay as they are',
      request: {
        params: z.object({ name: sourceSpecSchema.shape.name }),
        body: body(sourceSpecSchema.omit({ name: true }).extend({ version: z.number().int().optional() })),
      },
      responses: { 200: json(sourceItemSchema, 'The source as it is now'), ...problems, ...conflict },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const { version, ...spec } = c.req.valid('json');
      await configureSource(api, { name, ...spec }, version);
      await look(api, c, 'source.edit', { object: `source:${name}`, detail: { settings: Object.keys(spec.settings) } });
      return c.json((await presentOne(name)).item, 200);
    },
  );

  for (const [word, { act, summary }] of Object.entries(acts)) {
    app.openapi(
      createRoute({
        ...writing,
        method: 'post',
        path: `/{name}/${word}`,
        summary,
        request: { params: nameParam },
        responses: { 200: json(sourceItemSchema, 'The source as it is now'), ...problems },
      }),
      async (c) => {
        const { name } = c.req.valid('param');
        await act(api.store.db, name);
        await look(api, c, `source.${word}`, { object: `source:${name}` });
        api.queue.live.tell({ topic: 'source', data: { name } });
        return c.json((await presentOne(name)).item, 200);
      },
    );
  }

  app.openapi(
    createRoute({
      ...writing,
      method: 'post',
      path: '/{name}/check',
      summary: 'Connect and authenticate, read nothing',
      request: { params: nameParam },
      responses: {
        200: json(z.object({ ok: z.boolean(), steps: z.array(checkStepSchema) }), 'Steps in the order tried'),
        ...problems,
      },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const steps = await checkSource(api, await requireSource(api.store.db, name));
      await look(api, c, 'source.check', { object: `source:${name}` });
      return c.json({ ok: steps.every(({ ok }) => ok), steps }, 200);
    },
  );

  return app.openapi(
    createRoute({
      ...writing,
      method: 'put',
      path: '/{name}/offsets',
      summary: 'Set the position by hand; null begins at the beginning',
      request: { params: nameParam, body: body(z.strictObject({ cursor: z.unknown() })) },
      responses: { 200: json(sourceItemSchema, 'The source as it is now'), ...problems },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const before = await requireSource(api.store.db, name);
      const { cursor } = c.req.valid('json');
      await moveCursor(api.store.db, name, cursor);
      await look(api, c, 'source.move', { object: `source:${name}`, detail: { from: before.cursor, to: cursor } });
      return c.json((await presentOne(name)).item, 200);
    },
  );
});

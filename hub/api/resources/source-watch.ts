import { createRoute, z } from '@hono/zod-openapi';
import { driftKinds } from '../../core/mapping/drift-watch.ts';
import { toIso } from '../../core/time.ts';
import { mappingOf } from '../../ingest/deps.ts';
import { driftReport } from '../../ingest/source-drift.ts';
import { secretsOf } from '../../ingest/source-secrets.ts';
import { rowsByMinute } from '../../store/arrivals.ts';
import { noteSeenDrift } from '../../store/drift-seen.ts';
import { requireSource } from '../../store/sources.ts';
import { hourMs, hourOf, listTallies } from '../../store/tallies.ts';
import { body, json, problems } from '../_kit/answers.ts';
import { look } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { wholeHub } from '../_kit/whole-hub.ts';

const count = z.number().int();
const minuteMs = 60_000;
const shownHours = 48;
const nameParam = z.object({
  name: z
    .string()
    .max(64)
    .openapi({ param: { name: 'name', in: 'path' } }),
});
const arrivalsSchema = z.array(z.object({ at: z.string(), rows: count }));
const kind = z.enum(driftKinds);

const driftSchema = z
  .object({
    mapping: z.string(),
    messages: count,
    rows: count,
    ignored: count.openapi({ description: 'Differences somebody has seen and does not mind' }),
    findings: z.array(
      z.object({
        kind,
        path: z.string(),
        since: count.openapi({ description: 'The first message with it; of what vanished the last' }),
        rows: count,
        sample: z.string().optional(),
        was: z.string().optional(),
        is: z.string().optional(),
      }),
    ),
  })
  .openapi('SourceDrift');

/** How a source behaves: how much comes, and how it changes. */
export default defineResource('/api/v1/sources', (api) => {
  const app = newApp();
  const reading = [signedIn(api, 'sources.read'), signedIn(api, 'messages.read'), wholeHub(api)];

  app.openapi(
    createRoute({
      method: 'get',
      path: '/{name}/arrivals',
      tags: ['sources'],
      middleware: signedIn(api, 'sources.read'),
      summary: 'Rows that came: of the last hour by minutes, of the last two days by hours',
      request: { params: nameParam },
      responses: {
        200: json(z.object({ minutes: arrivalsSchema, hours: arrivalsSchema }), 'Spans without any are left out'),
        ...problems,
      },
    }),
    async (c) => {
      const { name: source } = c.req.valid('param');
      await requireSource(api.store.db, source);
      const now = Date.now();
      const minute = Math.floor(now / minuteMs) * minuteMs;
      const [minutes, hours] = await Promise.all([
        rowsByMinute(api.store.db, { source, from: minute - 59 * minuteMs, to: minute + minuteMs }),
        listTallies(api.store.db, { source, from: hourOf(now) - (shownHours - 1) * hourMs, to: now + 1 }),
      ]);
      return c.json(
        {
          minutes: minutes.map(({ at, rows }) => ({ at: toIso(at), rows })),
          hours: hours.map(({ hour, received }) => ({ at: toIso(hour), rows: received })),
        },
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/{name}/drift',
      tags: ['sources'],
      middleware: reading,
      summary: 'How the latest messages differ from what the mapping knows: new, vanished and re-typed fields',
      request: { params: nameParam },
      responses: { 200: json(driftSchema, 'Differences with samples'), ...problems },
    }),
    async (c) => {
      const source = await requireSource(api.store.db, c.req.valid('param').name);
      const mapping = mappingOf(api, source);
      const report = await driftReport(api.store, { source: source.name, mapping });
      await look(api, c, 'source.drift', { object: `source:${source.name}`, detail: { messages: report.messages } });
      const shown = { ...report, mapping: mapping.name, findings: [...report.findings] };
      return c.json(secretsOf(api, source).value(shown), 200);
    },
  );

  return app.openapi(
    createRoute({
      method: 'post',
      path: '/{name}/drift/seen',
      tags: ['sources'],
      middleware: signedIn(api, 'sources.write'),
      summary: 'Say of a difference that it does not matter: it is not reported again',
      request: { params: nameParam, body: body(z.strictObject({ kind, path: z.string().min(1).max(1_000) })) },
      responses: { 204: { description: 'Noted' }, ...problems },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const seen = c.req.valid('json');
      await requireSource(api.store.db, name);
      await noteSeenDrift(api.store.db, name, { ...seen, by: c.get('actor').name });
      await look(api, c, 'source.drift-seen', { object: `source:${name}`, detail: seen });
      return c.body(null, 204);
    },
  );
});

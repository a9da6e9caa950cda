import { createRoute, z } from '@hono/zod-openapi';
import { toIso } from '../../core/time.ts';
import { lookBehindDoor, openDoor } from '../../ingest/door.ts';
import { nextRuns } from '../../ingest/next-runs.ts';
import { checkTrial, fetchSample } from '../../ingest/sample.ts';
import type { Trial } from '../../ingest/trial.ts';
import { body, json, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { wholeHub } from '../_kit/whole-hub.ts';
import { checkStepSchema } from '../shapes/check-step.ts';
import { misfitSchema } from '../shapes/misfit.ts';
import { sampleMessage, sampleMessageSchema } from '../shapes/sample-message.ts';

const trialSchema = z
  .strictObject({
    source: z.string().max(64).optional().openapi({ description: 'The source that is edited, for withheld secrets' }),
    connector: z.string(),
    settings: z.record(z.string(), z.unknown()).default({}),
    mapping: z.string().max(64).optional(),
    yaml: z.string().max(1_000_000).optional(),
  })
  .openapi('Trial');
const messagesSchema = z.object({ messages: z.array(sampleMessageSchema), error: misfitSchema.optional() });
const doorParam = z.object({
  id: z
    .string()
    .regex(/^[0-9a-f]{24}$/)
    .openapi({ param: { name: 'id', in: 'path' } }),
});

export default defineResource('/api/v1/samples', (api) => {
  const app = newApp();
  const common = { tags: ['sources'], middleware: [signedIn(api, 'sources.write')] };
  /** Messages hold rows of all organisations. */
  const reading = {
    tags: ['sources'],
    middleware: [signedIn(api, 'sources.write'), signedIn(api, 'messages.read'), wholeHub(api)],
  };

  app.openapi(
    createRoute({
      ...common,
      method: 'post',
      path: '/check',
      summary: 'Try settings that are not saved: connect and authenticate, read nothing',
      request: { body: body(trialSchema) },
      responses: {
        200: json(z.object({ ok: z.boolean(), steps: z.array(checkStepSchema) }), 'Steps in the order tried'),
        ...problems,
      },
    }),
    async (c) => {
      const trial: Trial = c.req.valid('json');
      await look(api, c, 'source.check', {
        object: `connector:${trial.connector}`,
        detail: given({ source: trial.source }),
      });
      const steps = await checkTrial(api, trial);
      return c.json({ ok: steps.every(({ ok }) => ok), steps }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...reading,
      method: 'post',
      path: '/',
      summary: 'Fetch the first page with rows by settings that are not saved; nothing is stored',
      request: { body: body(trialSchema) },
      responses: { 200: json(messagesSchema, 'Messages as they came'), ...problems },
    }),
    async (c) => {
      const trial: Trial = c.req.valid('json');
      await look(api, c, 'source.sample', {
        object: `connector:${trial.connector}`,
        detail: given({ source: trial.source }),
      });
      const { messages, error } = await fetchSample(api, trial);
      return c.json({ messages: messages.map(sampleMessage), ...given({ error }) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...reading,
      method: 'post',
      path: '/doors',
      summary:
        'Open a temporary address that takes the next requests of the other side as samples and asks it to send again later',
      request: { body: body(trialSchema) },
      responses: {
        200: json(z.object({ id: z.string(), address: z.string(), until: z.string() }), 'The address'),
        ...problems,
      },
    }),
    async (c) => {
      const trial: Trial = c.req.valid('json');
      await look(api, c, 'source.door', { object: `connector:${trial.connector}` });
      const { id, until } = await openDoor(api, api.queue.redis, trial);
      return c.json({ id, address: `${api.environment.publicUrl}/receive-sample/${id}`, until: toIso(until) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...reading,
      method: 'get',
      path: '/doors/{id}',
      summary: 'What came to a temporary address',
      request: { params: doorParam },
      responses: { 200: json(messagesSchema, 'Messages in the order they came'), ...problems },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const messages = await lookBehindDoor(api.queue.redis, id);
      if (messages.length > 0)
        await look(api, c, 'source.sample', { object: `door:${id}`, detail: { messages: messages.length } });
      return c.json({ messages: messages.map(sampleMessage) }, 200);
    },
  );

  return app.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/schedule',
      summary: 'The next runs of a cron expression',
      request: { query: z.object({ cron: z.string().max(100) }) },
      responses: { 200: json(z.object({ next: z.array(z.string()) }), 'The next five'), ...problems },
    }),
    (c) => c.json({ next: nextRuns(c.req.valid('query').cron, 5).map((at) => toIso(at)) }, 200),
  );
});

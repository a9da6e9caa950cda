import { createRoute, z } from '@hono/zod-openapi';
import { ConflictError } from '../../core/errors.ts';
import { publishingOf } from '../../core/publishing.ts';
import { toIso } from '../../core/time.ts';
import { resetBreaker } from '../../store/breakers.ts';
import { tell } from '../../store/outbox.ts';
import { listPublications, publicationDaysOf, publicationSums } from '../../store/publication-lists.ts';
import { retryPublications } from '../../store/publication-outcomes.ts';
import { requireSource } from '../../store/sources.ts';
import { publicationStates } from '../../store/tables/publishing.ts';
import { body, conflict, json, pageOf, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { number } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { wholeHub } from '../_kit/whole-hub.ts';

const params = z.object({
  name: z
    .string()
    .max(64)
    .openapi({ param: { name: 'name', in: 'path' }, example: 'dispatch-icc' }),
});

const publicationSchema = z
  .object({
    id: z.number().int().openapi({ description: 'Names the link at the other side' }),
    state: z.enum(publicationStates),
    withdraw: z.boolean(),
    record: z.object({ id: z.number().int(), system: z.string(), externalId: z.string() }),
    footage: z.object({ id: z.number().int(), externalId: z.string() }),
    attempts: z.number().int(),
    nextAt: z.string().optional(),
    sentAt: z.string().optional(),
    acknowledgedAt: z.string().optional(),
    lastError: z
      .object({ message: z.string(), remedy: z.string().optional(), next: z.string(), at: z.string() })
      .optional(),
  })
  .openapi('Publication');

const daySchema = z.object({
  day: z.string(),
  acknowledged: z.number().int(),
  withdrawn: z.number().int(),
  failed: z.number().int(),
  retried: z.number().int(),
  found: z.number().int().openapi({ description: 'Compared with the other side and there as told' }),
  missing: z.number().int().openapi({ description: 'Compared and not there: told again' }),
});

const summarySchema = z
  .object({
    enabled: z.boolean().openapi({ description: 'Links are told to this source' }),
    counts: z.object(Object.fromEntries(publicationStates.map((state) => [state, z.number().int()]))),
    troubled: z.number().int().openapi({ description: 'Waiting after an error' }),
    nextAt: z.string().optional(),
    days: z.array(daySchema),
  })
  .openapi('PublicationSummary');

const isoOf = (at: number | null): string | undefined => (at === null ? undefined : toIso(at));
const noCounts = Object.fromEntries(publicationStates.map((state) => [state, 0]));

export default defineResource('/api/v1/sources', (api) => {
  const app = newApp();
  const reading = { method: 'get' as const, tags: ['sources'], middleware: signedIn(api, 'sources.read') };
  const writing = { method: 'post' as const, tags: ['sources'], middleware: signedIn(api, 'sources.write') };
  const publishes = (connector: string): boolean => api.connectors.get(connector)?.publish !== undefined;

  app.openapi(
    createRoute({
      ...reading,
      middleware: [signedIn(api, 'sources.read'), signedIn(api, 'messages.read'), wholeHub(api)],
      path: '/{name}/publications',
      summary: 'Links that were told to a source, or are to be told; latest first',
      request: {
        params,
        query: z.object({
          state: z.enum(publicationStates).optional(),
          troubled: z.enum(['true']).optional().openapi({ description: 'Only those with an error' }),
          limit: number.optional(),
          cursor: z.string().optional(),
        }),
      },
      responses: { 200: json(pageOf(publicationSchema), 'Links'), ...problems },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      await requireSource(api.store.db, name);
      const { troubled, ...filter } = c.req.valid('query');
      const { items, next } = await listPublications(api.store.db, name, {
        ...given(filter),
        ...(troubled ? { troubled: true } : {}),
      });
      const shown = items.map(({ publication, record, footage }) => ({
        ...{ id: publication.id, state: publication.state, withdraw: publication.withdraw, record, footage },
        attempts: publication.attempts,
        ...given({
          nextAt: publication.state === 'pending' ? toIso(publication.dueAt) : undefined,
          sentAt: isoOf(publication.sentAt),
          acknowledgedAt: isoOf(publication.acknowledgedAt),
          lastError: publication.lastError
            ? { ...publication.lastError, at: toIso(publication.lastError.at) }
            : undefined,
        }),
      }));
      return c.json({ items: shown, ...given({ next }) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...reading,
      path: '/{name}/publications/summary',
      summary: 'How far telling links has come: counts by state, sums by day',
      request: { params },
      responses: { 200: json(summarySchema, 'Counts now, days latest first'), ...problems },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const source = await requireSource(api.store.db, name);
      const [sums, days] = await Promise.all([
        publicationSums(api.store.db, name),
        publicationDaysOf(api.store.db, name),
      ]);
      const { counts = noCounts, troubled = 0, nextAt = null } = sums.get(name) ?? {};
      return c.json(
        {
          enabled: publishes(source.connector) && publishingOf(source.settings, name).publish,
          counts,
          troubled,
          days: days.map(({ target: _, day, ...sum }) => ({ ...sum, day: toIso(day) })),
          ...given({ nextAt: isoOf(nextAt) }),
        },
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      ...writing,
      path: '/{name}/publications/retry',
      summary: 'Tell again what failed or waits after an error, now',
      request: { params, body: body(z.strictObject({ ids: z.array(z.number().int()).max(1_000).optional() })) },
      responses: { 200: json(z.object({ retried: z.number().int() }), 'How many are told again'), ...problems },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const { ids } = c.req.valid('json');
      await requireSource(api.store.db, name);
      const retried = await retryPublications(api.store.db, name, ids);
      // A person has looked: the other side may be asked at once.
      await resetBreaker(api.store.db, name);
      await tell(api.store.db, [{ name: 'publications.due', data: { target: name } }]);
      api.queue.nudge();
      await look(api, c, 'source.publish.retry', { object: `source:${name}`, detail: { retried, ids } });
      return c.json({ retried }, 200);
    },
  );

  return app.openapi(
    createRoute({
      ...writing,
      path: '/{name}/publications/reconcile',
      summary: 'Compare what was told with what should have been, and with what the other side has; a worker does it',
      request: { params },
      responses: {
        202: json(z.object({ accepted: z.literal(true) }), 'The sums show the result'),
        ...problems,
        ...conflict,
      },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const source = await requireSource(api.store.db, name);
      if (!publishes(source.connector) || !publishingOf(source.settings, name).publish) {
        throw new ConflictError(`[hub] [publish] ${name} is not told links`, {
          remedy: 'switch on the setting publish, on a source whose connector can write back',
        });
      }
      await tell(api.store.db, [{ name: 'publications.reconcile', data: { target: name } }]);
      api.queue.nudge();
      await look(api, c, 'source.publish.reconcile', { object: `source:${name}` });
      return c.json({ accepted: true as const }, 202);
    },
  );
});

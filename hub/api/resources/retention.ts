import { createRoute, z } from '@hono/zod-openapi';
import { BadRequestError } from '../../core/errors.ts';
import { systems } from '../../core/vocabulary.ts';
import { deleteRetentionClass, keepingSums, retentionClassesOf, saveRetentionClass } from '../../store/keeping.ts';
import { tell } from '../../store/outbox.ts';
import { body, conflict, json, problems } from '../_kit/answers.ts';
import { look } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { labelSchema } from '../shapes/source-item.ts';

/** What every police force must keep recordings for at least. */
const shortestDays = 183;

const nameParam = z.object({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/)
    .openapi({ param: { name: 'name', in: 'path' }, example: 'evidence' }),
});

const contentSchema = z.object({
  label: labelSchema,
  days: z
    .number()
    .int()
    .max(36_500)
    .nullable()
    .openapi({ description: 'After the end of the recording; null for ever' }),
  copies: z.number().int().min(1).max(5).openapi({ description: 'On as many different volumes' }),
  systems: z.array(z.enum(systems)).openapi({
    description: 'A recording linked to a record of one of these is of the class; empty: whatever has no other',
  }),
  rank: z.number().int().min(0).max(1_000).openapi({ description: 'The highest that applies holds' }),
});
const itemSchema = contentSchema
  .extend({
    name: z.string(),
    recordings: z.number().int(),
    missing: z.number().int().openapi({ description: 'Recordings with fewer copies than that' }),
    expired: z.number().int(),
  })
  .openapi('RetentionClass');

export default defineResource('/api/v1/retention', (api) => {
  const app = newApp();
  const reading = { method: 'get' as const, tags: ['storage'], middleware: signedIn(api, 'storage.read') };
  const writing = { tags: ['storage'], middleware: signedIn(api, 'storage.write') };

  const items = async () => {
    const [classes, sums] = await Promise.all([retentionClassesOf(api.store.db), keepingSums(api.store.db)]);
    return classes.map((one) => {
      const sum = sums.find((found) => found.class === one.name);
      return { ...one, recordings: sum?.recordings ?? 0, missing: sum?.missing ?? 0, expired: sum?.expired ?? 0 };
    });
  };

  app.openapi(
    createRoute({
      ...reading,
      path: '/',
      summary: 'How long recordings are kept and in how many copies, by what they are linked to',
      responses: { 200: json(z.object({ items: z.array(itemSchema) }), 'The highest first'), ...problems },
    }),
    async (c) => c.json({ items: await items() }, 200),
  );

  app.openapi(
    createRoute({
      ...writing,
      method: 'put',
      path: '/{name}',
      summary: 'Add a class or change it; all recordings are looked at again',
      request: { params: nameParam, body: body(contentSchema) },
      responses: { 200: json(itemSchema, 'The class as it is now'), ...problems },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const content = c.req.valid('json');
      if (content.days !== null && content.days < shortestDays) {
        throw new BadRequestError(`[hub] [media] recordings are kept for ${shortestDays} days at least`, {
          remedy: `give ${shortestDays} days or more`,
        });
      }
      const before = (await retentionClassesOf(api.store.db)).find((one) => one.name === name);
      await api.store.transaction(async (tx) => {
        await saveRetentionClass(tx, { name, ...content });
        const copies = before?.copies !== content.copies;
        await tell(tx, [{ name: 'keeping.assess', data: { after: 0, before: Date.now() + 1_000, copies } }]);
      });
      api.queue.nudge();
      await look(api, c, 'retention.edit', { object: `retention:${name}`, detail: { ...content, before } });
      const item = (await items()).find((one) => one.name === name);
      return c.json(item as NonNullable<typeof item>, 200);
    },
  );

  return app.openapi(
    createRoute({
      ...writing,
      method: 'delete',
      path: '/{name}',
      summary: 'Remove a class; its recordings fall to the next that applies',
      request: { params: nameParam },
      responses: { 204: { description: 'Removed' }, ...problems, ...conflict },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      await api.store.transaction(async (tx) => {
        await deleteRetentionClass(tx, name);
        await tell(tx, [{ name: 'keeping.assess', data: { after: 0, before: Date.now() + 1_000, copies: true } }]);
      });
      api.queue.nudge();
      await look(api, c, 'retention.remove', { object: `retention:${name}` });
      return c.body(null, 204);
    },
  );
});

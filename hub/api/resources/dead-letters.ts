import { createRoute, z } from '@hono/zod-openapi';
import { toIso } from '../../core/time.ts';
import { replay } from '../../ingest/replay.ts';
import { type DeadLetterRow, dismissDeadLetter, listDeadLetters } from '../../store/dead-letters.ts';
import { body, json, pageOf, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { idParam, optional, paging, text } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { wholeHub } from '../_kit/whole-hub.ts';

const states = ['open', 'replayed', 'dismissed'] as const;

const letterSchema = z
  .object({
    id: z.number().int(),
    source: z.string(),
    messageId: z.number().int(),
    row: z.number().int().openapi({ description: '-1: the whole message could not be read' }),
    number: z.string().optional().openapi({ description: 'Business number of the row, as far as it can be read' }),
    reason: z.string(),
    remedy: z.string().optional(),
    field: z.string().optional(),
    rule: z.string().optional(),
    value: z.string().optional(),
    state: z.enum(states),
    createdAt: z.string(),
  })
  .openapi('DeadLetter');

const letterItem = (row: DeadLetterRow): z.infer<typeof letterSchema> => ({
  id: row.id,
  source: row.source,
  messageId: row.messageId,
  row: row.row,
  reason: row.reason,
  state: row.state,
  createdAt: toIso(row.createdAt),
  ...given({ number: row.number, remedy: row.remedy, field: row.field, rule: row.rule, value: row.value }),
});

const replayedSchema = z.object({
  messages: z.number().int(),
  closed: z.number().int(),
  stillDead: z.number().int(),
  stored: z.number().int(),
  unchanged: z.number().int(),
  refused: z.number().int(),
  replayed: z.number().int(),
  dead: z.number().int(),
});

export default defineResource('/api/v1/dead-letters', (api) => {
  const app = newApp();
  const common = { tags: ['dead-letters'] };

  app.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/',
      summary: 'Rows that did not fit, with field, rule and value; latest first',
      middleware: [signedIn(api, 'messages.read'), wholeHub(api)],
      request: { query: z.object({ source: text, state: optional(z.enum(states)), ...paging }) },
      responses: { 200: json(pageOf(letterSchema), 'A page'), ...problems },
    }),
    async (c) => {
      const asked = given(c.req.valid('query'));
      const page = await listDeadLetters(api.store.db, asked);
      await look(api, c, 'dead-letter.list', { detail: { ...asked, shown: page.items.map(({ id }) => id) } });
      return c.json({ ...page, items: page.items.map(letterItem) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      method: 'post',
      path: '/replay',
      summary: 'Map dead letters again by the present mapping: these, or the oldest of a source',
      middleware: [signedIn(api, 'dead-letters.write'), wholeHub(api)],
      request: {
        body: body(
          z
            .strictObject({
              ids: z.array(z.number().int()).min(1).max(10_000).optional(),
              source: z.string().min(1).optional(),
              limit: z.number().int().min(1).max(10_000).default(1_000),
            })
            .refine(({ ids, source }) => ids !== undefined || source !== undefined, 'give ids or a source'),
        ),
      },
      responses: { 200: json(replayedSchema, 'What became of them'), ...problems },
    }),
    async (c) => {
      const { ids, source, limit } = c.req.valid('json');
      const done = await replay(api, { ...given({ ids, source }), limit, by: c.get('actor').name });
      await look(api, c, 'dead-letter.replay', { detail: { ...given({ ids, source }), limit, ...done } });
      return c.json({ ...done, replayed: done.closed, dead: done.stillDead }, 200);
    },
  );

  return app.openapi(
    createRoute({
      ...common,
      method: 'post',
      path: '/{id}/dismiss',
      summary: 'Decide that it never has to fit; the sums keep it as dead',
      middleware: [signedIn(api, 'dead-letters.write'), wholeHub(api)],
      request: { params: idParam },
      responses: { 204: { description: 'Dismissed' }, ...problems },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      await dismissDeadLetter(api.store.db, id, c.get('actor').name);
      await look(api, c, 'dead-letter.dismiss', { object: `dead-letter:${id}` });
      return c.body(null, 204);
    },
  );
});

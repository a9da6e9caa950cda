import { createRoute, z } from '@hono/zod-openapi';
import { claimedCharset } from '../../core/charset.ts';
import { explain, NotFoundError } from '../../core/errors.ts';
import { dryRun } from '../../core/mapping/dry-run.ts';
import { toIso } from '../../core/time.ts';
import { getMessage, listMessages, type MessageRow, rawMessage } from '../../store/messages.ts';
import { findSource } from '../../store/sources.ts';
import { json, pageOf, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { idParam, instantParam, paging, text } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { wholeHub } from '../_kit/whole-hub.ts';

const itemSchema = z
  .object({
    id: z.number().int(),
    source: z.string(),
    subject: z.string().optional(),
    contentType: z.string(),
    receivedAt: z.string(),
    bytes: z.number().int(),
    rows: z.number().int(),
    dead: z.number().int(),
  })
  .openapi('MessageItem');

const detailSchema = itemSchema
  .extend({
    text: z.string().openapi({ description: 'The body, decoded by its charset; at most a megabyte of it' }),
    decoded: z.array(z.unknown()),
    mapped: z.array(z.unknown()).openapi({ description: 'What the present mapping makes of each row' }),
    error: z.string().optional().openapi({ description: 'Why the present mapping cannot read it at all' }),
  })
  .openapi('Message');

const mostText = 2 ** 20;

const messageItem = (row: MessageRow): z.infer<typeof itemSchema> => ({
  id: row.id,
  source: row.source,
  contentType: row.contentType,
  receivedAt: toIso(row.receivedAt),
  bytes: row.bytes,
  rows: row.rows,
  dead: row.dead,
  ...given({ subject: row.subject }),
});

/** Text for a person to read: a charset that is wrong shows as such, and never as an error. */
const readable = (body: Uint8Array, contentType: string): string => {
  const charset = claimedCharset(body, contentType);
  return new TextDecoder(charset.startsWith('gb') ? 'gb18030' : charset).decode(body.subarray(0, mostText));
};

export default defineResource('/api/v1/messages', (api) => {
  const app = newApp();
  const common = {
    method: 'get' as const,
    tags: ['messages'],
    middleware: [signedIn(api, 'messages.read'), wholeHub(api)],
  };

  app.openapi(
    createRoute({
      ...common,
      path: '/',
      summary: 'Raw messages as they came, latest first',
      request: { query: z.object({ source: text, from: instantParam, to: instantParam, ...paging }) },
      responses: { 200: json(pageOf(itemSchema), 'A page'), ...problems },
    }),
    async (c) => {
      const asked = given(c.req.valid('query'));
      const page = await listMessages(api.store.db, asked);
      await look(api, c, 'message.list', { detail: asked });
      return c.json({ ...page, items: page.items.map(messageItem) }, 200);
    },
  );

  return app.openapi(
    createRoute({
      ...common,
      path: '/{id}',
      summary: 'One message: as it came, as rows, and as the present mapping reads it',
      request: { params: idParam },
      responses: { 200: json(detailSchema, 'The message'), ...problems },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const [row, raw] = await Promise.all([getMessage(api.store.db, id), rawMessage(api.store.db, id)]);
      if (!row || !raw)
        throw new NotFoundError(`[hub] [api] there is no message ${id}`, { remedy: 'find it in the list' });
      const source = await findSource(api.store.db, row.source);
      const mapping = source && api.mappings.get(source.mapping);
      const read = mapping && (await dryRun(mapping, raw, row.source));
      await look(api, c, 'message.read', { object: `message:${id}`, detail: { source: row.source } });
      return c.json(
        {
          ...messageItem(row),
          text: readable(raw.body, raw.contentType),
          decoded: read?.rows.map((one) => one.row) ?? [],
          mapped:
            read?.rows.map(
              ({ mapped, error }) => mapped ?? { error: error && explain(error), misfit: error?.misfit },
            ) ?? [],
          ...given({ error: read?.error && explain(read.error) }),
        },
        200,
      );
    },
  );
});

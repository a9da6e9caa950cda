import { createRoute, z } from '@hono/zod-openapi';
import { toIso } from '../../core/time.ts';
import { inspectMessage, requireMessage, rowOfNumber } from '../../ingest/inspect.ts';
import { secretsOf } from '../../ingest/source-secrets.ts';
import { openRows } from '../../store/dead-letters.ts';
import { messagesOfNumber } from '../../store/message-numbers.ts';
import { editsOf, listMessages, messageFilters } from '../../store/messages.ts';
import { findSource } from '../../store/sources.ts';
import { json, pageOf, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { idParam, instantParam, number, optional, paging, text } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { wholeHub } from '../_kit/whole-hub.ts';
import { messageItem, messageItemSchema, messageSchema } from '../shapes/message.ts';

/** Characters that are sent at once. */
const mostText = 200_000;
const mostRows = 50;

export default defineResource('/api/v1/messages', (api) => {
  const app = newApp();
  const common = {
    method: 'get' as const,
    tags: ['messages'],
    middleware: [signedIn(api, 'messages.read'), wholeHub(api)],
  };

  /** A message with the mapping that reads it now and what must not be shown of it. */
  const open = async (id: number) => {
    const { row, raw } = await requireMessage(api.store, id);
    const source = await findSource(api.store.db, row.source);
    return { row, raw, mapping: source && api.mappings.get(source.mapping), hide: secretsOf(api, source) };
  };

  const readable = ({ mapping, raw, hide }: Awaited<ReturnType<typeof open>>) => {
    const { text: body, charset } = mapping?.readable(raw) ?? {
      text: new TextDecoder().decode(raw.body),
      charset: 'utf-8',
    };
    return { text: hide.text(body), charset };
  };

  app.openapi(
    createRoute({
      ...common,
      path: '/',
      summary: 'Raw messages as they came, latest first; by source, time, what became of them, and business number',
      request: {
        query: z.object({
          source: text,
          state: optional(z.enum(messageFilters)),
          number: text.openapi({ description: 'Number of a record or recording, or one it refers to' }),
          from: instantParam,
          to: instantParam,
          ...paging,
        }),
      },
      responses: { 200: json(pageOf(messageItemSchema), 'A page'), ...problems },
    }),
    async (c) => {
      const { number: wanted, ...asked } = given(c.req.valid('query'));
      const ids = wanted === undefined ? undefined : await messagesOfNumber(api.store.db, wanted);
      const page = await listMessages(api.store.db, { ...asked, ...given({ ids }) });
      await look(api, c, 'message.list', { detail: { ...asked, ...given({ number: wanted }) } });
      return c.json({ ...page, items: page.items.map(messageItem) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/{id}',
      summary: 'One message: as it came, and row by row as decoded, as the present mapping reads it, and as stored',
      request: {
        params: idParam,
        query: z.object({
          row: optional(number).openapi({
            description: 'First row of the stretch that is shown; by itself the first that does not fit',
          }),
          number: text.openapi({ description: 'Or the row with this business number' }),
          count: optional(z.coerce.number().int().min(1).max(mostRows)),
        }),
      },
      responses: { 200: json(messageSchema, 'The message'), ...problems },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { row: wanted, number: named, count = 20 } = c.req.valid('query');
      const [opened, deadRows] = await Promise.all([open(id), openRows(api.store.db, id)]);
      const { row, raw, mapping, hide } = opened;
      const ofNumber = mapping && named !== undefined ? rowOfNumber(mapping, raw, named) : undefined;
      const from = wanted ?? ofNumber ?? deadRows[0] ?? 0;
      const { text: body, charset } = readable(opened);
      const [inspected, edits] = await Promise.all([
        mapping && inspectMessage(api.store, mapping, row.source, raw, { from, count }),
        editsOf(api.store.db, id),
      ]);
      await look(api, c, 'message.read', { object: `message:${id}`, detail: { source: row.source, row: from, count } });
      return c.json(
        {
          ...messageItem(row),
          charset,
          text: body.slice(0, mostText),
          textLength: body.length,
          rowCount: inspected?.rowCount ?? 0,
          deadRows,
          entries: hide.value(inspected?.entries ?? []),
          edits: edits.map(({ id: edit, editedBy, receivedAt }) => ({
            id: edit,
            by: editedBy ?? '',
            at: toIso(receivedAt),
          })),
          ...given({ mapping: mapping?.name, error: hide.value(inspected?.error) }),
        },
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/{id}/text',
      summary: 'The rest of a long message as text',
      request: { params: idParam, query: z.object({ offset: optional(number) }) },
      responses: {
        200: json(z.object({ text: z.string(), next: z.number().int().optional() }), 'A stretch of it'),
        ...problems,
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { offset = 0 } = c.req.valid('query');
      const opened = await open(id);
      const { text: body } = readable(opened);
      const end = offset + mostText;
      await look(api, c, 'message.read', { object: `message:${id}`, detail: { source: opened.row.source, offset } });
      return c.json({ text: body.slice(offset, end), ...given({ next: end < body.length ? end : undefined }) }, 200);
    },
  );

  return app.openapi(
    createRoute({
      ...common,
      path: '/{id}/raw',
      summary: 'The bytes as they came, as a file; secrets of the source are withheld',
      request: { params: idParam },
      responses: { 200: { description: 'The bytes', content: { 'application/octet-stream': {} } }, ...problems },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { row, raw, hide } = await open(id);
      await look(api, c, 'message.download', { object: `message:${id}`, detail: { source: row.source } });
      return c.body(new Uint8Array(hide.bytes(raw.body)), 200, {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="message-${id}.bin"`,
        'x-content-type-options': 'nosniff',
      });
    },
  );
});

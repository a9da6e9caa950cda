import { createRoute, z } from '@hono/zod-openapi';
import { replayMessages } from '../../ingest/replay.ts';
import { retryMessage } from '../../ingest/retry-message.ts';
import { messagesOfNumber } from '../../store/message-numbers.ts';
import { countMessages, messageFilters } from '../../store/messages.ts';
import { body, json, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { idParam, instant } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { wholeHub } from '../_kit/whole-hub.ts';
import { remappedSchema } from '../shapes/remapped.ts';

const count = z.number().int();
/** Messages that one replay may take in all, and those of one request. */
const mostMessages = 100_000;
const mostAtOnce = 500;

const selection = {
  ids: z.array(count).min(1).max(10_000).optional(),
  source: z.string().min(1).max(64).optional(),
  state: z.enum(messageFilters).optional(),
  number: z.string().min(1).max(190).optional(),
  from: instant.optional(),
  to: instant.optional(),
};
const isSelective = ({ ids, source, number }: { ids?: unknown; source?: unknown; number?: unknown }): boolean =>
  ids !== undefined || source !== undefined || number !== undefined;
const needed = 'give ids, a source or a number';

const planSchema = z.strictObject(selection).refine(isSelective, needed);
const replaySchema = z
  .strictObject({
    ...selection,
    upTo: count.openapi({ description: '`upTo` of the plan: what came later is left alone' }),
    after: count.default(0).openapi({ description: '`last` of the part before' }),
    limit: count.min(1).max(mostAtOnce).default(100),
  })
  .refine(isSelective, needed);

/** Map again what came, by the mapping in force; and send a message again that a person has edited. */
export default defineResource('/api/v1/messages', (api) => {
  const app = newApp();
  const common = {
    method: 'post' as const,
    tags: ['messages'],
    middleware: [signedIn(api, 'messages.read'), signedIn(api, 'dead-letters.write'), wholeHub(api)],
  };

  const filterOf = async ({ number, ids, ...rest }: Omit<z.output<typeof planSchema>, never>) => {
    const found = number === undefined ? undefined : await messagesOfNumber(api.store.db, number);
    const chosen = found && ids ? found.filter((id) => ids.includes(id)) : (found ?? ids);
    return given({ ...rest, ids: chosen });
  };

  app.openapi(
    createRoute({
      ...common,
      path: '/replay/plan',
      summary: 'How many messages a replay would take, and where it would end: to be asked before it is done',
      request: { body: body(planSchema) },
      responses: {
        200: json(
          z.object({
            messages: count,
            upTo: count,
            isCut: z.boolean().openapi({ description: `There are more than the ${mostMessages} one replay takes` }),
          }),
          'Nothing is done yet',
        ),
        ...problems,
      },
    }),
    async (c) => {
      const filter = await filterOf(c.req.valid('json'));
      const { count: messages, last } = await countMessages(api.store.db, filter, mostMessages + 1);
      const isCut = messages > mostMessages;
      return c.json({ messages: Math.min(messages, mostMessages), upTo: last - (isCut ? 1 : 0), isCut }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/replay',
      summary: 'Map messages again, oldest first and in parts; what the store has from later messages stays',
      request: { body: body(replaySchema) },
      responses: { 200: json(remappedSchema, 'What became of this part'), ...problems },
    }),
    async (c) => {
      const { upTo, after, limit, ...asked } = c.req.valid('json');
      await api.refreshMappings();
      const filter = await filterOf(asked);
      const done = await replayMessages(api, { ...filter, upTo, after, limit, by: c.get('actor').name });
      const { ids, ...told } = asked;
      await look(api, c, 'message.replay', {
        ...(ids?.length === 1 ? { object: `message:${ids[0]}` } : {}),
        detail: { ...told, ...given({ ids: ids?.slice(0, 100) }), upTo, after, ...done },
      });
      return c.json(done, 200);
    },
  );

  return app.openapi(
    createRoute({
      ...common,
      path: '/{id}/retry',
      summary: 'Store an edited text as a new message that names its origin; the original stays',
      request: {
        params: idParam,
        body: body(z.strictObject({ text: z.string().min(1).max(2_000_000) })),
      },
      responses: {
        200: json(
          z.object({ messageId: count, stored: count, unchanged: count, dead: count }),
          'What became of the new message',
        ),
        ...problems,
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      await api.refreshMappings();
      const by = c.get('actor').name;
      const { messageId, stored, unchanged, deadLettered } = await retryMessage(api, {
        messageId: id,
        text: c.req.valid('json').text,
        by,
      });
      await look(api, c, 'message.retry', { object: `message:${id}`, detail: { messageId, stored, deadLettered } });
      return c.json({ messageId, stored, unchanged, dead: deadLettered }, 200);
    },
  );
});

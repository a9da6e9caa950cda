import { createRoute, z } from '@hono/zod-openapi';
import { BadRequestError } from '../../core/errors.ts';
import { tell } from '../../store/outbox.ts';
import { requireSource } from '../../store/sources.ts';
import { body, json, problems } from '../_kit/answers.ts';
import { look } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';

export default defineResource('/api/v1/sources', (api) => {
  const app = newApp();
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{name}/backfill',
      tags: ['sources'],
      middleware: signedIn(api, 'sources.write'),
      summary: 'Read a source again beside its live position, which does not move; a worker does it',
      request: {
        params: z.object({
          name: z
            .string()
            .max(64)
            .openapi({ param: { name: 'name', in: 'path' }, example: 'dispatch-icc' }),
        }),
        body: body(
          z.strictObject({
            from: z
              .unknown()
              .openapi({ description: 'A cursor of the source as /offsets shows it; from the beginning when absent' })
              .optional(),
          }),
        ),
      },
      responses: {
        202: json(z.object({ accepted: z.literal(true) }), 'It will be read again; its sums show what came'),
        ...problems,
      },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const { from } = c.req.valid('json');
      const source = await requireSource(api.store.db, name);
      if (!api.connectors.get(source.connector)?.poll) {
        throw new BadRequestError(`[hub] [${name}] this source is not polled: it brings what it likes by itself`, {
          remedy: 'ask the other side to send again, or replay the stored messages',
        });
      }
      await tell(api.store.db, [
        { name: 'backfill.wanted', data: { source: name, ...(from === undefined ? {} : { from }) } },
      ]);
      api.queue.nudge();
      await look(api, c, 'source.backfill', { object: `source:${name}`, detail: { from } });
      return c.json({ accepted: true as const }, 202);
    },
  );
  return app;
});

import { createRoute, z } from '@hono/zod-openapi';
import { replay, replayMessages } from '../../ingest/replay.ts';
import { requireSource } from '../../store/sources.ts';
import { body, json, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { remappedSchema } from '../shapes/remapped.ts';

/** After a mapping was changed: map again what is stored. */
export default defineResource('/api/v1/sources', (api) =>
  newApp().openapi(
    createRoute({
      method: 'post',
      path: '/{name}/remap',
      tags: ['sources'],
      middleware: signedIn(api, 'dead-letters.write'),
      summary: 'Map again by the mapping in force: what was refused, or everything in parts; what is newer stays',
      request: {
        params: z.object({
          name: z
            .string()
            .max(64)
            .openapi({ param: { name: 'name', in: 'path' } }),
        }),
        body: body(
          z.strictObject({
            what: z.enum(['refused', 'all']),
            after: z.number().int().min(0).optional(),
            limit: z.number().int().min(1).max(1_000).default(1_000),
          }),
        ),
      },
      responses: { 200: json(remappedSchema, 'What became of it'), ...problems },
    }),
    async (c) => {
      const { name: source } = c.req.valid('param');
      const { what, after, limit } = c.req.valid('json');
      await requireSource(api.store.db, source);
      await api.refreshMappings();
      const by = c.get('actor').name;
      const done =
        what === 'refused'
          ? await replay(api, { source, limit, by })
          : await replayMessages(api, { source, limit, by, ...given({ after }) });
      await look(api, c, 'source.remap', { object: `source:${source}`, detail: { what, ...done } });
      return c.json(done, 200);
    },
  ),
);

import { createRoute, z } from '@hono/zod-openapi';
import { fixSchema } from '../../core/footage.ts';
import { json, problems } from '../_kit/answers.ts';
import { entryOf } from '../_kit/look.ts';
import { embeddable, lookerOf } from '../_kit/player.ts';
import { number } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { seenClip } from '../_kit/seen-clip.ts';

/** Where a camera was, for the map of the player. */
export default defineResource('/embed/v1/tracks', (api) => {
  const app = newApp();
  app.use('*', embeddable(api));
  const read = createRoute({
    method: 'get',
    path: '/',
    tags: ['embed'],
    summary: 'The track of a clip that is linked to a record',
    request: { query: z.object({ recordId: number, footageId: number }) },
    responses: {
      200: json(
        z.object({
          track: z
            .array(fixSchema)
            .openapi({ description: "[epoch ms by the camera's clock, longitude, latitude, accuracy m], WGS84" }),
        }),
        'The track',
      ),
      ...problems,
    },
  });
  return app.openapi(read, async (c) => {
    const actor = await lookerOf(api, c);
    const asked = c.req.valid('query');
    const clip = await seenClip(api, actor, { ...asked, seconds: 0 });
    await api.audit.record(
      entryOf(api, c, actor, 'footage.track', {
        object: `footage:${clip.id}`,
        org: clip.org,
        detail: { record: asked.recordId },
      }),
    );
    c.header('Cache-Control', 'no-store');
    return c.json({ track: clip.data.track }, 200);
  });
});

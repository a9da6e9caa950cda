import { createRoute, z } from '@hono/zod-openapi';
import { fixSchema } from '../../core/footage.ts';
import { holds } from '../../media/stretch.ts';
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
    const { row: clip, stretches } = await seenClip(api, actor, asked);
    await api.audit.record(
      entryOf(api, c, actor, 'footage.track', {
        object: `footage:${clip.id}`,
        org: clip.org,
        detail: { record: asked.recordId },
      }),
    );
    c.header('Cache-Control', 'no-store');
    const track = clip.data.track.filter(([at]) => !stretches || holds(stretches, (at - clip.startAt) / 1000));
    return c.json({ track }, 200);
  });
});

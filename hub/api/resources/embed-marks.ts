import { createRoute, z } from '@hono/zod-openapi';
import { insertMark } from '../../store/marks.ts';
import { body, json, problems } from '../_kit/answers.ts';
import { entryOf } from '../_kit/look.ts';
import { embeddable, viewerOf } from '../_kit/player.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { seenClip } from '../_kit/seen-clip.ts';
import { markItem, markSchema } from '../shapes/mark.ts';

/** Marks set in the embedded player. They are read with the record. */
export default defineResource('/embed/v1/marks', (api) => {
  const app = newApp();
  app.use('*', embeddable(api));
  const set = createRoute({
    method: 'post',
    path: '/',
    tags: ['embed'],
    summary: 'Mark a moment of a clip for a granted record; everybody who opens the record sees it',
    request: {
      body: body(
        z.strictObject({
          recordId: z.number().int().positive(),
          footageId: z.number().int().positive(),
          seconds: z.number().min(0).max(2_000_000),
          note: z.string().trim().max(200).default(''),
        }),
      ),
    },
    responses: { 201: json(markSchema, 'The mark'), ...problems },
  });
  return app.openapi(set, async (c) => {
    const actor = await viewerOf(api, c);
    const { recordId, footageId, seconds, note } = c.req.valid('json');
    const clip = await seenClip(api, actor, { recordId, footageId, seconds });
    const row = {
      ...{ recordId, footageId, offsetMs: Math.round(seconds * 1000), note },
      ...{ createdBy: actor.name, grantId: actor.grantId, createdAt: Date.now() },
    };
    const id = await insertMark(api.store.db, row);
    await api.audit.record(
      entryOf(api, c, actor, 'footage.mark', {
        object: `footage:${footageId}`,
        org: clip.org,
        detail: { mark: id, record: recordId, seconds, note },
      }),
    );
    c.header('Cache-Control', 'no-store');
    return c.json(markItem({ id, ...row }), 201);
  });
});

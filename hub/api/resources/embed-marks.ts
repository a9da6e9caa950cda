import { createRoute, z } from '@hono/zod-openapi';
import { NotFoundError } from '../../core/errors.ts';
import { linksOfRecord } from '../../store/links.ts';
import { insertMark, marksOfRecord } from '../../store/marks.ts';
import { getRecord } from '../../store/records.ts';
import { body, json, problems } from '../_kit/answers.ts';
import { entryOf } from '../_kit/look.ts';
import { embeddable, lookerOf } from '../_kit/player.ts';
import { number } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { seenClip } from '../_kit/seen-clip.ts';
import { seenMarks } from '../_kit/stretches.ts';
import { markItem, markSchema } from '../shapes/mark.ts';

/** Marks set in the player. An embedded one reads them with the record. */
export default defineResource('/embed/v1/marks', (api) => {
  const app = newApp();
  app.use('*', embeddable(api));
  const set = createRoute({
    method: 'post',
    path: '/',
    tags: ['embed'],
    summary: 'Mark a moment of a clip for a record; everybody who opens the record sees it',
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
  app.openapi(set, async (c) => {
    const actor = await lookerOf(api, c);
    const { recordId, footageId, seconds, note } = c.req.valid('json');
    const { row: clip } = await seenClip(api, actor, { recordId, footageId, seconds });
    const mark = {
      ...{ recordId, footageId, offsetMs: Math.round(seconds * 1000), note },
      ...{ createdBy: actor.name, grantId: actor.kind === 'grant' ? actor.grantId : null, createdAt: Date.now() },
    };
    const id = await insertMark(api.store.db, mark);
    await api.audit.record(
      entryOf(api, c, actor, 'footage.mark', {
        object: `footage:${footageId}`,
        org: clip.org,
        detail: { mark: id, record: recordId, seconds, note },
      }),
    );
    c.header('Cache-Control', 'no-store');
    return c.json(markItem({ id, ...mark }), 201);
  });

  const list = createRoute({
    method: 'get',
    path: '/',
    tags: ['embed'],
    summary: 'The marks in the clips of a record',
    request: { query: z.object({ recordId: number }) },
    responses: { 200: json(z.object({ items: z.array(markSchema) }), 'In the order of the clips'), ...problems },
  });
  return app.openapi(list, async (c) => {
    const actor = await lookerOf(api, c);
    const { db } = api.store;
    const { recordId } = c.req.valid('query');
    if (!(await getRecord(db, actor.scope, recordId)))
      throw new NotFoundError(`[hub] [api] there is no record ${recordId} to see`, { remedy: 'find it in the list' });
    const marks = seenMarks(actor, await linksOfRecord(db, actor.scope, recordId), await marksOfRecord(db, recordId));
    c.header('Cache-Control', 'no-store');
    return c.json({ items: marks.map(markItem) }, 200);
  });
});

import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { BadRequestError } from '../../core/errors.ts';
import { toIso } from '../../core/time.ts';
import { json, problems } from '../_kit/answers.ts';
import { entryOf } from '../_kit/look.ts';
import { embeddable, lookerOf } from '../_kit/player.ts';
import { number } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { seenClip } from '../_kit/seen-clip.ts';

/** A frame of a 4K camera as PNG. */
const mostBytes = 32 * 1024 * 1024;
const pngMagic = Buffer.from('89504e470d0a1a0a', 'hex');

/** Pictures people take out of a clip: not kept, but written into the log with their digest. */
export default defineResource('/embed/v1/snapshots', (api) => {
  const app = newApp();
  app.use('*', embeddable(api));
  const tooLarge = (): never => {
    throw new BadRequestError(`[hub] [api] a snapshot has at most ${mostBytes / 1024 / 1024} MB`, {
      remedy: 'send one frame as PNG',
    });
  };
  const log = createRoute({
    method: 'post',
    path: '/',
    tags: ['embed'],
    summary: 'Log a snapshot of a clip; the answer is its SHA-256, by which the file is recognised later',
    middleware: bodyLimit({ maxSize: mostBytes, onError: tooLarge }),
    request: {
      query: z.object({ recordId: number, footageId: number, seconds: z.coerce.number().min(0).max(2_000_000) }),
      body: { required: true, content: { 'image/png': { schema: z.string().openapi({ format: 'binary' }) } } },
    },
    responses: {
      200: json(z.object({ sha256: z.string(), bytes: z.number().int(), at: z.string() }), 'What was logged'),
      ...problems,
    },
  });
  return app.openapi(log, async (c) => {
    const actor = await lookerOf(api, c);
    const place = c.req.valid('query');
    const { row: clip } = await seenClip(api, actor, place);
    const png = Buffer.from(await c.req.arrayBuffer());
    if (!png.subarray(0, pngMagic.length).equals(pngMagic))
      throw new BadRequestError('[hub] [api] the snapshot is no PNG', { remedy: 'send the frame as image/png' });
    const sha256 = createHash('sha256').update(png).digest('hex');
    const { recordId, footageId, seconds } = place;
    await api.audit.record(
      entryOf(api, c, actor, 'footage.snapshot', {
        object: `footage:${footageId}`,
        org: clip.org,
        detail: { record: recordId, seconds, sha256, bytes: png.length },
      }),
    );
    c.header('Cache-Control', 'no-store');
    return c.json({ sha256, bytes: png.length, at: toIso(Date.now()) }, 200);
  });
});

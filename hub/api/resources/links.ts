import { createRoute, z } from '@hono/zod-openapi';
import { NotFoundError } from '../../core/errors.ts';
import type { Scope } from '../../core/scope.ts';
import { decisions } from '../../core/vocabulary.ts';
import { decide } from '../../match/decide.ts';
import { getFootage } from '../../store/footage.ts';
import { findLink, listLinks } from '../../store/links.ts';
import { getRecord } from '../../store/records.ts';
import { body, conflict, json, pageOf, problems } from '../_kit/answers.ts';
import type { Api } from '../_kit/api.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { presentLinks } from '../_kit/present.ts';
import { idParam, instant, optional, paging } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { linkItemSchema } from '../shapes/link-item.ts';
import { presentPairs, reviewItemSchema } from '../shapes/review-item.ts';

const segmentSchema = z
  .strictObject({ start: instant, end: instant })
  .openapi({ description: "By the camera's own clock, within the clip" });

/** @throws NotFoundError when the link is not there, or one of its ends is outside the scope */
const requireLink = async (api: Api, scope: Scope, id: number) => {
  const found = await findLink(api.store.db, scope, id);
  if (found) return found;
  throw new NotFoundError(`[hub] [api] there is no link ${id} to see`, { remedy: 'load the record again' });
};

export default defineResource('/api/v1/links', (api) => {
  const app = newApp();
  const deciding = signedIn(api, 'links.decide');

  const list = createRoute({
    method: 'get',
    path: '/',
    tags: ['links'],
    summary: 'Links, last changed first; those that wait for a person by decision=review',
    middleware: signedIn(api, 'records.read'),
    request: { query: z.object({ decision: optional(z.enum(decisions)), ...paging }) },
    responses: { 200: json(pageOf(reviewItemSchema), 'A page'), ...problems },
  });
  app.openapi(list, async (c) => {
    const { scope } = c.get('actor');
    const asked = given(c.req.valid('query'));
    const page = await listLinks(api.store.db, scope, asked);
    const items = await presentPairs(api.store.db, scope, page.items);
    await look(api, c, 'link.list', { detail: { ...asked, shown: items.map(({ id }) => id) } });
    return c.json({ ...page, items }, 200);
  });

  const decideRoute = createRoute({
    method: 'post',
    path: '/{id}/decision',
    tags: ['links'],
    summary: 'Confirm or reject a link, or take a decision back; it outranks every rule',
    middleware: deciding,
    request: {
      params: idParam,
      body: body(
        z.strictObject({
          decision: z.enum(['confirmed', 'rejected', 'undone']),
          version: z.number().int().openapi({ description: 'The version that was looked at' }),
          note: z.string().max(500).optional(),
        }),
      ),
    },
    responses: { 200: json(linkItemSchema, 'The link as it is now'), ...problems, ...conflict },
  });
  app.openapi(decideRoute, async (c) => {
    const { scope, name } = c.get('actor');
    const asked = c.req.valid('json');
    const before = await requireLink(api, scope, c.req.valid('param').id);
    const pair = { recordId: before.link.recordId, footageId: before.link.footageId };
    await decide(api.store, await api.rules.current(), { ...pair, ...asked, user: name });
    api.queue.nudge();
    await look(api, c, `link.${asked.decision}`, {
      object: `link:${before.link.id}`,
      org: before.record.org,
      detail: { ...pair, ...given({ note: asked.note }) },
    });
    // A decision that was taken back may leave nothing a rule would link.
    const after = (await findLink(api.store.db, scope, before.link.id)) ?? {
      ...before,
      link: { ...before.link, decision: 'rejected' as const },
    };
    const [item] = await presentLinks(api.store.db, scope, [after]);
    return c.json(item as NonNullable<typeof item>, 200);
  });

  const link = createRoute({
    method: 'post',
    path: '/',
    tags: ['links'],
    summary: 'Link by hand what no rule found; it is confirmed at once',
    middleware: deciding,
    request: {
      body: body(
        z.strictObject({
          recordId: z.number().int(),
          footageId: z.number().int(),
          segment: segmentSchema.optional(),
          version: z
            .number()
            .int()
            .optional()
            .openapi({ description: 'Of the link that was looked at; absent: nobody had decided about the pair' }),
          note: z.string().max(500).optional(),
        }),
      ),
    },
    responses: { 201: json(linkItemSchema, 'The new link'), ...problems, ...conflict },
  });
  return app.openapi(link, async (c) => {
    const { scope, name } = c.get('actor');
    const { recordId, footageId, segment, version, note } = c.req.valid('json');
    const [record, footage] = await Promise.all([
      getRecord(api.store.db, scope, recordId),
      getFootage(api.store.db, scope, footageId),
    ]);
    if (!record || !footage) {
      throw new NotFoundError('[hub] [api] there is no such record or recording to link', {
        remedy: 'check both numbers',
      });
    }
    const seen = version === undefined ? { isFirst: true } : { version };
    const verdict = { recordId, footageId, segment, note, ...seen, decision: 'confirmed' as const, user: name };
    await decide(api.store, await api.rules.current(), verdict);
    api.queue.nudge();
    const {
      items: [made],
    } = await listLinks(api.store.db, scope, { recordId, footageId, limit: 1 });
    if (!made)
      throw new NotFoundError('[hub] [api] the link was taken away in between', { remedy: 'load the record again' });
    const [item] = await presentLinks(api.store.db, scope, [made]);
    await look(api, c, 'link.confirmed', {
      object: `link:${made.link.id}`,
      org: record.org,
      detail: { recordId, footageId, byHand: true },
    });
    return c.json(item as NonNullable<typeof item>, 201);
  });
});

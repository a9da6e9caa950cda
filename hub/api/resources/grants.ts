import { createRoute, z } from '@hono/zod-openapi';
import { issueGrant } from '../../access/grants.ts';
import { webOrigin } from '../../access/web-origin.ts';
import { BadRequestError, ForbiddenError, NotFoundError } from '../../core/errors.ts';
import { toIso } from '../../core/time.ts';
import { systems } from '../../core/vocabulary.ts';
import { revokeGrant } from '../../store/grants.ts';
import { findRecords } from '../../store/records.ts';
import { grantExtents } from '../../store/tables/directory.ts';
import { body, json, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { mustHave, signedIn } from '../_kit/signed-in.ts';

const externalId = z.string().min(1).max(190);

const requestSchema = z
  .strictObject({
    system: z.enum(systems),
    record: externalId.optional(),
    records: z.array(externalId).min(1).max(500).optional().openapi({ description: 'For a list with badges' }),
    person: z.strictObject({ policeId: z.string().min(1).max(20), name: z.string().min(1).max(100).optional() }),
    extent: z.enum(grantExtents).default('linked').openapi({
      description:
        'How much of each clip: `linked` is the linked part with 10 s before and after, `clip` all of it; that needs the right footage.whole',
    }),
    origin: z.string().max(255).openapi({ description: 'Of the page that embeds', example: 'https://case.example' }),
    purpose: z.string().min(1).max(255).openapi({ description: 'Why the person looks; goes into the log' }),
  })
  .refine(({ record, records }) => (record === undefined) !== (records === undefined), 'give either record or records');

export default defineResource('/api/v1/grants', (api) => {
  const app = newApp();
  const middleware = signedIn(api, 'grants.issue');

  const issue = createRoute({
    method: 'post',
    path: '/',
    tags: ['grants'],
    summary: 'Let one person at one page see the footage of some records; single use, within 120 s',
    middleware,
    request: { body: body(requestSchema) },
    responses: {
      201: json(z.object({ id: z.string(), token: z.string(), expiresAt: z.string() }), 'Hand the token to the page'),
      ...problems,
    },
  });
  app.openapi(issue, async (c) => {
    const actor = c.get('actor');
    const { system, record, records = [], person, purpose, extent, ...asked } = c.req.valid('json');
    const origin = webOrigin(asked.origin);
    if (actor.kind !== 'system') {
      throw new ForbiddenError('[hub] [api] grants are given to business systems only', {
        remedy: 'use the API key of the system',
      });
    }
    if (!actor.origins.includes(origin)) {
      throw new ForbiddenError(`[hub] [api] ${actor.name} may not embed from ${origin}`, {
        remedy: 'add the origin to its API key',
      });
    }
    if (actor.system !== undefined && actor.system !== system) {
      throw new BadRequestError(`[hub] [api] ${actor.name} speaks for ${actor.system}, not for ${system}`, {
        remedy: 'ask for records of its own system',
      });
    }
    if (extent === 'clip') mustHave(actor, 'footage.whole');
    const wanted = record === undefined ? records : [record];
    const rows = await findRecords(api.store.db, actor.scope, system, wanted);
    const found = new Set(rows.map((row) => row.externalId));
    // A list has rows the hub does not know yet; a grant for one record needs that record.
    if (record !== undefined && !found.has(record)) {
      throw new NotFoundError(`[hub] [api] there is no record ${record} of ${system} to see`, {
        remedy: 'wait until it has arrived, or check number and organisation',
      });
    }
    const ids = rows.map(({ id }) => id);
    const issuedBy = actor.name;
    const grant = await issueGrant(api.store.db, api.grantKey, {
      system,
      records: ids,
      person: { policeId: person.policeId, ...given({ name: person.name }) },
      extent,
      origin,
      purpose,
      issuedBy,
    });
    await look(api, c, 'grant.issue', {
      object: `grant:${grant.id}`,
      detail: { system, records: ids, person, extent, origin, purpose },
    });
    return c.json({ id: grant.id, token: grant.token, expiresAt: toIso(grant.expiresAt) }, 201);
  });

  const revoke = createRoute({
    method: 'delete',
    path: '/{id}',
    tags: ['grants'],
    summary: 'End a grant and the playback it was exchanged for, at once',
    middleware,
    request: {
      params: z.object({
        id: z
          .string()
          .max(40)
          .openapi({ param: { name: 'id', in: 'path' } }),
      }),
    },
    responses: { 204: { description: 'It opens nothing any more' }, ...problems },
  });
  return app.openapi(revoke, async (c) => {
    const { id } = c.req.valid('param');
    const actor = c.get('actor');
    const done = await revokeGrant(api.store.db, id, actor.kind === 'system' ? actor.name : undefined, Date.now());
    if (!done)
      throw new NotFoundError(`[hub] [api] there is no grant ${id.slice(0, 40)} of yours`, { remedy: 'check its id' });
    await look(api, c, 'grant.revoke', { object: `grant:${id}` });
    return c.body(null, 204);
  });
});

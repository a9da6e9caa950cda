import { createRoute, z } from '@hono/zod-openapi';
import { GrantRefusedError, redeemGrant } from '../../access/grants.ts';
import { grantActor } from '../../access/who.ts';
import { NotFoundError } from '../../core/errors.ts';
import type { Scope } from '../../core/scope.ts';
import { toIso } from '../../core/time.ts';
import { systems } from '../../core/vocabulary.ts';
import { diagnosisCodes } from '../../match/explain/diagnosis.ts';
import { explainMisses } from '../../match/explain/explain-misses.ts';
import { badgesOf } from '../../store/badges.ts';
import { linksOfRecord } from '../../store/links.ts';
import { marksOfRecord } from '../../store/marks.ts';
import { findRecord, getRecords, type RecordRow } from '../../store/records.ts';
import { addressOf } from '../_kit/address.ts';
import { body, json, problems } from '../_kit/answers.ts';
import type { Api } from '../_kit/api.ts';
import { entryOf } from '../_kit/look.ts';
import { embeddable, isOwnOrigin, playbackOf, viewerOf } from '../_kit/player.ts';
import { presentLinks, presentRecords } from '../_kit/present.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { seenMarks } from '../_kit/stretches.ts';
import { linkItemSchema } from '../shapes/link-item.ts';
import { markItem, markSchema } from '../shapes/mark.ts';
import { milestonesSchema, recordItemSchema } from '../shapes/record-item.ts';

/** A case handler needs the likeliest reasons, not all. */
const mostReasons = 3;

const system = z.enum(systems);
const person = z.object({ policeId: z.string(), name: z.string().optional() });

const playbackSchema = z
  .object({
    playback: z.string(),
    expiresAt: z.string(),
    records: z.array(z.object({ system: z.string(), externalId: z.string(), recordId: z.number().int() })),
    person,
  })
  .openapi('Playback');

const embeddedSchema = z
  .object({
    record: recordItemSchema.extend({ milestones: milestonesSchema }),
    links: z.array(linkItemSchema),
    marks: z.array(markSchema).openapi({ description: 'Places people marked in these clips' }),
    diagnosis: z
      .array(z.object({ code: z.enum(diagnosisCodes), text: z.object({ zh: z.string(), en: z.string() }) }))
      .optional()
      .openapi({ description: 'Where there are no links: why, in short' }),
  })
  .openapi('EmbeddedRecord');

const badgeSchema = z
  .object({
    externalId: z.string(),
    count: z.number().int(),
    seconds: z.number().openapi({ description: 'Linked seconds, all clips together' }),
    review: z.number().int(),
  })
  .openapi('Badge');

const exchangeSchema = z.strictObject({
  token: z.string().min(1).max(4_000),
  framedBy: z.string().max(300).optional().openapi({ description: "Of the hub's own page alone: who frames it" }),
});

/**
 * What helps a case handler who sees nothing: by what the record's own organisation knows, without officers, devices or
 * clips.
 */
const shortDiagnosis = async (api: Api, { id, org }: RecordRow) => {
  const scope: Scope = { kind: 'orgs', orgs: org === null ? [] : [org] };
  const { diagnosis } = await explainMisses(api.store.db, await api.rules.current(), scope, id);
  return diagnosis.slice(0, mostReasons).map(({ code, text }) => ({ code, text }));
};

export default defineResource('/embed/v1', (api) => {
  const app = newApp();
  app.use('*', embeddable(api));

  const open = createRoute({
    method: 'post',
    path: '/session',
    tags: ['embed'],
    summary: 'Exchange a grant for a playback session; once, from the page it was granted to',
    request: { body: body(exchangeSchema) },
    responses: { 200: json(playbackSchema, 'Send `playback` as bearer token'), ...problems },
  });
  app.openapi(open, async (c) => {
    const origin = c.req.header('origin');
    const { token, framedBy } = c.req.valid('json');
    // The page for iframes is ours: what it says of the page around it, that page cannot change.
    const from = origin !== undefined && isOwnOrigin(api, c, origin) ? { framedBy } : { origin };
    const { playback, expiresAt, grant } = await redeemGrant(api.store.db, api.grantKey, { token, from }).catch(
      async (error: unknown) => {
        if (error instanceof GrantRefusedError) {
          await api.audit.record({
            actor: 'unknown',
            actorKind: 'grant',
            action: 'grant.refused',
            object: error.grantId === undefined ? undefined : `grant:${error.grantId}`,
            address: addressOf(c, api.environment.trustedProxies),
            detail: { reason: error.reason, origin, ...(framedBy === undefined ? {} : { framedBy }) },
          });
        }
        throw error;
      },
    );
    const actor = grantActor(grant);
    const rows = await getRecords(api.store.db, actor.scope, grant.records);
    await api.audit.record(entryOf(api, c, actor, 'grant.redeem', { object: `grant:${grant.id}` }));
    c.header('Cache-Control', 'no-store');
    return c.json(
      {
        playback,
        expiresAt: toIso(expiresAt),
        records: rows.map((row) => ({ system: row.system, externalId: row.externalId, recordId: row.id })),
        person: grant.person,
      },
      200,
    );
  });

  const read = createRoute({
    method: 'get',
    path: '/records/{system}/{externalId}',
    tags: ['embed'],
    summary: 'A granted record with its linked footage; media addresses work without a cookie',
    request: {
      params: z.object({
        system: system.openapi({ param: { name: 'system', in: 'path' } }),
        externalId: z.string().openapi({ param: { name: 'externalId', in: 'path' } }),
      }),
      query: z.object({
        p: z.string().max(100).optional().openapi({ description: 'Playback token: spares browsers the preflight' }),
      }),
    },
    responses: { 200: json(embeddedSchema, 'The record'), ...problems },
  });
  app.openapi(read, async (c) => {
    const actor = await viewerOf(api, c);
    const { db } = api.store;
    const asked = c.req.valid('param');
    const row = await findRecord(db, actor.scope, asked.system, asked.externalId);
    if (!row) {
      await api.audit.record(
        entryOf(api, c, actor, 'playback.refused', { detail: { reason: 'other-record', ...asked } }),
      );
      throw new NotFoundError(`[hub] [api] this session does not open the record ${asked.externalId}`, {
        remedy: 'ask the business system for a grant that names it',
      });
    }
    const pairs = await linksOfRecord(db, actor.scope, row.id);
    const diagnosis = pairs.length > 0 ? undefined : await shortDiagnosis(api, row);
    const playback = playbackOf(c);
    const [[record], links, marks] = await Promise.all([
      presentRecords(db, actor.scope, [row]),
      presentLinks(db, actor.scope, pairs, playback, !actor.rights.has('footage.whole')),
      marksOfRecord(db, row.id),
    ]);
    await api.audit.record(
      entryOf(api, c, actor, 'record.read', {
        object: `record:${row.id}`,
        org: row.org,
        detail: { footage: pairs.map(({ footage }) => footage.id) },
      }),
    );
    c.header('Cache-Control', 'no-store');
    return c.json(
      {
        record: { ...(record as NonNullable<typeof record>), milestones: row.data.milestones },
        links,
        marks: seenMarks(actor, pairs, marks).map(markItem),
        ...(diagnosis ? { diagnosis } : {}),
      },
      200,
    );
  });

  const badges = createRoute({
    method: 'get',
    path: '/badges',
    tags: ['embed'],
    summary: 'How much footage each of some granted records has',
    request: {
      query: z.object({ system, records: z.string().max(20_000).openapi({ description: 'Numbers, by commas' }) }),
    },
    responses: { 200: json(z.object({ items: z.array(badgeSchema) }), 'In the order asked'), ...problems },
  });
  return app.openapi(badges, async (c) => {
    const actor = await viewerOf(api, c);
    const asked = c.req.valid('query');
    const ids = asked.records.split(',').filter(Boolean).slice(0, 500);
    const found = await badgesOf(api.store.db, actor.scope, asked.system, ids);
    await api.audit.record(
      entryOf(api, c, actor, 'record.badges', { detail: { system: asked.system, records: [...found.keys()] } }),
    );
    const none = { count: 0, seconds: 0, review: 0 };
    c.header('Cache-Control', 'no-store');
    return c.json({ items: ids.map((externalId) => ({ externalId, ...(found.get(externalId) ?? none) })) }, 200);
  });
});

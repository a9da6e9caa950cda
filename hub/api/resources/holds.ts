import { createRoute, z } from '@hono/zod-openapi';
import { record } from '../../audit/record.ts';
import { BadRequestError, ConflictError, NotFoundError } from '../../core/errors.ts';
import { toIso } from '../../core/time.ts';
import { lockFootage } from '../../store/deletions.ts';
import { getFootage } from '../../store/footage.ts';
import { type HoldRow, insertHold, listHolds, releaseHold } from '../../store/holds.ts';
import { getRecord } from '../../store/records.ts';
import { body, conflict, json, pageOf, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { entryOf, look } from '../_kit/look.ts';
import { flagParam, idParam, number, optional, paging } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';

const reason = z.string().trim().min(2).max(500);

const holdSchema = z
  .object({
    id: z.number().int(),
    record: z.number().int().optional(),
    footage: z.number().int().optional(),
    reason: z.string(),
    heldBy: z.string(),
    heldAt: z.string(),
    releasedBy: z.string().optional(),
    releasedAt: z.string().optional(),
    releaseReason: z.string().optional(),
  })
  .openapi('Hold');

const present = (row: HoldRow): z.infer<typeof holdSchema> => ({
  id: row.id,
  reason: row.reason,
  heldBy: row.heldBy,
  heldAt: toIso(row.heldAt),
  ...given({
    record: row.recordId,
    footage: row.footageId,
    releasedBy: row.releasedBy,
    releasedAt: row.releasedAt === null ? undefined : toIso(row.releasedAt),
    releaseReason: row.releaseReason,
  }),
});

/** Legal holds 法律保全: nothing they cover is deleted, whatever its class and age. */
export default defineResource('/api/v1/holds', (api) => {
  const app = newApp();
  const reading = { method: 'get' as const, tags: ['storage'], middleware: signedIn(api, 'holds.read') };
  const writing = { method: 'post' as const, tags: ['storage'], middleware: signedIn(api, 'holds.write') };

  app.openapi(
    createRoute({
      ...reading,
      path: '/',
      summary: 'Holds, newest first',
      request: {
        query: z.object({ record: optional(number), footage: optional(number), standing: flagParam, ...paging }),
      },
      responses: { 200: json(pageOf(holdSchema), 'A page'), ...problems },
    }),
    async (c) => {
      const { record: recordId, footage: footageId, ...asked } = c.req.valid('query');
      const filter = given({ ...asked, recordId, footageId });
      const page = await listHolds(api.store.db, c.get('actor').scope, filter);
      await look(api, c, 'holds.list', { detail: { ...filter } });
      return c.json({ ...page, items: page.items.map(present) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...writing,
      path: '/',
      summary: 'Hold a recording, or all that are linked to a record',
      request: {
        body: body(
          z.strictObject({ record: z.number().int().optional(), footage: z.number().int().optional(), reason }),
        ),
      },
      responses: { 201: json(holdSchema, 'The hold'), ...problems, ...conflict },
    }),
    async (c) => {
      const actor = c.get('actor');
      const { record: recordId, footage: footageId, reason } = c.req.valid('json');
      if ((recordId === undefined) === (footageId === undefined)) {
        throw new BadRequestError('[hub] [media] a hold is of a record or of a recording', {
          remedy: 'send one of record and footage',
        });
      }
      const row =
        recordId === undefined
          ? await getFootage(api.store.db, actor.scope, footageId ?? 0)
          : await getRecord(api.store.db, actor.scope, recordId);
      if (!row) throw new NotFoundError('[hub] [media] there is no such record or recording to hold');
      const object = recordId === undefined ? `footage:${footageId}` : `record:${recordId}`;
      const id = await api.store.transaction(async (tx) => {
        // Locked like a decision to delete: the two cannot pass each other.
        const clip = footageId === undefined ? undefined : await lockFootage(tx, footageId);
        if (clip?.mediaState === 'deleted') {
          throw new ConflictError(`[hub] [media] recording ${footageId} was deleted on approval`);
        }
        const made = await insertHold(tx, {
          ...{ recordId: recordId ?? null, footageId: footageId ?? null },
          ...{ org: row.org, reason, heldBy: actor.name },
        });
        await record(
          tx,
          entryOf(api, c, actor, 'hold.place', { object, org: row.org, detail: { hold: made, reason } }),
        );
        return made;
      });
      const [item] = (await listHolds(api.store.db, actor.scope, { limit: 50 })).items.filter((one) => one.id === id);
      return c.json(present(item as HoldRow), 201);
    },
  );

  return app.openapi(
    createRoute({
      ...writing,
      path: '/{id}/release',
      summary: 'Release a hold, with the reason',
      request: { params: idParam, body: body(z.strictObject({ reason })) },
      responses: { 200: json(holdSchema, 'The hold'), ...problems, ...conflict },
    }),
    async (c) => {
      const actor = c.get('actor');
      const { id } = c.req.valid('param');
      const { reason } = c.req.valid('json');
      const released = await api.store.transaction(async (tx) => {
        const hold = await releaseHold(tx, actor.scope, id, { by: actor.name, reason });
        const object = hold.recordId === null ? `footage:${hold.footageId}` : `record:${hold.recordId}`;
        await record(
          tx,
          entryOf(api, c, actor, 'hold.release', { object, org: hold.org, detail: { hold: id, reason } }),
        );
        return hold;
      });
      return c.json(present(released), 200);
    },
  );
});

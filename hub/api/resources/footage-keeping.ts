import { createRoute, z } from '@hono/zod-openapi';
import { NotFoundError } from '../../core/errors.ts';
import type { Scope } from '../../core/scope.ts';
import { toIso } from '../../core/time.ts';
import { assess } from '../../media/keeping/assess.ts';
import { deletionOf } from '../../store/deletions.ts';
import { type FootageRow, getFootage } from '../../store/footage.ts';
import { holdsOver } from '../../store/holds.ts';
import { tell } from '../../store/outbox.ts';
import { placementsOf } from '../../store/placements.ts';
import { deletionStates, placementStates } from '../../store/tables/volumes.ts';
import { requireVolume } from '../../store/volumes.ts';
import { body, json, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { idParam } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { labelSchema } from '../shapes/source-item.ts';

const keepingSchema = z
  .object({
    class: z.object({ name: z.string(), label: labelSchema, copies: z.number().int() }),
    until: z.string().optional().openapi({ description: 'Absent for ever' }),
    copies: z.array(
      z.object({
        volume: z.string(),
        state: z.enum(placementStates),
        nearest: z.boolean(),
        checkedAt: z.string().optional(),
      }),
    ),
    holds: z.array(
      z.object({ id: z.number().int(), record: z.number().int().optional(), reason: z.string(), heldBy: z.string() }),
    ),
    deletion: z.object({ id: z.number().int(), state: z.enum(deletionStates), reason: z.string() }).optional(),
  })
  .openapi('Keeping');

/** How one recording is kept: class, copies, holds; and moving it. */
export default defineResource('/api/v1/footage', (api) => {
  const app = newApp();

  const seen = async (scope: Scope, id: number): Promise<FootageRow> => {
    const row = await getFootage(api.store.db, scope, id);
    if (row) return row;
    throw new NotFoundError(`[hub] [api] there is no recording ${id} to see`, { remedy: 'find it in the list' });
  };

  app.openapi(
    createRoute({
      method: 'get',
      path: '/{id}/keeping',
      tags: ['storage'],
      middleware: signedIn(api, 'footage.read'),
      summary: 'How long a recording is kept and why, where its copies lie, what holds it',
      request: { params: idParam },
      responses: { 200: json(keepingSchema, 'As it is now'), ...problems },
    }),
    async (c) => {
      const { db } = api.store;
      const row = await seen(c.get('actor').scope, c.req.valid('param').id);
      const [assessed, copies, holds, deletion] = await Promise.all([
        assess(db, [row]),
        placementsOf(db, row.id),
        holdsOver(db, row.id),
        deletionOf(db, row.id),
      ]);
      const found = assessed.get(row.id);
      if (!found) throw new NotFoundError(`[hub] [api] nothing is known of keeping recording ${row.id}`);
      const { name, label, copies: wanted } = found.class;
      return c.json(
        {
          class: { name, label, copies: wanted },
          copies: copies.map(({ volume, state, checkedAt }) => ({
            ...{ volume, state, nearest: volume === row.volume },
            ...given({ checkedAt: checkedAt === null ? undefined : toIso(checkedAt) }),
          })),
          holds: holds.map(({ id, recordId, reason, heldBy }) => ({
            id,
            reason,
            heldBy,
            ...given({ record: recordId }),
          })),
          ...given({
            until: found.until === null ? undefined : toIso(found.until),
            deletion: deletion && { id: deletion.id, state: deletion.state, reason: deletion.reason },
          }),
        },
        200,
      );
    },
  );

  return app.openapi(
    createRoute({
      method: 'post',
      path: '/{id}/move',
      tags: ['storage'],
      middleware: signedIn(api, 'storage.write'),
      summary: 'Move the nearest copy to another volume while it may be played',
      request: { params: idParam, body: body(z.strictObject({ volume: z.string().max(40) })) },
      responses: { 202: { description: 'Under way; see its copies' }, ...problems },
    }),
    async (c) => {
      const row = await seen(c.get('actor').scope, c.req.valid('param').id);
      const { volume } = c.req.valid('json');
      await requireVolume(api.store.db, volume);
      await look(api, c, 'original.move', { object: `footage:${row.id}`, org: row.org, detail: { to: volume } });
      await tell(api.store.db, [{ name: 'original.tend', data: { footageId: row.id, to: volume } }], { urgent: true });
      api.queue.nudge();
      return c.body(null, 202);
    },
  );
});

import { createRoute, z } from '@hono/zod-openapi';
import { BadRequestError, ConflictError } from '../../core/errors.ts';
import { paceOf } from '../../core/pace.ts';
import { toIso } from '../../core/time.ts';
import {
  type BackfillRow,
  createBackfill,
  hasBackfillUnderWay,
  listBackfills,
  stopBackfill,
} from '../../store/backfills.ts';
import { tell } from '../../store/outbox.ts';
import { requireSource, type SourceRow } from '../../store/sources.ts';
import { backfillStates } from '../../store/tables/source-watch.ts';
import { body, conflict, json, pageOf, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { idParam } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';

const count = z.number().int();
const nameParam = z.object({
  name: z
    .string()
    .max(64)
    .openapi({ param: { name: 'name', in: 'path' }, example: 'dispatch-icc' }),
});

const backfillSchema = z
  .object({
    id: count,
    state: z.enum(backfillStates),
    begun: z.unknown().openapi({ description: 'A cursor of the source; null: the beginning' }),
    reached: z.unknown(),
    pages: count,
    stored: count,
    unchanged: count,
    dead: count,
    askedBy: z.string(),
    createdAt: z.string(),
    changedAt: z.string(),
    error: z.object({ message: z.string(), remedy: z.string().optional() }).optional(),
  })
  .openapi('Backfill');

const backfillItem = ({
  source: _,
  error,
  createdAt,
  changedAt,
  ...row
}: BackfillRow): z.infer<typeof backfillSchema> => ({
  ...row,
  createdAt: toIso(createdAt),
  changedAt: toIso(changedAt),
  ...given({ error }),
});

/** 0: none, or the settings are wrong, which shows as the source's error. */
const budgetOf = ({ settings, name }: SourceRow): number => {
  try {
    return paceOf(settings, name).backfillRowsPerMinute;
  } catch {
    return 0;
  }
};

export default defineResource('/api/v1/sources', (api) => {
  const app = newApp();
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{name}/backfill',
      tags: ['sources'],
      middleware: signedIn(api, 'sources.write'),
      summary: 'Read a source again beside its live position, which does not move; a worker does it',
      request: {
        params: nameParam,
        body: body(
          z.strictObject({
            from: z
              .unknown()
              .openapi({ description: 'A cursor of the source as /offsets shows it; from the beginning when absent' })
              .optional(),
          }),
        ),
      },
      responses: {
        202: json(z.object({ accepted: z.literal(true), id: count }), 'It will be read again; see its progress'),
        ...problems,
        ...conflict,
      },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const { from } = c.req.valid('json');
      const source = await requireSource(api.store.db, name);
      if (!api.connectors.get(source.connector)?.poll) {
        throw new BadRequestError(`[hub] [${name}] this source is not polled: it brings what it likes by itself`, {
          remedy: 'ask the other side to send again, or replay the stored messages',
        });
      }
      if (await hasBackfillUnderWay(api.store.db, name)) {
        throw new ConflictError(`[hub] [${name}] this source is being read again already`, {
          remedy: 'wait until that is done, or stop it first',
        });
      }
      const id = await api.store.transaction(async (tx) => {
        const created = await createBackfill(tx, { source: name, begun: from, askedBy: c.get('actor').name });
        await tell(tx, [{ name: 'backfill.wanted', data: { source: name, id: created } }]);
        return created;
      });
      api.queue.nudge();
      await look(api, c, 'source.backfill', { object: `source:${name}`, detail: { from, id } });
      return c.json({ accepted: true as const, id }, 202);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/{name}/backfill',
      tags: ['sources'],
      middleware: signedIn(api, 'sources.read'),
      summary: 'Readings beside the live position, latest first, with their progress and budget',
      request: { params: nameParam },
      responses: {
        200: json(
          pageOf(backfillSchema).extend({
            rowsPerMinute: count.openapi({ description: 'Its budget; 0 is none' }),
            canBackfill: z.boolean(),
          }),
          'The last ten',
        ),
        ...problems,
      },
    }),
    async (c) => {
      const source = await requireSource(api.store.db, c.req.valid('param').name);
      const items = await listBackfills(api.store.db, source.name);
      const canBackfill = api.connectors.get(source.connector)?.poll !== undefined;
      return c.json({ items: items.map(backfillItem), rowsPerMinute: budgetOf(source), canBackfill }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/{name}/backfill/{id}/stop',
      tags: ['sources'],
      middleware: signedIn(api, 'sources.write'),
      summary: 'Stop it after its next page; what came is stored',
      request: { params: nameParam.extend(idParam.shape) },
      responses: { 204: { description: 'It stops' }, ...problems },
    }),
    async (c) => {
      const { name, id } = c.req.valid('param');
      await stopBackfill(api.store.db, name, id);
      await look(api, c, 'source.backfill-stop', { object: `source:${name}`, detail: { id } });
      return c.body(null, 204);
    },
  );
  return app;
});

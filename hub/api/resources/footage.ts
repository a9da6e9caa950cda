import { createRoute, z } from '@hono/zod-openapi';
import { NotFoundError } from '../../core/errors.ts';
import { fixSchema, footageSchema } from '../../core/footage.ts';
import { toIso } from '../../core/time.ts';
import { decisions, deviceKinds } from '../../core/vocabulary.ts';
import { clockHistoryOf } from '../../store/device-clocks.ts';
import { getFootage } from '../../store/footage.ts';
import { listFootage } from '../../store/footage-list.ts';
import { linksOfFootage } from '../../store/links.ts';
import { clockGrounds } from '../../store/tables/device-clocks.ts';
import { json, pageOf, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { presentFootage, presentRecords } from '../_kit/present.ts';
import { flagParam, idParam, instantParam, optional, orgParam, paging, text } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { footageItemSchema } from '../shapes/footage-item.ts';
import { segmentOf, segmentSchema } from '../shapes/link-item.ts';
import { recordItemSchema } from '../shapes/record-item.ts';

const clockPieceSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    offsetMs: z.number().int().openapi({ description: "Device minus true time at `from`, by the device's own clock" }),
    driftMsPerDay: z.number(),
    deviationMs: z.number().int().openapi({ description: 'Standard error that matching reckons with' }),
    grounds: z.enum(clockGrounds),
    clips: z.number().int(),
  })
  .openapi('ClockPiece');

const detailSchema = footageItemSchema
  .extend({
    track: z.array(fixSchema).openapi({ description: '[epoch ms, longitude, latitude, accuracy m]' }),
    footage: footageSchema.openapi({ description: 'Canonical JSON' }),
    clocks: z.array(clockPieceSchema).openapi({
      description: "How the device's clock went, where it was wrong; corrects matching only, never the recording",
    }),
    links: z.array(
      z.object({
        linkId: z.number().int(),
        decision: z.enum(decisions),
        probability: z.number(),
        segment: segmentSchema,
        record: recordItemSchema,
      }),
    ),
  })
  .openapi('FootageDetail');

export default defineResource('/api/v1/footage', (api) => {
  const app = newApp();
  const common = { method: 'get' as const, tags: ['footage'], middleware: signedIn(api, 'footage.read') };

  const list = createRoute({
    ...common,
    path: '/',
    summary: 'Recordings, latest first',
    request: {
      query: z.object({
        source: text,
        org: orgParam,
        officer: text,
        device: text,
        number: text,
        deviceKind: optional(z.enum(deviceKinds)),
        from: instantParam,
        to: instantParam,
        linked: flagParam,
        ...paging,
      }),
    },
    responses: { 200: json(pageOf(footageItemSchema), 'A page'), ...problems },
  });
  app.openapi(list, async (c) => {
    const { scope } = c.get('actor');
    const { officer, device, ...filter } = c.req.valid('query');
    const asked = given({ ...filter, policeId: officer, deviceId: device });
    const page = await listFootage(api.store.db, scope, asked);
    const items = await presentFootage(api.store.db, scope, page.items);
    await look(api, c, 'footage.list', { detail: { ...asked, shown: items.map(({ id }) => id) } });
    return c.json({ ...page, items }, 200);
  });

  const read = createRoute({
    ...common,
    path: '/{id}',
    summary: 'One recording with its track and the records it shows',
    request: { params: idParam },
    responses: { 200: json(detailSchema, 'The recording'), ...problems },
  });
  return app.openapi(read, async (c) => {
    const { scope } = c.get('actor');
    const { id } = c.req.valid('param');
    const row = await getFootage(api.store.db, scope, id);
    if (!row)
      throw new NotFoundError(`[hub] [api] there is no recording ${id} to see`, { remedy: 'find it in the list' });
    const pairs = await linksOfFootage(api.store.db, scope, id);
    const [[item], records, pieces] = await Promise.all([
      presentFootage(api.store.db, scope, [row]),
      presentRecords(
        api.store.db,
        scope,
        pairs.map(({ record }) => record),
      ),
      row.deviceId === null ? [] : clockHistoryOf(api.store.db, row.deviceId),
    ]);
    const clocks = pieces.map(({ fromAt, toAt, ...piece }) => ({ from: toIso(fromAt), to: toIso(toAt), ...piece }));
    await look(api, c, 'footage.read', { object: `footage:${id}`, org: row.org });
    const links = pairs.flatMap(({ link }, index) => {
      const record = records[index];
      const { id: linkId, decision, probability } = link;
      return record ? [{ linkId, decision, probability, segment: segmentOf(link, row), record }] : [];
    });
    return c.json(
      { ...(item as NonNullable<typeof item>), track: row.data.track, footage: row.data, clocks, links },
      200,
    );
  });
});

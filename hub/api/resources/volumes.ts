import { createRoute, z } from '@hono/zod-openapi';
import { configureVolume, shownVolumeSettings, volumeSpecSchema } from '../../media/volumes/configure.ts';
import { volumeKind, volumeKinds } from '../../media/volumes/load-kinds.ts';
import { forgetVolumes, openVolume } from '../../media/volumes/open-volumes.ts';
import { probeVolume } from '../../media/volumes/tend-volumes.ts';
import { countMissing } from '../../store/keeping.ts';
import { volumeContents } from '../../store/placements.ts';
import { deleteVolume, listVolumes, requireVolume } from '../../store/volumes.ts';
import { body, conflict, json, problems } from '../_kit/answers.ts';
import { look } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { fieldSchema, formOf, labelSchema } from '../shapes/source-item.ts';
import { presentVolume, volumeItemSchema } from '../shapes/volume-item.ts';

const nameParam = z.object({
  name: z
    .string()
    .max(40)
    .openapi({ param: { name: 'name', in: 'path' }, example: 'archive' }),
});

const detailSchema = volumeItemSchema
  .extend({ settings: z.record(z.string(), z.unknown()), fields: z.array(fieldSchema), version: z.number().int() })
  .openapi('VolumeDetail');

const listSchema = z.object({
  items: z.array(volumeItemSchema),
  kinds: z.array(z.object({ name: z.string(), title: labelSchema, about: z.string(), fields: z.array(fieldSchema) })),
  missing: z.number().int().openapi({ description: 'Recordings with fewer copies than their class wants' }),
});

export default defineResource('/api/v1/volumes', (api) => {
  const app = newApp();
  const reading = { method: 'get' as const, tags: ['storage'], middleware: signedIn(api, 'storage.read') };
  const writing = { tags: ['storage'], middleware: signedIn(api, 'storage.write') };

  const present = async (name: string) => {
    const row = await requireVolume(api.store.db, name);
    const [contents, { isUp }] = await Promise.all([volumeContents(api.store.db), openVolume(api, name)]);
    return { row, item: presentVolume(row, contents.get(name), isUp) };
  };

  app.openapi(
    createRoute({
      ...reading,
      path: '/',
      summary: 'Where originals lie: every volume with its room and state, and the kinds that can be added',
      responses: { 200: json(listSchema, 'Nearest first'), ...problems },
    }),
    async (c) => {
      const { db } = api.store;
      const [rows, contents, kinds, missing] = await Promise.all([
        listVolumes(db),
        volumeContents(db),
        volumeKinds(),
        countMissing(db),
      ]);
      const items = [];
      for (const row of rows) {
        // One that cannot be opened is shown all the same, with the reason.
        const open = await openVolume(api, row.name).catch(() => undefined);
        items.push(presentVolume(row, contents.get(row.name), open?.isUp ?? false));
      }
      return c.json(
        {
          items,
          kinds: [...kinds].map(([name, { title, about, settings }]) => ({
            ...{ name, title, about },
            fields: formOf(settings),
          })),
          missing,
        },
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      ...reading,
      path: '/{name}',
      summary: 'One volume with its settings (secrets withheld) and the form to edit them',
      request: { params: nameParam },
      responses: { 200: json(detailSchema, 'The volume'), ...problems },
    }),
    async (c) => {
      const { row, item } = await present(c.req.valid('param').name);
      const { settings: fields } = await volumeKind(row.kind);
      const settings = await shownVolumeSettings(row);
      return c.json({ ...item, settings, fields: formOf(fields), version: row.version }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...writing,
      method: 'put',
      path: '/{name}',
      summary: 'Add a volume or edit it; it is tried first, and used at once',
      request: {
        params: z.object({ name: volumeSpecSchema.shape.name }),
        body: body(volumeSpecSchema.omit({ name: true }).extend({ version: z.number().int().optional() })),
      },
      responses: { 200: json(volumeItemSchema, 'The volume as it is now'), ...problems, ...conflict },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const { version, ...spec } = c.req.valid('json');
      await configureVolume(api, { name, ...spec }, version);
      const { settings, ...rules } = spec;
      await look(api, c, 'volume.edit', {
        object: `volume:${name}`,
        detail: { ...rules, settings: Object.keys(settings) },
      });
      await probeVolume(api, await openVolume(api, name));
      return c.json((await present(name)).item, 200);
    },
  );

  app.openapi(
    createRoute({
      ...writing,
      method: 'post',
      path: '/{name}/check',
      summary: 'Write, read and remove something small now',
      request: { params: nameParam },
      responses: { 200: json(volumeItemSchema, 'The volume as it is now'), ...problems },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      await requireVolume(api.store.db, name);
      await probeVolume(api, await openVolume(api, name));
      forgetVolumes(api);
      await look(api, c, 'volume.check', { object: `volume:${name}` });
      return c.json((await present(name)).item, 200);
    },
  );

  return app.openapi(
    createRoute({
      ...writing,
      method: 'delete',
      path: '/{name}',
      summary: 'Forget a volume that was emptied',
      request: { params: nameParam },
      responses: { 204: { description: 'Forgotten' }, ...problems, ...conflict },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      await api.store.transaction((tx) => deleteVolume(tx, name));
      forgetVolumes(api);
      await look(api, c, 'volume.remove', { object: `volume:${name}` });
      return c.body(null, 204);
    },
  );
});

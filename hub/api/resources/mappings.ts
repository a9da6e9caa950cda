import { createRoute, z } from '@hono/zod-openapi';
import { NotFoundError } from '../../core/errors.ts';
import { fileText, requireMapping, versionInForce, versionText } from '../../ingest/mapping-text.ts';
import { returnMapping, saveMapping } from '../../ingest/save-mapping.ts';
import { latestMappingVersions, listMappingVersions } from '../../store/mapping-versions.ts';
import { listSources } from '../../store/sources.ts';
import { body, conflict, json, pageOf, problems } from '../_kit/answers.ts';
import { look } from '../_kit/look.ts';
import { number } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { mappingItem, mappingItemSchema, mappingVersion, mappingVersionSchema } from '../shapes/mapping-item.ts';

const named = { param: { name: 'name', in: 'path' as const }, example: 'dispatch-icc' };
const nameParam = z.object({ name: z.string().max(64).openapi(named) });
const newNameParam = z.object({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens')
    .openapi(named),
});
const versionParam = nameParam.extend({ version: number.openapi({ param: { name: 'version', in: 'path' } }) });
const note = z.string().max(500).default('');
const savedSchema = z.object({
  version: z.number().int().openapi({ description: 'Number of the version in force now' }),
});

export default defineResource('/api/v1/mappings', (api) => {
  const app = newApp();
  const reading = { method: 'get' as const, tags: ['mappings'], middleware: signedIn(api, 'sources.read') };
  const writing = { tags: ['mappings'], middleware: signedIn(api, 'sources.write') };

  const sourcesOf = async (): Promise<Map<string, string[]>> => {
    const users = new Map<string, string[]>();
    for (const { name, mapping } of await listSources(api.store.db))
      users.set(mapping, [...(users.get(mapping) ?? []), name]);
    return users;
  };

  app.openapi(
    createRoute({
      ...reading,
      path: '/',
      summary: 'The mappings that sources may use',
      responses: { 200: json(pageOf(mappingItemSchema), 'By name'), ...problems },
    }),
    async (c) => {
      const [latest, users] = await Promise.all([latestMappingVersions(api.store.db), sourcesOf()]);
      const items = [...api.mappings.values()]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((mapping) => mappingItem(mapping, latest.get(mapping.name) ?? 0, users.get(mapping.name) ?? []));
      return c.json({ items }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...reading,
      path: '/{name}',
      summary: 'One mapping with the YAML that is in force',
      request: { params: nameParam },
      responses: {
        200: json(mappingItemSchema.extend({ yaml: z.string() }).openapi('Mapping'), 'The mapping'),
        ...problems,
      },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      await api.refreshMappings();
      const mapping = api.mappings.get(name);
      if (!mapping) {
        throw new NotFoundError(`[hub] [api] there is no mapping named ${name}`, {
          remedy: 'see the list of mappings',
        });
      }
      const [id, users] = await Promise.all([versionInForce(api, name), sourcesOf()]);
      return c.json(
        { ...mappingItem(mapping, id, users.get(name) ?? []), yaml: await versionText(api, name, id) },
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      ...writing,
      method: 'put',
      path: '/{name}',
      summary: 'Put a new version in force, in every process at once; a new name makes a new mapping',
      request: {
        params: newNameParam,
        body: body(
          z.strictObject({
            yaml: z.string().max(1_000_000),
            note,
            basedOn: z
              .number()
              .int()
              .optional()
              .openapi({ description: 'The version the change was made from; 409 when another is in force' }),
          }),
        ),
      },
      responses: { 200: json(savedSchema, 'Saved and in force'), ...problems, ...conflict },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const change = c.req.valid('json');
      const version = await saveMapping(api, { name, ...change, author: c.get('actor').name });
      await look(api, c, 'mapping.save', { object: `mapping:${name}`, detail: { version, note: change.note } });
      return c.json({ version }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...reading,
      path: '/{name}/versions',
      summary: 'Who changed a mapping when, the latest first; the file stands last',
      request: { params: nameParam },
      responses: { 200: json(pageOf(mappingVersionSchema), 'Versions'), ...problems },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      await requireMapping(api, name);
      const rows = await listMappingVersions(api.store.db, name);
      const inForce = rows[0]?.id ?? 0;
      const items = rows.map((row) => mappingVersion(row, inForce));
      const file = { id: 0, isFile: true, note: `${name}.yaml`, author: '', inForce: inForce === 0 };
      return c.json({ items: (await fileText(api, name)) === undefined ? items : [...items, file] }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...reading,
      path: '/{name}/versions/{version}',
      summary: 'The YAML of one version; 0 is the file',
      request: { params: versionParam },
      responses: { 200: json(z.object({ yaml: z.string() }), 'The text'), ...problems },
    }),
    async (c) => {
      const { name, version } = c.req.valid('param');
      await requireMapping(api, name);
      return c.json({ yaml: await versionText(api, name, version) }, 200);
    },
  );

  return app.openapi(
    createRoute({
      ...writing,
      method: 'post',
      path: '/{name}/return',
      summary: 'Put an earlier version in force again; 0 is the file',
      request: { params: nameParam, body: body(z.strictObject({ version: z.number().int().min(0) })) },
      responses: { 200: json(savedSchema, 'In force'), ...problems },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const { version: to } = c.req.valid('json');
      const version = await returnMapping(api, { name, version: to, author: c.get('actor').name });
      await look(api, c, 'mapping.return', { object: `mapping:${name}`, detail: { version, to } });
      return c.json({ version }, 200);
    },
  );
});

import { readFile } from 'node:fs/promises';
import { createRoute, z } from '@hono/zod-openapi';
import { NotFoundError } from '../../core/errors.ts';
import type { CompiledMapping } from '../../core/mapping/compile.ts';
import { json, pageOf, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';

const itemSchema = z
  .object({
    name: z.string(),
    title: z.object({ zh: z.string(), en: z.string() }),
    connector: z.string(),
    target: z.string(),
    system: z.string().optional(),
    examples: z.number().int(),
    version: z.string(),
  })
  .openapi('MappingItem');

const mappingItem = ({
  name,
  title,
  connector,
  target,
  system,
  examples,
  version,
}: CompiledMapping): z.infer<typeof itemSchema> => ({
  name,
  title,
  connector,
  target,
  examples: examples.length,
  version,
  ...given({ system }),
});

export default defineResource('/api/v1/mappings', (api) => {
  const app = newApp();
  const common = { method: 'get' as const, tags: ['mappings'], middleware: signedIn(api, 'sources.read') };

  app.openapi(
    createRoute({
      ...common,
      path: '/',
      summary: 'The mappings that sources may use',
      responses: { 200: json(pageOf(itemSchema), 'By name'), ...problems },
    }),
    async (c) => c.json({ items: [...api.mappings.values()].map(mappingItem) }, 200),
  );

  return app.openapi(
    createRoute({
      ...common,
      path: '/{name}',
      summary: 'One mapping with its YAML',
      request: { params: z.object({ name: z.string().openapi({ param: { name: 'name', in: 'path' } }) }) },
      responses: { 200: json(itemSchema.extend({ yaml: z.string() }).openapi('Mapping'), 'The mapping'), ...problems },
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const mapping = api.mappings.get(name);
      if (!mapping)
        throw new NotFoundError(`[hub] [api] there is no mapping named ${name}`, {
          remedy: 'see the list of mappings',
        });
      return c.json({ ...mappingItem(mapping), yaml: await readFile(mapping.file, 'utf8') }, 200);
    },
  );
});

import { z } from '@hono/zod-openapi';
import type { CompiledMapping } from '../../core/mapping/compile.ts';
import { toIso } from '../../core/time.ts';
import type { MappingVersionEntry } from '../../store/mapping-versions.ts';
import { given } from '../_kit/given.ts';
import { labelSchema } from './source-item.ts';

export const mappingItemSchema = z
  .object({
    name: z.string(),
    title: labelSchema,
    connector: z.string(),
    target: z.string(),
    system: z.string().optional(),
    examples: z.number().int(),
    version: z.string().openapi({ description: 'Changes with every change of the text' }),
    inForce: z.number().int().openapi({ description: 'Number of the version in force; 0 is the file' }),
    sources: z.array(z.string()).openapi({ description: 'The sources that use it' }),
  })
  .openapi('MappingItem');

export const mappingItem = (
  { name, title, connector, target, system, examples, version }: CompiledMapping,
  inForce: number,
  sources: readonly string[],
): z.infer<typeof mappingItemSchema> => ({
  name,
  title,
  connector,
  target,
  examples: examples.length,
  version,
  inForce,
  sources: [...sources],
  ...given({ system }),
});

export const mappingVersionSchema = z
  .object({
    id: z.number().int().openapi({ description: '0 is the file' }),
    isFile: z.boolean(),
    note: z.string(),
    author: z.string(),
    at: z.string().optional(),
    inForce: z.boolean(),
  })
  .openapi('MappingVersion');

export const mappingVersion = (
  { id, isFile, note, author, at }: MappingVersionEntry,
  inForce: number,
): z.infer<typeof mappingVersionSchema> => ({ id, isFile, note, author, at: toIso(at), inForce: id === inForce });

/** Where a problem stands in the YAML. */
export const mappingProblemSchema = z.object({
  line: z.number().int(),
  column: z.number().int(),
  path: z.string(),
  message: z.string(),
  remedy: z.string(),
});

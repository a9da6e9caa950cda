import { z } from 'zod';
import { mappingSchema } from './schema.ts';

/** JSON Schema of a mapping file, for editors: completion, hints and red lines as one types. */
export const mappingJsonSchema = (): Record<string, unknown> => ({
  ...(z.toJSONSchema(mappingSchema, { target: 'draft-7', io: 'input', reused: 'ref' }) as Record<string, unknown>),
  title: 'Footage Link Hub mapping',
});

/** The text of `mappings/mapping.schema.json`. */
export const mappingJsonSchemaText = (): string => `${JSON.stringify(mappingJsonSchema(), null, 2)}\n`;

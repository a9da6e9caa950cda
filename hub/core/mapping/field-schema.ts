import { z } from 'zod';

/** A text; numbers and booleans that YAML made of it are turned back. */
export const plain = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const regex = z.string().min(1).describe('Regular expression.');

const testSchema = z.union([
  plain,
  z.array(plain).min(1),
  z.strictObject({
    present: z.boolean().optional(),
    matches: regex.optional(),
    not: z.union([plain, z.array(plain).min(1)]).optional(),
  }),
]);

/** `{ path: value | [values] | { present | matches | not } }`: all of them must hold. */
export const conditionSchema = z
  .record(z.string().min(1), testSchema)
  .describe('All must hold: a path, then the value, a list of values, or { present, matches, not }.');
export type ConditionSpec = z.infer<typeof conditionSchema>;

export const valueTypes = ['text', 'time', 'org', 'policeId', 'plate', 'number', 'integer', 'flag'] as const;
export type ValueType = (typeof valueTypes)[number];

const paths = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/** Everything that can be said of one field. Steps are done in the order in which they stand here. */
export const fieldObjectSchema = z.strictObject({
  when: conditionSchema.optional().describe('Only when it holds; absent otherwise.'),
  from: paths.optional().describe('Path, or several of which the first that gives a value counts.'),
  const: plain.optional().describe('Always this.'),
  template: z.string().min(1).optional().describe('Text with {paths}; absent when none of them gives a value.'),
  jsonata: z.string().min(1).optional().describe('JSONata expression over the row, for the odd case; slow.'),
  after: z
    .strictObject({ from: paths, seconds: paths })
    .optional()
    .describe('A time and a number of seconds to add to it.'),
  pick: z.enum(['first', 'earliest', 'latest']).optional().describe('Which one, where a path leads to several.'),
  unknown: z.array(plain).optional().describe('Texts that stand for "not known" here, beside those of the file.'),
  clean: z.boolean().optional().describe('Full-width letters to half-width, control characters out.'),
  trimPrefix: z.string().min(1).optional().describe('Characters taken off the beginning.'),
  match: regex.optional().describe('Keep the first group (or all) of what matches; absent when nothing does.'),
  codes: z
    .union([
      z.string().min(1),
      z.strictObject({
        table: z.string().min(1),
        otherwise: z.enum(['refuse', 'absent', 'keep', 'parent']).default('refuse'),
      }),
    ])
    .optional()
    .describe(
      'Look it up in a code table; what is not there is refused, unless `otherwise` says so. `parent`: of a code in levels of two digits, the name of the nearest level above that is there, with the code behind it; absent when none is.',
    ),
  as: z.enum(valueTypes).optional().describe('What it is read as. Absent: what its place in the record asks for.'),
  formats: z.array(z.string().min(1)).min(1).optional().describe('Time formats of this field, tried in order.'),
  scale: z.number().positive().optional().describe('A number is multiplied by it, e.g. 1048576 for MB to bytes.'),
  ifBad: z
    .enum(['refuse', 'absent'])
    .default('refuse')
    .describe('What a value that cannot be read does: put the row aside as a dead letter, or count as not known.'),
});
export type FieldObject = z.infer<typeof fieldObjectSchema>;

/** Short: a path; `=text` for a constant; a list of these or of objects, of which the first with a value counts. */
export const fieldSchema = z
  .union([z.string().min(1), z.array(z.union([z.string().min(1), fieldObjectSchema])).min(1), fieldObjectSchema])
  .meta({ id: 'field' });
export type FieldSpec = z.infer<typeof fieldSchema>;

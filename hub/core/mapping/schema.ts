import { z } from 'zod';
import { referenceKinds, systems } from '../vocabulary.ts';
import { decodeSchema, rowsSchema, successSchema } from './decode-schema.ts';
import { conditionSchema, fieldSchema, plain } from './field-schema.ts';

/** Where the items of a list come from; absent: the row itself gives one item. */
const origin = {
  each: z.string().min(1).optional().describe('Path to nested rows; one item for each of them.'),
  split: z
    .string()
    .min(1)
    .optional()
    .describe('Path to a text that holds a list; its parts are read with the path ".".'),
  by: z.string().min(1).optional().describe('What separates the parts: a set of characters. Absent: , ， 、 ; ； |'),
  when: conditionSchema.optional().describe('Only rows that fulfil it give an item.'),
};

const listOf = <S extends z.ZodRawShape>(shape: S) => z.array(z.strictObject({ ...origin, ...shape }));

const references = listOf({
  kind: z.enum(referenceKinds).describe('What kind of thing it leads to.'),
  id: fieldSchema,
}).describe('Numbers of other records; a record inherits the footage of what it refers to.');

const attributes = z
  .object({
    rest: z
      .union([z.boolean(), z.string().min(1)])
      .optional()
      .describe('Keep every field that is read nowhere else: true for the row, or the path of a nested row.'),
    except: z.array(z.string().min(1)).optional().describe('Fields that `rest` leaves out, e.g. photographs.'),
  })
  .catchall(fieldSchema)
  .describe('Whatever else is worth keeping, by the name it is kept under.');

const place = z
  .strictObject({
    lon: fieldSchema.optional(),
    lat: fieldSchema.optional(),
    point: fieldSchema.optional().describe('One text that holds both, e.g. "113.31,23.12".'),
    crs: z.enum(['wgs84', 'cgcs2000', 'gcj02', 'bd09']).default('wgs84'),
    axisOrder: z.enum(['lonLat', 'latLon', 'auto']).default('lonLat').describe('latLon: the two arrive swapped.'),
    range: z.enum(['china', 'world']).default('china').describe('Coordinates outside are kept as original only.'),
    accuracyM: fieldSchema.optional(),
    address: fieldSchema.optional(),
  })
  .describe('Where it happened. 0,0 is "not known".');

export const recordFieldsSchema = z.strictObject({
  externalId: fieldSchema.describe('The number the other side knows it by.'),
  kind: fieldSchema.describe(
    'call, case, incident, warning, clue, traffic-stop, traffic-camera, or a word of your own.',
  ),
  title: fieldSchema.optional(),
  summary: fieldSchema.optional(),
  category: z.strictObject({ code: fieldSchema.optional(), label: fieldSchema.optional() }).optional(),
  org: fieldSchema.optional().describe('The organisation it belongs to: 12 or 8 digits.'),
  officers: listOf({
    policeId: fieldSchema.optional(),
    name: fieldSchema.optional(),
    org: fieldSchema.optional(),
    role: fieldSchema.optional(),
  }).optional(),
  persons: listOf({
    name: fieldSchema.optional(),
    idNumber: fieldSchema.optional(),
    phone: fieldSchema.optional(),
    role: fieldSchema.optional(),
  }).optional(),
  vehicles: listOf({ plate: fieldSchema, plateType: fieldSchema.optional() }).optional(),
  time: z.strictObject({
    start: fieldSchema,
    end: fieldSchema.optional(),
    precision: z.enum(['second', 'minute', 'hour', 'day']).optional().describe('Absent: what the text of start shows.'),
  }),
  milestones: listOf({
    name: z.string().min(1).describe('received, dispatched, acknowledged, departed, arrived, cleared, …'),
    at: fieldSchema,
  }).optional(),
  place: place.optional(),
  references: references.optional(),
  updatedAt: fieldSchema.optional(),
  attributes: attributes.optional(),
});

export const footageFieldsSchema = z.strictObject({
  externalId: fieldSchema,
  title: fieldSchema.optional(),
  deviceId: fieldSchema.optional(),
  deviceKind: fieldSchema,
  mediaType: fieldSchema,
  policeId: fieldSchema.optional(),
  officerName: fieldSchema.optional(),
  org: fieldSchema.optional(),
  start: fieldSchema,
  end: fieldSchema.describe('Where only a length is known: { after: { from: pssj, seconds: wjsc } }.'),
  uploadedAt: fieldSchema.optional(),
  track: z
    .strictObject({
      each: z.string().min(1),
      at: fieldSchema,
      lon: fieldSchema,
      lat: fieldSchema,
      accuracyM: fieldSchema.optional(),
      crs: place.shape.crs,
      axisOrder: place.shape.axisOrder,
    })
    .optional(),
  keyMark: fieldSchema.optional(),
  labels: listOf({ label: fieldSchema }).optional(),
  references: references.optional(),
  media: z
    .strictObject({ url: fieldSchema.optional(), bytes: fieldSchema.optional(), sha256: fieldSchema.optional() })
    .optional(),
  attributes: attributes.optional(),
});

export const exampleSchema = z.strictObject({
  title: z.string().min(1),
  message: z.string().optional().describe('The message as text; encoded in `charset`.'),
  base64: z.string().optional().describe('The message as bytes.'),
  json: z.unknown().optional().describe('The message as JSON.'),
  charset: z.string().optional().describe('What `message` is encoded in. Absent: UTF-8.'),
  contentType: z.string().optional(),
  expect: z
    .array(z.unknown())
    .optional()
    .describe('Canonical JSON of each row, parts may be left out; null says that something must be absent.'),
  fails: z
    .strictObject({
      field: z.string().optional(),
      rule: z.string().optional(),
      next: z.enum(['pause', 'retry', 'dead-letter', 'success']).optional(),
    })
    .optional()
    .describe('The message, or its first row that does not fit, is refused like this.'),
});

const common = {
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'use lower-case letters, digits and dashes')
    .describe('The file name without .yaml.'),
  title: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  about: z.string().optional().describe('What an engineer should know before using it.'),
  connector: z.string().min(1).describe('The protocol: a file name in connectors/.'),
  defaults: z
    .strictObject({
      schedule: z.string().min(1).optional().describe('Cron expression of the poll.'),
      settings: z.record(z.string(), z.unknown()).default({}),
    })
    .default({ settings: {} })
    .describe('What a new source with this mapping starts from.'),
  decode: decodeSchema,
  success: successSchema.optional(),
  rows: rowsSchema,
  zone: z.string().default('Asia/Shanghai').describe('Zone of times that state none.'),
  times: z
    .array(z.string().min(1))
    .min(1)
    .default(['yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd HH:mm:ss.S', 'yyyy-MM-dd HH:mm', 'yyyyMMddHHmmss', 'iso'])
    .describe('Formats of times, tried in order.'),
  unknown: z.array(plain).default([]).describe('Texts that stand for "not known", such as 无.'),
  codes: z
    .record(z.string(), z.record(z.string(), plain))
    .default({})
    .describe('Code tables by name: what the other side writes → what it means.'),
  skip: z
    .array(z.strictObject({ when: conditionSchema, reason: z.string().min(1) }))
    .default([])
    .describe('Rows that are left out, with the reason.'),
  columns: z
    .array(z.string().min(1))
    .default([])
    .describe('Fields the other side is known to send and that are read nowhere; anything else is reported as new.'),
  examples: z.array(exampleSchema).default([]).describe('Tests, documentation and preview of this mapping.'),
};

/** The mapping file: the one declaration of what may stand in it. */
export const mappingSchema = z.discriminatedUnion('target', [
  z.strictObject({ ...common, target: z.literal('record'), system: z.enum(systems), fields: recordFieldsSchema }),
  z.strictObject({ ...common, target: z.literal('footage'), fields: footageFieldsSchema }),
]);

export type MappingDefinition = z.infer<typeof mappingSchema>;
export type RecordFields = z.infer<typeof recordFieldsSchema>;
export type FootageFields = z.infer<typeof footageFieldsSchema>;
export type Example = z.infer<typeof exampleSchema>;
export type PlaceSpec = z.infer<typeof place>;
export type AttributesSpec = z.infer<typeof attributes>;

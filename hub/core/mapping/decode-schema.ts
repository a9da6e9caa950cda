import { z } from 'zod';
import { plain } from './field-schema.ts';

/** One step of the way from bytes to a document. Text steps stand before `xml` or `json`, document steps after. */
export const stepSchema = z.union([
  z
    .enum(['xml', 'json', 'scrub', 'references'])
    .describe('references: {"$ref": id} and "$ref:id" are replaced by the thing with that $id, one step deep.'),
  z
    .strictObject({ charset: z.enum(['utf-8', 'gbk', 'gb2312', 'gb18030', 'utf-16le', 'utf-16be']) })
    .describe(
      'First, when the label of the messages lies. Absent: byte-order mark, content type, XML declaration, UTF-8.',
    ),
  z
    .strictObject({ urlDecode: z.enum(['whole', 'values']) })
    .describe('+ is a space. values may stand twice where values are encoded twice.'),
  z.strictObject({ take: z.string().min(1) }).describe('Go on with the text at this path, e.g. JSON inside XML.'),
  z
    .strictObject({ xmlAt: z.string().regex(/^[^.[\]/{}*]+(\.[^.[\]/{}*]+)*$/, 'write plain names joined by dots') })
    .describe('The text at this path is XML: go on with what it says in its place. Unreadable XML stays text.'),
  z
    .strictObject({ matrix: z.string().min(1) })
    .describe('Path to RBSP rows: status, then column names, then values. Gives { status, message, rows }.'),
]);
export type DecodeStep = z.infer<typeof stepSchema>;

export const decodeSchema = z
  .array(stepSchema)
  .min(1)
  .describe(
    'From bytes to a document: charset, urlDecode, scrub, xml, json, take, xmlAt, references, matrix, in the order written.',
  );

const nextSteps = z.enum(['retry', 'pause', 'duplicate', 'dead-letter', 'empty']);

export const successSchema = z
  .strictObject({
    path: z.string().min(1).describe('Where the reply says how it went.'),
    in: z.array(plain).min(1).describe('What it says when all is well.'),
    message: z.string().min(1).optional().describe('Path of the text that explains a failure.'),
    emptyIf: z.string().min(1).optional().describe('Regular expression over that text: there is no data, all is well.'),
    codes: z
      .record(z.string(), nextSteps)
      .default({})
      .describe('What other codes mean; ranges are written -619..-601.'),
    otherwise: nextSteps.default('retry').describe('What a code means that is not listed.'),
    refusals: z
      .array(z.strictObject({ startsWith: z.string().min(1), next: nextSteps, say: z.string().min(1) }))
      .default([])
      .describe('Replies that are plain text instead of a document.'),
  })
  .describe('HTTP 200 proves nothing: what a good reply looks like.');
export type SuccessSpec = z.infer<typeof successSchema>;

export const rowsSchema = z
  .union([
    z.string().min(1),
    z.strictObject({
      path: z.string().min(1).describe('Path to the rows; "." is the document.'),
      inner: z.string().min(1).optional().describe('The row proper inside each of them.'),
      carry: z.array(z.string().min(1)).optional().describe('Fields of the outer row that the inner one is given.'),
      total: z.string().min(1).optional().describe('Path of the number of rows the other side has.'),
      firstIsCount: z
        .string()
        .min(1)
        .optional()
        .describe('The first row is no row: it holds the total under this name.'),
      caseInsensitive: z
        .boolean()
        .default(false)
        .describe(
          'The other side changes its mind about upper and lower case: of the path and of the fields, nested ones too.',
        ),
      optional: z.boolean().default(false).describe('No rows at all is a good message.'),
    }),
  ])
  .describe('Where the rows are in the document.');
export type RowsSpec = z.infer<typeof rowsSchema>;

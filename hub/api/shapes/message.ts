import { z } from '@hono/zod-openapi';
import { toIso } from '../../core/time.ts';
import { type MessageRow, messageState, messageStates } from '../../store/messages.ts';
import { given } from '../_kit/given.ts';
import { misfitSchema } from './misfit.ts';

const count = z.number().int();

export const messageItemSchema = z
  .object({
    id: count,
    source: z.string(),
    subject: z.string().optional(),
    contentType: z.string(),
    receivedAt: z.string(),
    bytes: count,
    rows: count,
    dead: count,
    unchanged: count,
    state: z.enum(messageStates),
    editedFrom: count.optional().openapi({ description: 'The message a person made this one from' }),
    editedBy: z.string().optional(),
  })
  .openapi('MessageItem');

export const messageItem = (row: MessageRow): z.infer<typeof messageItemSchema> => ({
  id: row.id,
  source: row.source,
  contentType: row.contentType,
  receivedAt: toIso(row.receivedAt),
  bytes: row.bytes,
  rows: row.rows,
  dead: row.dead,
  unchanged: row.unchanged,
  state: messageState(row),
  ...given({ subject: row.subject, editedFrom: row.editedFrom, editedBy: row.editedBy }),
});

const entrySchema = z
  .object({
    row: count,
    decoded: z.unknown(),
    number: z.string().optional().openapi({ description: 'Its business number, as far as it can be read' }),
    mapped: z.unknown().optional().openapi({ description: 'What the present mapping makes of it' }),
    isSkipped: z.boolean().optional(),
    misfit: misfitSchema
      .extend({
        places: z.array(z.string()).readonly().openapi({ description: 'Where in the decoded row the value stands' }),
        reads: z.array(z.string()).readonly().openapi({ description: 'Where the mapping looks for it' }),
      })
      .optional(),
    stored: z
      .object({
        target: z.enum(['record', 'footage']),
        id: count,
        messageId: count.nullable(),
        isSame: z.boolean(),
        data: z.unknown(),
      })
      .optional(),
  })
  .openapi('MessageRow');

export const messageSchema = messageItemSchema
  .extend({
    mapping: z.string().optional(),
    charset: z.string(),
    text: z.string().openapi({ description: 'The body in its charset, its beginning where it is long' }),
    textLength: count.openapi({ description: 'Characters of all of it' }),
    rowCount: count.openapi({ description: 'Rows the present mapping finds' }),
    deadRows: z.array(count).openapi({ description: 'Rows with open dead letters, the first five hundred' }),
    entries: z.array(entrySchema).readonly().openapi({ description: 'A stretch of the rows' }),
    error: misfitSchema.optional().openapi({ description: 'Why the present mapping cannot read it at all' }),
    edits: z.array(z.object({ id: count, by: z.string(), at: z.string() })),
  })
  .openapi('Message');

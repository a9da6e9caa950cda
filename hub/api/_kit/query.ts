import { z } from '@hono/zod-openapi';
import { systems } from '../../core/vocabulary.ts';

/** A whole number in a path, in plain digits. */
export const number = z
  .string()
  .regex(/^\d{1,15}$/, 'is no number')
  .transform(Number)
  .openapi({ type: 'integer' });

export const idParam = z.object({ id: number.openapi({ param: { name: 'id', in: 'path' }, example: 12 }) });

/** An instant as ISO 8601 with offset, or a date in local time (its beginning); becomes epoch ms. */
export const instant = z
  .string()
  .transform((text, context) => {
    const at = Date.parse(
      /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+08:00` : text.replace(/ (\d{2}:\d{2})$/, '+$1'),
    );
    if (!Number.isNaN(at)) return at;
    context.addIssue({ code: 'custom', message: 'is no instant; write 2024-01-05T08:48:09+08:00 or 2024-01-05' });
    return z.NEVER;
  })
  .openapi({ type: 'string', example: '2024-01-05T08:48:09+08:00' });

/** An empty value counts as not given: forms send those. */
const optional = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), type.optional());

export const text = optional(z.string().max(190));
export const orgParam = optional(z.string().regex(/^\d{2,12}$/, 'an organisation code has up to 12 digits'));
export const flagParam = optional(z.enum(['true', 'false']).transform((value) => value === 'true'));
export const systemParam = optional(z.enum(systems));
export const instantParam = optional(instant);

/** `limit` and `cursor` of every list. */
export const paging = {
  limit: optional(z.coerce.number().int().min(1).max(500)).openapi({
    type: 'integer',
    description: '1 to 500, 50 by default',
  }),
  cursor: optional(z.string().max(500)).openapi({ type: 'string', description: '`next` of the page before' }),
};
export { optional };

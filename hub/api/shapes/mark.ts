import { z } from '@hono/zod-openapi';
import { toIso } from '../../core/time.ts';
import type { MarkRow } from '../../store/marks.ts';

/** A place in a clip that somebody marked. */
export const markSchema = z
  .object({
    id: z.number().int(),
    footageId: z.number().int(),
    seconds: z.number().openapi({ description: 'From the beginning of the clip' }),
    note: z.string(),
    by: z.string().openapi({ description: '警号' }),
    at: z.string(),
  })
  .openapi('Mark');

export const markItem = ({
  id,
  footageId,
  offsetMs,
  note,
  createdBy,
  createdAt,
}: MarkRow): z.infer<typeof markSchema> => ({
  ...{ id, footageId, seconds: offsetMs / 1000, note },
  ...{ by: createdBy, at: toIso(createdAt) },
});

import { z } from '@hono/zod-openapi';

export const checkStepSchema = z
  .object({
    step: z.string(),
    ok: z.boolean(),
    detail: z.string().optional(),
    rows: z.number().int().optional().openapi({ description: 'Rows that came with it' }),
    reply: z.string().optional().openapi({ description: "How the other side's answer begins" }),
    doubt: z.enum(['no-list']).optional().openapi({ description: 'To be looked at although it went well' }),
  })
  .openapi('CheckStep');

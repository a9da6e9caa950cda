import { z } from '@hono/zod-openapi';

/** Why something does not fit. */
export const misfitSchema = z.object({
  message: z.string(),
  remedy: z.string().optional(),
  field: z.string().optional(),
  rule: z.string().optional(),
  value: z.string().optional(),
});

import { z } from '@hono/zod-openapi';

const problemSchema = z
  .object({
    type: z.string().openapi({ example: 'https://hub.example/problems/not-found' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    remedy: z.string().optional(),
    problems: z.array(z.unknown()).optional(),
    current: z
      .record(z.string(), z.unknown())
      .optional()
      .openapi({ description: 'Of a conflict: how the thing is now, and who made it so' }),
  })
  .openapi('Problem');

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

/** Answers every route may give. */
export const problems = {
  400: problem('Wrong input; `problems` names the fields'),
  401: problem('Nobody is signed in'),
  403: problem('A right is missing'),
  404: problem('Not there, or outside the scope of the caller'),
  503: problem('The database or another part is away; see Retry-After'),
} as const;

export const conflict = { 409: problem('Changed by somebody else in between') } as const;

/** An answer in JSON. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** A body in JSON. */
export const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

/** A page of a list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().optional().openapi({ description: 'Cursor of the next page' }) });

import { z } from '@hono/zod-openapi';

const count = z.number().int();

/** What became of messages that were mapped again. */
export const remappedSchema = z
  .object({
    messages: count,
    closed: count,
    stillDead: count,
    stored: count,
    unchanged: count,
    refused: count,
    last: count.optional().openapi({ description: 'Go on after this message; absent when there are no more' }),
  })
  .openapi('Remapped');

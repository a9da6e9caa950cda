import { createRoute, z } from '@hono/zod-openapi';
import { json, pageOf, problems } from '../_kit/answers.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { fieldSchema, formOf, labelSchema } from '../shapes/source-item.ts';

const itemSchema = z
  .object({
    name: z.string(),
    title: labelSchema,
    about: labelSchema,
    polls: z.boolean(),
    receives: z.boolean(),
    publishes: z.boolean(),
    fields: z.array(fieldSchema).openapi({ description: 'Its settings as declared, for a form' }),
  })
  .openapi('Connector');

export default defineResource('/api/v1/connectors', (api) =>
  newApp().openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags: ['sources'],
      middleware: signedIn(api, 'sources.read'),
      summary: 'The protocols the hub speaks, with the settings each asks for',
      responses: { 200: json(pageOf(itemSchema), 'By name'), ...problems },
    }),
    (c) => {
      const items = [...api.connectors].map(([name, { title, about, settings, poll, receive, publish }]) => ({
        name,
        title,
        about,
        polls: poll !== undefined,
        receives: receive !== undefined,
        publishes: publish !== undefined,
        fields: formOf(settings),
      }));
      return c.json({ items }, 200);
    },
  ),
);

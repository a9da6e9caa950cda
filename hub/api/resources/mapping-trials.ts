import { createRoute, z } from '@hono/zod-openapi';
import { BadRequestError, NotFoundError } from '../../core/errors.ts';
import { draftMapping } from '../../core/mapping/draft.ts';
import { mappingJsonSchema } from '../../core/mapping/json-schema.ts';
import { systems } from '../../core/vocabulary.ts';
import { compileText } from '../../ingest/mapping-register.ts';
import { nameIn, previewMapping } from '../../ingest/preview.ts';
import { mostMessages, rehearse } from '../../ingest/rehearse.ts';
import { rawMessage } from '../../store/messages.ts';
import { requireSource } from '../../store/sources.ts';
import { body, json, problems } from '../_kit/answers.ts';
import { look } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { wholeHub } from '../_kit/whole-hub.ts';
import { mappingProblemSchema } from '../shapes/mapping-item.ts';
import { misfitSchema } from '../shapes/misfit.ts';
import { messageFrom, sampleMessage, sampleMessageSchema } from '../shapes/sample-message.ts';

const yaml = z.string().max(1_000_000);
const count = z.number().int();

const previewSchema = z
  .object({
    problems: z
      .array(mappingProblemSchema)
      .readonly()
      .openapi({ description: 'Of the mapping; then there is nothing else' }),
    document: z.unknown().optional(),
    rows: z
      .array(
        z.object({
          at: count,
          row: z.unknown().optional(),
          mapped: z.record(z.string(), z.unknown()).optional(),
          skipped: z.string().optional(),
          problems: z.array(misfitSchema).readonly(),
        }),
      )
      .readonly(),
    rowCount: count,
    triedCount: count.openapi({ description: 'So many from the first on were mapped' }),
    misfitCount: count.openapi({ description: 'How many of these do not fit' }),
    total: z.number().optional(),
    error: misfitSchema.extend({ next: z.string() }).optional(),
  })
  .openapi('MappingPreview');

const wouldStoreSchema = z.object({
  externalId: z.string(),
  title: z.string().optional(),
  messageId: count,
  changes: z
    .array(z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }))
    .readonly(),
});

const rehearsalSchema = z
  .object({
    messages: count,
    rows: count,
    added: count,
    changed: count,
    unchanged: count,
    skipped: count,
    refused: count,
    stoppedAfter: z.enum(['time', 'rows']).optional(),
    lists: z.object({
      added: z.array(wouldStoreSchema).readonly(),
      changed: z.array(wouldStoreSchema).readonly(),
      refused: z.array(misfitSchema.extend({ messageId: count, row: count })).readonly(),
    }),
  })
  .openapi('MappingDryRun');

/** What is done with a mapping before it is in force; nothing of it is stored. */
export default defineResource('/api/v1/mappings', (api) => {
  const app = newApp();
  const trying = { method: 'post' as const, tags: ['mappings'], middleware: signedIn(api, 'sources.write') };
  const reading = {
    method: 'post' as const,
    tags: ['mappings'],
    middleware: [signedIn(api, 'sources.write'), signedIn(api, 'messages.read'), wholeHub(api)],
  };

  app.openapi(
    createRoute({
      method: 'get',
      path: '/schema.json',
      tags: ['mappings'],
      middleware: signedIn(api, 'sources.read'),
      summary: 'JSON Schema of a mapping, for editors',
      responses: { 200: json(z.record(z.string(), z.unknown()), 'The schema'), ...problems },
    }),
    (c) => c.json(mappingJsonSchema(), 200),
  );

  app.openapi(
    createRoute({
      ...trying,
      path: '/preview',
      summary: 'What a mapping would make of a message, row by row with every problem',
      request: { body: body(z.strictObject({ yaml, message: sampleMessageSchema })) },
      responses: { 200: json(previewSchema, 'Nothing is stored'), ...problems },
    }),
    async (c) => {
      const asked = c.req.valid('json');
      const preview = await previewMapping(asked.yaml, messageFrom(asked.message));
      await look(api, c, 'mapping.preview', { object: `mapping:${nameIn(asked.yaml)}` });
      return c.json(preview, 200);
    },
  );

  app.openapi(
    createRoute({
      ...trying,
      path: '/draft',
      summary: 'A mapping to begin with, guessed from messages of one kind',
      request: {
        body: body(
          z.strictObject({
            name: z
              .string()
              .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens')
              .max(63),
            title: z.string().min(1).max(100),
            connector: z.string(),
            target: z.enum(['record', 'footage']),
            system: z.enum(systems).optional(),
            messages: z.array(sampleMessageSchema).min(1).max(20),
          }),
        ),
      },
      responses: { 200: json(z.object({ yaml: z.string() }), 'To be looked over'), ...problems },
    }),
    async (c) => {
      const { messages, system, ...asked } = c.req.valid('json');
      const draft = draftMapping({ ...asked, ...(system ? { system } : {}) }, messages.map(messageFrom));
      await look(api, c, 'mapping.draft', { object: `mapping:${asked.name}` });
      return c.json({ yaml: draft }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...reading,
      path: '/dry-run',
      summary: 'What a mapping would add, change and refuse among the messages a source brought last',
      request: {
        body: body(
          z.strictObject({
            source: z.string().max(64),
            mapping: z.string().max(64).optional().openapi({ description: 'One in force' }),
            yaml: yaml.optional().openapi({ description: 'Or one as it stands in the editor' }),
            last: z.number().int().min(1).max(mostMessages).default(mostMessages),
          }),
        ),
      },
      responses: { 200: json(rehearsalSchema, 'Nothing is stored'), ...problems },
    }),
    async (c) => {
      const { source, mapping: name, yaml: text, last } = c.req.valid('json');
      const row = await requireSource(api.store.db, source);
      const mapping = text === undefined ? api.mappings.get(name ?? row.mapping) : compileText(nameIn(text), text);
      if (!mapping) {
        throw new BadRequestError(`[hub] [api] there is no mapping named ${name ?? row.mapping}`, {
          remedy: 'see the list of mappings',
        });
      }
      await look(api, c, 'mapping.dry-run', { object: `source:${source}`, detail: { mapping: mapping.name, last } });
      return c.json(await rehearse(api.store, { source, mapping, last }), 200);
    },
  );

  return app.openapi(
    createRoute({
      ...reading,
      path: '/sample',
      summary: 'A stored message of a source, to try a mapping on',
      request: { body: body(z.strictObject({ messageId: z.number().int() })) },
      responses: { 200: json(z.object({ message: sampleMessageSchema }), 'As it came'), ...problems },
    }),
    async (c) => {
      const { messageId } = c.req.valid('json');
      const message = await rawMessage(api.store.db, messageId);
      if (!message) {
        throw new NotFoundError(`[hub] [api] there is no message ${messageId}`, { remedy: 'find it in the list' });
      }
      await look(api, c, 'message.read', { object: `message:${messageId}` });
      return c.json({ message: sampleMessage(message) }, 200);
    },
  );
});

import { createRoute, z } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import { record } from '../../audit/record.ts';
import { BadRequestError, ConfigurationError, ForbiddenError, NotFoundError } from '../../core/errors.ts';
import { publishRules } from '../../match/rules/publish-rules.ts';
import { parseRules, type Rules, rulesJsonSchema } from '../../match/rules/rules.ts';
import { latestRulesId, listRules, rulesById } from '../../store/match-rules.ts';
import { body, conflict, json, problems } from '../_kit/answers.ts';
import type { Api, ApiEnv } from '../_kit/api.ts';
import { entryOf } from '../_kit/look.ts';
import { idParam } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { seesWholeHub } from '../_kit/whole-hub.ts';
import { type RulesItem, rulesItem, rulesItemSchema } from '../shapes/rules.ts';

const dayMs = 86_400_000;
/** The column holds 64 KB, and Chinese comments take three bytes a character. */
const mostBytes = 60_000;

export const yamlSchema = z
  .string()
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= mostBytes, `is longer than ${mostBytes} bytes`);

/** Rules hold for every organisation: only who sees them all changes them or looks at what they would change. */
export const allOfHub = (api: Api) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    if (!(await seesWholeHub(api.store.db, c.get('actor').scope))) {
      throw new ForbiddenError('[hub] [api] match rules hold for all organisations, and you see some of them only', {
        remedy: 'ask an administrator for an account at the top of the tree',
      });
    }
    await next();
  });

/** A draft as rules. @throws BadRequestError with every problem */
export const readDraft = (yaml: string): Rules => {
  try {
    return parseRules(yaml, 'draft');
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new BadRequestError(error.message, { remedy: 'correct the named lines', cause: error });
  }
};

/** Problems of a draft by line. */
const problemsOf = (yaml: string): { line: number; message: string }[] => {
  try {
    parseRules(yaml, 'draft');
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const listed = Array.isArray(error.detail.problems) ? error.detail.problems.map(String) : [error.message];
    return listed.map((text) => {
      const [, line = '1', message = text] = /^draft:(\d+): (.*)$/s.exec(text) ?? [];
      return { line: Number(line), message };
    });
  }
};

const publishSchema = {
  note: z.string().max(500).optional(),
  basedOn: z.number().int().openapi({ description: 'Number of the rules that were in force when you began' }),
  days: z.number().int().min(0).max(3_660).default(30).openapi({
    description: 'Records of so many days back are matched again; 0: only what comes or changes from now on',
  }),
};
const publishedSchema = z.object({
  rules: rulesItemSchema,
  days: z.number().int().openapi({ description: 'Days that are matched again' }),
});

export default defineResource('/api/v1/rules', (api) => {
  const app = newApp();
  const reading = { tags: ['rules'], middleware: signedIn(api, 'rules.read') };
  const writing = { tags: ['rules'], middleware: [signedIn(api, 'rules.write'), allOfHub(api)] };

  /** Number 0 is the file. @throws NotFoundError */
  const requireRules = async (id: number): Promise<{ item: RulesItem; yaml: string }> => {
    const latest = await latestRulesId(api.store.db);
    const { version, yaml } = api.rules.standard;
    if (id === 0) return { item: { id, version, inForce: latest === 0 }, yaml };
    const row = await rulesById(api.store.db, id);
    if (row) return { item: rulesItem(row, latest), yaml: row.yaml };
    throw new NotFoundError(`[hub] [api] there are no rules number ${id}`, { remedy: 'see the list of rules' });
  };

  const list = createRoute({
    ...reading,
    method: 'get',
    path: '/',
    summary: 'The match rules in force with their YAML, and all that were published before, newest first',
    responses: {
      200: json(
        z.object({ inForce: rulesItemSchema.extend({ yaml: z.string() }), items: z.array(rulesItemSchema) }),
        'Rules',
      ),
      ...problems,
    },
  });
  app.openapi(list, async (c) => {
    const rows = await listRules(api.store.db);
    const latest = rows[0]?.id ?? 0;
    const [{ item, yaml }, file] = await Promise.all([requireRules(latest), requireRules(0)]);
    return c.json(
      { inForce: { ...item, yaml }, items: [...rows.map((row) => rulesItem(row, latest)), file.item] },
      200,
    );
  });

  const schema = createRoute({
    ...reading,
    method: 'get',
    path: '/schema',
    summary: 'JSON Schema of match rules, for editors',
    responses: { 200: json(z.record(z.string(), z.unknown()), 'Draft 7'), ...problems },
  });
  app.openapi(schema, (c) => c.json(rulesJsonSchema() as Record<string, unknown>, 200));

  const check = createRoute({
    ...reading,
    method: 'post',
    path: '/check',
    summary: 'Whether a draft is usable; nothing is stored',
    request: { body: body(z.strictObject({ yaml: yamlSchema })) },
    responses: {
      200: json(z.object({ problems: z.array(z.object({ line: z.number().int(), message: z.string() })) }), 'Problems'),
      ...problems,
    },
  });
  app.openapi(check, (c) => c.json({ problems: problemsOf(c.req.valid('json').yaml) }, 200));

  const read = createRoute({
    ...reading,
    method: 'get',
    path: '/{id}',
    summary: 'One publication with its YAML; 0 is the file the hub was installed with',
    request: { params: idParam },
    responses: { 200: json(rulesItemSchema.extend({ yaml: z.string() }), 'Rules'), ...problems },
  });
  app.openapi(read, async (c) => {
    const { item, yaml } = await requireRules(c.req.valid('param').id);
    return c.json({ ...item, yaml }, 200);
  });

  const publish = createRoute({
    ...writing,
    method: 'post',
    path: '/',
    summary: 'Put a draft in force in every process, and match the days before again',
    request: { body: body(z.strictObject({ yaml: yamlSchema, ...publishSchema })) },
    responses: { 201: json(publishedSchema, 'In force'), ...problems, ...conflict },
  });
  app.openapi(publish, async (c) => {
    const { yaml, note, basedOn, days } = c.req.valid('json');
    const actor = c.get('actor');
    const rules = readDraft(yaml);
    if (basedOn === (await latestRulesId(api.store.db)) && rules.version === (await api.rules.current()).version) {
      throw new BadRequestError('[hub] [api] the draft says what the rules in force say', {
        remedy: 'change something first',
      });
    }
    const published = await api.store.transaction(async (tx) => {
      const done = await publishRules(tx, {
        rules,
        note,
        basedOn,
        by: actor.name,
        rematchFrom: Date.now() - days * dayMs,
      });
      const detail = { version: rules.version, note, basedOn, days };
      await record(tx, entryOf(api, c, actor, 'rules.publish', { object: `rules:${done.id}`, detail }));
      return done;
    });
    api.queue.nudge();
    return c.json({ rules: (await requireRules(published.id)).item, days: published.days }, 201);
  });

  const back = createRoute({
    ...writing,
    method: 'post',
    path: '/{id}/return',
    summary: 'Put an earlier publication in force again, 0 for the file',
    request: { params: idParam, body: body(z.strictObject(publishSchema)) },
    responses: { 201: json(publishedSchema, 'In force again'), ...problems, ...conflict },
  });
  return app.openapi(back, async (c) => {
    const { id } = c.req.valid('param');
    const { note, basedOn, days } = c.req.valid('json');
    const actor = c.get('actor');
    const rules = readDraft((await requireRules(id)).yaml);
    const published = await api.store.transaction(async (tx) => {
      const rematchFrom = Date.now() - days * dayMs;
      const done = await publishRules(tx, { rules, note, basedOn, returnsTo: id, by: actor.name, rematchFrom });
      const detail = { version: rules.version, returnsTo: id, note, basedOn, days };
      await record(tx, entryOf(api, c, actor, 'rules.return', { object: `rules:${done.id}`, detail }));
      return done;
    });
    api.queue.nudge();
    return c.json({ rules: (await requireRules(published.id)).item, days: published.days }, 201);
  });
});

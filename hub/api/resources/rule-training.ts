import { createRoute, z } from '@hono/zod-openapi';
import { ConflictError } from '../../core/errors.ts';
import { checkBounds, mostDays } from '../../match/lab/lab.ts';
import { trainApart } from '../../match/train/train-on-store.ts';
import { body, conflict, json, problems } from '../_kit/answers.ts';
import { look } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { allOfHub } from './rules.ts';

const dayMs = 86_400_000;
const sharesSchema = z.object({ m: z.number(), u: z.number(), weight: z.number() });

const stepsSchema = z
  .array(z.object({ from: z.number(), to: z.number(), pairs: z.number().int(), said: z.number(), found: z.number() }))
  .openapi({ description: 'Decided pairs by what was said of them, with the share that was confirmed' });

const trainedSchema = z
  .object({
    training: z.object({
      prior: z.object({ before: z.number(), after: z.number() }),
      levels: z.array(
        z.object({
          comparison: z.string(),
          level: z.string(),
          before: sharesSchema,
          after: sharesSchema,
          pairs: z.number().int().openapi({ description: 'Candidate pairs on this level' }),
          expected: z.number().openapi({ description: 'Of these, thought to be true' }),
        }),
      ),
      pairs: z.number().int(),
      chancePairs: z.number().int(),
      decisions: z.number().int(),
      likelihood: z
        .object({ before: z.number(), after: z.number() })
        .openapi({ description: 'Mean log2-likelihood of a pair that was kept aside' }),
      reliability: z.object({ before: stepsSchema, after: stepsSchema }),
    }),
    yaml: z.string().openapi({ description: 'The rules in force with the trained figures: a draft' }),
  })
  .openapi('TrainedRules');

export default defineResource('/api/v1/rule-training', (api) => {
  const app = newApp();
  let isUnderWay = false;

  const train = createRoute({
    method: 'post',
    path: '/',
    tags: ['rules'],
    summary: "Estimate the figures of the rules from the hub's own data and people's decisions; nothing is changed",
    middleware: [signedIn(api, 'rules.write'), allOfHub(api)],
    request: { body: body(z.strictObject({ days: z.number().int().min(1).max(mostDays).default(14) })) },
    responses: { 200: json(trainedSchema, 'Before and after, and a draft'), ...problems, ...conflict },
  });
  return app.openapi(train, async (c) => {
    const { days } = c.req.valid('json');
    const to = Date.now();
    const stretch = { from: to - days * dayMs, to };
    await checkBounds(api.store.db, stretch);
    if (isUnderWay) {
      throw new ConflictError('[hub] [lab] a training is under way', { remedy: 'wait for it, then train again' });
    }
    isUnderWay = true;
    try {
      await look(api, c, 'rules.train', { detail: { days } });
      const { yaml: inForce } = await api.rules.current();
      const order = { ...stretch, inForce, databaseUrl: api.environment.databaseUrl };
      const { training, yaml } = await trainApart(order, c.req.raw.signal);
      const { before, after } = training.reliability;
      const reliability = { before: [...before], after: [...after] };
      return c.json({ training: { ...training, levels: [...training.levels], reliability }, yaml }, 200);
    } finally {
      isUnderWay = false;
    }
  });
});

import { createRoute, z } from '@hono/zod-openapi';
import { ConflictError, NotFoundError } from '../../core/errors.ts';
import { checkBounds, mostDays } from '../../match/lab/lab.ts';
import { tell } from '../../store/outbox.ts';
import { dropTrialsBefore, insertTrial, openTrialsOf, trialById } from '../../store/rule-trials.ts';
import { body, conflict, json, problems } from '../_kit/answers.ts';
import { look } from '../_kit/look.ts';
import { idParam } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { presentTrial, trialSchema } from '../shapes/rules.ts';
import { allOfHub, readDraft, yamlSchema } from './rules.ts';

const dayMs = 86_400_000;
const keptMs = 7 * dayMs;

export default defineResource('/api/v1/rule-trials', (api) => {
  const app = newApp();
  const common = { tags: ['rules'], middleware: [signedIn(api, 'rules.write'), allOfHub(api)] };

  const begin = createRoute({
    ...common,
    method: 'post',
    path: '/',
    summary: 'Try a draft on the records of the last days beside the rules in force; nothing is changed',
    request: {
      body: body(
        z.strictObject({
          yaml: yamlSchema,
          days: z.number().int().min(1).max(mostDays).default(7),
        }),
      ),
    },
    responses: { 202: json(z.object({ id: z.number().int() }), 'Under way; ask for it'), ...problems, ...conflict },
  });
  app.openapi(begin, async (c) => {
    const { yaml, days } = c.req.valid('json');
    const { name } = c.get('actor');
    readDraft(yaml);
    const now = Date.now();
    const stretch = { from: now - days * dayMs, to: now };
    await checkBounds(api.store.db, stretch);
    if ((await openTrialsOf(api.store.db, name)) > 0) {
      throw new ConflictError('[hub] [lab] a trial of yours is under way', { remedy: 'wait for it, then try again' });
    }
    const id = await api.store.transaction(async (tx) => {
      await dropTrialsBefore(tx, now - keptMs);
      const made = await insertTrial(tx, { yaml, fromAt: stretch.from, toAt: stretch.to, createdBy: name });
      await tell(tx, [{ name: 'rules.trial', data: { trialId: made } }], { urgent: true });
      return made;
    });
    api.queue.nudge();
    await look(api, c, 'rules.trial', { object: `rule-trial:${id}`, detail: { days } });
    return c.json({ id }, 202);
  });

  const read = createRoute({
    ...common,
    method: 'get',
    path: '/{id}',
    summary: 'A trial: how far it is, and what would change',
    request: { params: idParam },
    responses: { 200: json(trialSchema, 'The trial'), ...problems },
  });
  return app.openapi(read, async (c) => {
    const { id } = c.req.valid('param');
    const trial = await trialById(api.store.db, id);
    if (trial === undefined)
      throw new NotFoundError(`[hub] [lab] there is no trial ${id}`, { remedy: 'try the draft again' });
    const shown = await presentTrial(api.store.db, c.get('actor').scope, trial);
    if (trial.state === 'done') await look(api, c, 'rules.trial-read', { object: `rule-trial:${id}` });
    return c.json(shown, 200);
  });
});

import { createRoute, z } from '@hono/zod-openapi';
import { toIso } from '../../core/time.ts';
import { openDeadLetters } from '../../store/dead-letters.ts';
import { listSources } from '../../store/sources.ts';
import { readStats } from '../../store/stats.ts';
import { hourMs, hourOf } from '../../store/tallies.ts';
import { json, problems } from '../_kit/answers.ts';
import { look } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';

const whole = z.number().int();
const statsSchema = z
  .object({
    records: z.object({
      total: whole,
      linked: whole,
      bySystem: z.array(z.object({ system: z.string(), total: whole, linked: whole })),
    }),
    footage: z.object({ total: whole, linked: whole, stored: whole, bytes: whole }),
    byHour: z.array(z.object({ hour: z.string(), records: whole, footage: whole, links: whole })),
    review: whole.openapi({ description: 'Pairs that wait for a person' }),
    openDeadLetters: whole,
    sourcesFailing: whole,
  })
  .openapi('Stats');

export default defineResource('/api/v1/stats', (api) => {
  const app = newApp();
  const route = createRoute({
    method: 'get',
    path: '/',
    tags: ['stats'],
    summary: 'Numbers of what the caller may see; by hour for the last two days',
    // Every person has it; a machine that only brings recordings has not.
    middleware: signedIn(api, 'directory.read'),
    responses: { 200: json(statsSchema, 'The numbers now'), ...problems },
  });
  return app.openapi(route, async (c) => {
    const { scope, rights } = c.get('actor');
    const runs = rights.has('sources.read');
    const [stats, letters, sources] = await Promise.all([
      readStats(api.store.db, scope, hourOf(Date.now()) - 47 * hourMs),
      runs ? openDeadLetters(api.store.db) : new Map<string, number>(),
      runs ? listSources(api.store.db) : [],
    ]);
    await look(api, c, 'stats.read');
    return c.json(
      {
        ...stats,
        byHour: stats.byHour.map(({ hour, ...counts }) => ({ hour: toIso(hour), ...counts })),
        openDeadLetters: [...letters.values()].reduce((all, open) => all + open, 0),
        sourcesFailing: sources.filter(({ state }) => state === 'failed').length,
      },
      200,
    );
  });
});

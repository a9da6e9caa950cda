/**
 * 三台合一 dispatch (interfaces 2.1): the ICC tables icc_t_jjdb, icc_t_pjdb and icc_t_fkdb in a MySQL database of its
 * own, as a 110 centre opens a copy of its tables to other systems. A row is inserted when a call is taken, a unit sent or
 * its feedback written, and updated in place as things go on; gxsj moves with it, in whole seconds and with ties.
 *
 * Beside them stands RS_SYP_GLXX, into which others write which recordings show a call (interfaces 3.5).
 *
 * It shows the faults of such data: no officers, officers corrected afterwards, no time of arrival, coordinates on a grid
 * of 100 m (and no word about their system), anonymous callers, second calls about the same thing.
 *
 * Environment: DISPATCH_DATABASE_URL (mysql://user:password@host:port/database; created when missing).
 * GET / tells the state; POST /sim/calls enters a call (entered-call.ts) and answers { jjdbh, pjdbh }. Such a call goes on
 * like the others while this process runs, and after a restart stays as it stands.
 */
import { Hono } from 'hono';
import { perDays, simulatedCity } from './_kit/city-days.ts';
import { requiredText } from './_kit/environment.ts';
import { runSimulator } from './_kit/process.ts';
import { repeat } from './_kit/repeat.ts';
import { CallRefused, enteredCall } from './dispatch/entered-call.ts';
import { openExchange } from './dispatch/exchange.ts';
import { type IccRevisions, revisionsOfCalls, revisionsOfDays } from './dispatch/rows.ts';

await runSimulator('dispatch', async ({ log }) => {
  const city = simulatedCity();
  const revisions = perDays(city, (days) => revisionsOfDays(city.city, days));
  const exchange = await openExchange(requiredText('DISPATCH_DATABASE_URL'));
  const byHand: IccRevisions = { calls: [], dispatches: [], feedbacks: [] };

  let writtenUpTo = city.clock.now();
  await exchange.write(revisions(), Number.NEGATIVE_INFINITY, writtenUpTo);

  const stop = repeat(1000, log, async () => {
    const now = city.clock.now();
    const living = revisions();
    const all: IccRevisions = {
      calls: [...living.calls, ...byHand.calls],
      dispatches: [...living.dispatches, ...byHand.dispatches],
      feedbacks: [...living.feedbacks, ...byHand.feedbacks],
    };
    await exchange.write(all, writtenUpTo, now);
    writtenUpTo = now;
  });

  const app = new Hono();
  app.get('/', async (c) => {
    const [counts, RS_SYP_GLXX] = await Promise.all([exchange.counts(), exchange.linkCount()]);
    return c.json({ writtenUpTo: new Date(writtenUpTo).toISOString(), ...counts, RS_SYP_GLXX });
  });
  app.post('/sim/calls', async (c) => {
    try {
      const now = city.clock.now();
      const call = enteredCall(city.city, await c.req.json().catch(() => undefined), now);
      const entered = revisionsOfCalls(city.city, [call], []);
      await exchange.writeLate(entered, now);
      for (const key of ['calls', 'dispatches', 'feedbacks'] as const) byHand[key].push(...entered[key]);
      return c.json({ jjdbh: call.number, pjdbh: call.units[0]?.number }, 201);
    } catch (error) {
      if (error instanceof CallRefused) return c.json({ error: error.message }, 400);
      throw error;
    }
  });
  return {
    app,
    stop: async () => {
      await stop();
      await exchange.close();
    },
  };
});

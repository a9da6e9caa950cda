import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { openDeadLetters } from '../../store/dead-letters.ts';
import { openParts } from '../../store/match-runs.ts';
import { outboxState } from '../../store/outbox.ts';
import { listSources, type SourceState } from '../../store/sources.ts';
import type { ApiDeps } from '../deps.ts';

/**
 * Numbers for whoever watches the machines: how it runs, and nothing of what it holds. They need no sign-in.
 */
export const openMetrics = ({ store }: Pick<ApiDeps, 'store'>) => {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });

  const requests = new Histogram({
    name: 'hub_http_request_seconds',
    help: 'Time to the beginning of an answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  new Gauge({
    name: 'hub_outbox_events',
    help: 'Events that wait to be handled, or failed for good',
    labelNames: ['lane', 'state'],
    registers,
    async collect() {
      this.reset();
      for (const { lane, waiting, parked } of await outboxState(store.db)) {
        this.set({ lane, state: 'waiting' }, waiting);
        this.set({ lane, state: 'parked' }, parked);
      }
    },
  });
  new Gauge({
    name: 'hub_match_parts',
    help: 'Parts of runs over the store that are not over: matched by now, and still to be matched',
    labelNames: ['pass', 'state'],
    registers,
    async collect() {
      this.reset();
      for (const { pass, isDone, total } of await openParts(store.db))
        this.set({ pass, state: isDone ? 'done' : 'waiting' }, total);
    },
  });
  new Gauge({
    name: 'hub_dead_letters_open',
    help: 'Rows that did not fit and wait for a person',
    labelNames: ['source'],
    registers,
    async collect() {
      this.reset();
      for (const [source, open] of await openDeadLetters(store.db)) this.set({ source }, open);
    },
  });
  new Gauge({
    name: 'hub_sources',
    help: 'Sources by state',
    labelNames: ['state'],
    registers,
    async collect() {
      const states: Record<SourceState, number> = { running: 0, paused: 0, failed: 0 };
      for (const { state } of await listSources(store.db)) states[state] += 1;
      for (const [state, count] of Object.entries(states)) this.set({ state }, count);
    },
  });

  const measure = createMiddleware(async (c, next) => {
    const end = requests.startTimer();
    await next();
    // The pattern, not the address: addresses are without number.
    end({ method: c.req.method, route: routePath(c, -1), status: String(c.res.status) });
  });
  return { registry, measure };
};

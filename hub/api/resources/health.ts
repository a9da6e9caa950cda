import { sql } from 'drizzle-orm';
import { explain } from '../../core/errors.ts';
import type { Api } from '../_kit/api.ts';
import { defineResource, newApp } from '../_kit/resource.ts';

const patienceMs = 3_000;

const tried = async (part: () => Promise<unknown>): Promise<{ ok: boolean; detail?: string }> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs / 1000} s`)), patienceMs);
  });
  try {
    await Promise.race([part(), late]);
    return { ok: true };
  } catch (error) {
    return { ok: false, detail: explain(error) };
  } finally {
    clearTimeout(timer);
  }
};

/** Without the database nothing works; without Redis or the search engine the hub goes on with less. */
const parts = (api: Api) => ({
  database: () => api.store.db.execute(sql`select 1`),
  redis: () => (api.queue.ready() ? api.queue.redis.ping() : Promise.reject(new Error('Redis is not connected'))),
  search: () => api.search.ping(),
});

export default defineResource('/', (api) => {
  const app = newApp();
  app.get('/livez', (c) => c.json({ ok: true }));
  app.get('/readyz', async (c) => {
    const states = Object.fromEntries(
      await Promise.all(Object.entries(parts(api)).map(async ([name, part]) => [name, await tried(part)] as const)),
    );
    const ok = Object.values(states).every((state) => state.ok);
    c.header('Cache-Control', 'no-store');
    return c.json({ ok, parts: states }, ok ? 200 : 503);
  });
  app.get('/metrics', async (c) =>
    c.body(await api.metrics.metrics(), 200, { 'Content-Type': api.metrics.contentType }),
  );
  return app;
});

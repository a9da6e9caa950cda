import { createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import type { Actor } from '../../access/actor.ts';
import { whoIs } from '../../access/who.ts';
import type { LiveEvent } from '../../queue/live.ts';
import { getFootage } from '../../store/footage.ts';
import type { Db } from '../../store/open.ts';
import { getRecord } from '../../store/records.ts';
import { problems } from '../_kit/answers.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { credentialsOf, signedIn } from '../_kit/signed-in.ts';

/** Proxies close a silent connection. */
const beatMs = 15_000;

const idOf = (value: unknown): number => (typeof value === 'number' ? value : -1);

/** That something exists is told only to those who may see it. */
const maySee = async (db: Db, { scope, rights }: Actor, { topic, data }: LiveEvent): Promise<boolean> => {
  if (topic === 'source') return rights.has('sources.read');
  if (topic === 'footage')
    return rights.has('footage.read') && (await getFootage(db, scope, idOf(data.id))) !== undefined;
  if (!rights.has('records.read')) return false;
  return (await getRecord(db, scope, idOf(data.recordId ?? data.id))) !== undefined;
};

export default defineResource('/api/v1/live', (api) => {
  const app = newApp();
  const route = createRoute({
    method: 'get',
    path: '/',
    tags: ['live'],
    summary: 'What happens, as server-sent events `record`, `footage`, `links`, `source`; data holds ids only',
    middleware: signedIn(api),
    responses: {
      200: { description: 'Until the caller leaves', content: { 'text/event-stream': { schema: z.string() } } },
      ...problems,
    },
  });
  return app.openapi(route, (c) => {
    if (c.req.method === 'HEAD') return c.body(null);
    let actor = c.get('actor');
    const from = c.req.header('last-event-id');
    return streamSSE(c, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      /** Who has signed out since hears no more, who serves elsewhere now hears of there. */
      const beat = async (): Promise<void> => {
        const now = await whoIs(api.store.db, credentialsOf(c), { isUse: false });
        if (!now || now.kind === 'grant') return gone.abort();
        actor = now;
        await stream.write(': here\n\n');
      };
      const beats = setInterval(() => void beat().catch(() => gone.abort()), beatMs);
      try {
        await stream.write('retry: 2000\n\n');
        for await (const event of api.queue.live.listen(from, gone.signal)) {
          if (!(await maySee(api.store.db, actor, event))) continue;
          await stream.writeSSE({ id: event.id, event: event.topic, data: JSON.stringify(event.data) });
        }
      } finally {
        clearInterval(beats);
      }
    });
  });
});

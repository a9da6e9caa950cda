import { createReadStream, existsSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { Readable } from 'node:stream';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { startSchedules } from '../../hub/ingest/schedule.ts';
import { runWorkers } from '../../hub/workers/run.ts';
import { openWorld } from '../api/world.ts';
import { buildBundles } from '../embed-widget/fixture/browser.ts';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * A whole hub with its console at an address of its own: API, workers and scheduler, and pages built from this tree. Call
 * it at the top of a test's file: what is opened later is not put away with it.
 */
export const startConsole = async () => {
  const world = await openWorld();
  const { dist, remove } = await buildBundles();
  const front = new Hono();
  const file = (path: string): Response =>
    new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
      headers: { 'content-type': types[extname(path)] ?? 'application/octet-stream' },
    });
  front.all('*', (c) => {
    const { path } = c.req;
    if (/^\/(api|receive|receive-sample|media|embed|files)(\/|$)/.test(path)) return world.app.fetch(c.req.raw, c.env);
    const built = join(dist, normalize(path));
    return file(path !== '/' && existsSync(built) ? built : join(dist, 'console/index.html'));
  });
  const schedules = startSchedules(world.hub);
  const workers = await runWorkers(world.hub);
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const starting = serve({ fetch: front.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(starting));
  });
  const address = server.address();
  const close = async (): Promise<void> => {
    await Promise.all([schedules.close(), workers.close()]);
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await remove();
  };
  return { ...world, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, close };
};

import { serve } from '@hono/node-server';
import { Hono } from 'hono';

// The least a route of the same kind can do: read the JSON and say yes. Prints its port.
const app = new Hono().post('/receive/calls/', async (c) => {
  const body: unknown = await c.req.json();
  return c.json({ accepted: Array.isArray(body) ? body.length : 1 }, 202);
});
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => process.stdout.write(`${port}\n`));

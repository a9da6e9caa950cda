import { receiveRequest } from '../../ingest/receive.ts';
import { defineResource, newApp } from '../_kit/resource.ts';

/** What business systems and docking stations push in, each in its own protocol: not part of the API description. */
export default defineResource('/receive', (api) => {
  const app = newApp();
  app.all('/:source{[^/]+}/*', (c) => {
    const source = c.req.param('source');
    const path = new URL(c.req.url).pathname.slice(`/receive/${encodeURIComponent(source)}`.length);
    return receiveRequest(api, source, path, c.req.raw);
  });
  return app;
});

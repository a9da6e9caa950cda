import { answerAtDoor } from '../../ingest/door.ts';
import { defineResource, newApp } from '../_kit/resource.ts';

/** Temporary addresses for the first message of a new source; the id in the address is what admits. */
export default defineResource('/receive-sample', (api) => {
  const app = newApp();
  app.all('/:id{[0-9a-f]{24}}/*', (c) => {
    const { id } = c.req.param();
    const path = new URL(c.req.url).pathname.split(id)[1] ?? '';
    return answerAtDoor(api, api.queue.redis, { id, path }, c.req.raw);
  });
  return app;
});

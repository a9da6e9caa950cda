import { NotFoundError } from '../../core/errors.ts';
import { volumeKinds } from '../../media/volumes/load-kinds.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { volumeKindPage, volumeKindsPage } from '../_kit/volume-kind-page.ts';

/** The reference of the kinds of volumes, made from their declarations: it cannot be out of date. */
export default defineResource('/docs/volumes', () => {
  const app = newApp();
  app.get('/', async (c) => c.html(volumeKindsPage(await volumeKinds())));
  app.get('/:name', async (c) => {
    const name = c.req.param('name');
    const kinds = await volumeKinds();
    const kind = kinds.get(name);
    if (kind) return c.html(volumeKindPage(name, kind));
    throw new NotFoundError(`[hub] [api] there is no kind of volume "${name}"`, {
      remedy: `use one of ${[...kinds.keys()].join(', ')}`,
    });
  });
  return app;
});

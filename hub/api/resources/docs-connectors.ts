import { NotFoundError } from '../../core/errors.ts';
import { connectorPage, connectorsPage } from '../_kit/connector-page.ts';
import { defineResource, newApp } from '../_kit/resource.ts';

/** The reference of the connectors, made from their declarations: it cannot be out of date. */
export default defineResource('/docs/connectors', (api) => {
  const app = newApp();
  app.get('/', (c) => c.html(connectorsPage(api.connectors)));
  app.get('/:name', (c) => {
    const name = c.req.param('name');
    const connector = api.connectors.get(name);
    if (connector === undefined) {
      throw new NotFoundError(`[hub] [api] there is no connector "${name}"`, {
        remedy: `use one of ${[...api.connectors.keys()].join(', ')}`,
      });
    }
    const mappings = [...api.mappings.values()].filter((mapping) => mapping.connector === name);
    return c.html(connectorPage(name, connector, mappings));
  });
  return app;
});

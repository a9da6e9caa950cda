import { grantKey } from '../access/grant-key.ts';
import { openSignInLimit } from '../access/sign-in-limit.ts';
import type { Api } from './_kit/api.ts';
import { knownOrigins } from './_kit/known-origins.ts';
import { openMetrics } from './_kit/metrics.ts';
import { answerPage } from './_kit/pages.ts';
import { answerProblem } from './_kit/problem.ts';
import { type App, newApp } from './_kit/resource.ts';
import { loadResources } from './_kit/scan.ts';
import { securityHeaders } from './_kit/security-headers.ts';
import { unlessSilent } from './_kit/unless-silent.ts';
import type { ApiDeps } from './deps.ts';

export interface OpenApi {
  /** Give `app.fetch` to a server; tests use `app.request`. */
  readonly app: App;
  /** Close what the API opened for itself; the hub stays open. */
  close(): Promise<void>;
}

const about = {
  openapi: '3.1.0',
  info: {
    title: 'Footage Link Hub',
    version: '1',
    description:
      'Finds the footage of a police record and the record of a piece of footage. Lists are `{ items, next? }`; errors are RFC 9457 problems with a remedy. Nothing outside the scope of the caller is shown, counted or said to exist.',
  },
};

/**
 * The HTTP side of the hub: the API, media, the door for pushed messages, the pages. Every file in `resources/` is one
 * resource.
 */
export const createApi = async (deps: ApiDeps): Promise<OpenApi> => {
  const metrics = openMetrics(deps);
  const signInLimit = openSignInLimit(deps.environment.redisUrl);
  const api: Api = {
    ...deps,
    signInLimit,
    grantKey: grantKey(deps.environment.secret),
    origins: knownOrigins(deps.store.db),
    metrics: metrics.registry,
  };
  const app = newApp();
  app.use(metrics.measure, securityHeaders, unlessSilent(deps.store.answers));
  for (const { path, routes } of await loadResources()) app.route(path, routes(api));
  app.openAPIRegistry.registerComponent('securitySchemes', 'cookie', {
    type: 'apiKey',
    in: 'cookie',
    name: 'hub_session',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  app.doc31('/openapi.json', {
    ...about,
    servers: [{ url: deps.environment.publicUrl }],
    security: [{ cookie: [] }, { bearer: [] }],
  });
  // Last: whatever no resource knows.
  app.all('*', answerPage);
  app.onError((error, c) => answerProblem(api, error, c));
  return { app, close: () => signInLimit.close() };
};

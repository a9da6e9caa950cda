import { type FederatedMultiSearchParams, Meilisearch, MeilisearchApiError } from 'meilisearch';
import { ConfigurationError, HubError, RetriableError } from '../../core/errors.ts';
import type { SearchDocument } from '../document.ts';
import { type FacetField, facetFields, facetsOf, type SearchAnswer, type SearchEngine } from '../engine.ts';
import { conjunctions, scopeFilter } from './compile.ts';
import { layout, settings, toMeili } from './layout.ts';

const classed = (error: unknown, url: string): HubError => {
  if (error instanceof HubError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof MeilisearchApiError && [401, 403].includes(error.response.status)) {
    return new ConfigurationError(`[hub] [search] Meilisearch at ${url} refused the key: ${message}`, {
      cause: error,
      remedy: 'correct MEILI_KEY',
    });
  }
  return new RetriableError(`[hub] [search] Meilisearch at ${url}: ${message}`, {
    cause: error,
    remedy: 'check that it runs and that MEILI_URL is right',
  });
};

/**
 * The engine of a deployment. The index is made and its settings are given at first use.
 *
 * @param options.index for several hubs on one server, and for tests
 */
export const meiliEngine = (options: { url: string; key: string | undefined; index?: string }): SearchEngine => {
  const client = new Meilisearch({
    host: options.url,
    ...(options.key ? { apiKey: options.key } : {}),
    timeout: 30_000,
  });
  const uid = `${options.index ?? 'footage-link'}-${layout}`;
  const index = client.index(uid);
  const wait = { timeout: 600_000, interval: 20 };
  let ready: Promise<unknown> | undefined;
  const prepare = () => {
    ready ??= client
      .createIndex(uid, { primaryKey: 'id' })
      .waitTask(wait)
      .then(() => index.updateSettings(settings).waitTask(wait))
      .catch((error) => {
        ready = undefined;
        throw error;
      });
    return ready;
  };
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      await prepare();
      return await work();
    } catch (error) {
      throw classed(error, options.url);
    }
  };
  const done = (task: { status: string; error?: { message: string } | null }) => {
    if (task.status !== 'succeeded')
      throw new RetriableError(`[hub] [search] Meilisearch: ${task.error?.message ?? task.status}`);
  };

  return {
    name: 'meilisearch',
    put: (documents) => guarded(async () => done(await index.addDocuments(documents.map(toMeili)).waitTask(wait))),
    remove: (ids) => guarded(async () => done(await index.deleteDocuments([...ids]).waitTask(wait))),
    clear: () => guarded(async () => done(await index.deleteAllDocuments().waitTask(wait))),
    count: () => guarded(async () => (await index.getStats()).numberOfDocuments),
    ping: () => guarded(async () => void (await client.health())),
    close: async () => {},
    search: ({ query, scope, offset, limit }) =>
      guarded(async (): Promise<SearchAnswer> => {
        const scoped = scopeFilter(scope);
        const request: FederatedMultiSearchParams = {
          federation: { offset, limit, facetsByIndex: { [uid]: [...facetFields] }, mergeFacets: {} },
          queries: conjunctions(query).map(({ words, filters, field }) => ({
            indexUid: uid,
            q: words.join(' '),
            matchingStrategy: 'all',
            filter: [...(scoped ? [scoped] : []), ...filters],
            sort: ['at:desc'],
            ...(field ? { attributesToSearchOn: [field] } : {}),
          })),
        };
        const answer = await client.multiSearch<FederatedMultiSearchParams, { document: SearchDocument }>(request);
        const counts = Object.fromEntries(
          facetFields.map((name) => [name, new Map(Object.entries(answer.facetDistribution?.[name] ?? {}))]),
        ) as Record<FacetField, Map<string, number>>;
        return {
          documents: answer.hits.map(({ document }) => document),
          total: answer.estimatedTotalHits ?? answer.hits.length,
          facets: facetsOf(counts),
        };
      }),
  };
};

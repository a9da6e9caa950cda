import type { Scope } from '../core/scope.ts';
import type { SearchDocument } from './document.ts';
import type { Query } from './query/tree.ts';

export interface SearchRequest {
  readonly query: Query;
  /** Part of the query in every engine, facets and totals included. */
  readonly scope: Scope;
  readonly offset: number;
  readonly limit: number;
}

export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

export const facetFields = ['type', 'system', 'kind', 'deviceKind'] as const;
export type FacetField = (typeof facetFields)[number];

export interface SearchAnswer {
  /** Best first; equal ones newest first. */
  readonly documents: readonly SearchDocument[];
  readonly total: number;
  readonly facets: Readonly<Record<FacetField, readonly FacetCount[]>>;
}

/**
 * The port to a search engine. It holds nothing that cannot be rebuilt from the store. All engines pass one suite,
 * `test/conformance/search.test.ts`.
 */
export interface SearchEngine {
  readonly name: string;
  /** Add or replace; resolves when the documents can be found. */
  put(documents: readonly SearchDocument[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Forget everything. */
  clear(): Promise<void>;
  search(request: SearchRequest): Promise<SearchAnswer>;
  count(): Promise<number>;
  /** @throws RetriableError naming the engine when it does not answer */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Facets by counts, most frequent first. */
export const facetsOf = (counts: Record<FacetField, Map<string, number>>): SearchAnswer['facets'] =>
  Object.fromEntries(
    facetFields.map((field) => [
      field,
      [...counts[field]]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
    ]),
  ) as unknown as SearchAnswer['facets'];

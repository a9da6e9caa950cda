import { BadRequestError } from '../core/errors.ts';
import type { Scope } from '../core/scope.ts';
import type { System } from '../core/vocabulary.ts';
import type { SearchDocument } from './document.ts';
import type { SearchAnswer, SearchEngine } from './engine.ts';
import { type Highlight, highlight } from './highlight.ts';
import { queryOf, type SearchMode } from './query/mode.ts';
import { printQuery } from './query/print.ts';
import { both, type Query, type QueryProblem } from './query/tree.ts';

/** Conditions from the form beside the box; they are joined to the typed query. Times are epoch ms, `to` excluded. */
export interface SearchFilter {
  type?: 'record' | 'footage';
  system?: System;
  kind?: string;
  deviceKind?: string;
  org?: string;
  officer?: string;
  from?: number;
  to?: number;
  linked?: boolean;
}

export interface SearchQuestion {
  text: string;
  mode: SearchMode;
  filter: SearchFilter;
  scope: Scope;
  limit: number;
  cursor?: string;
}

export interface Hit {
  document: SearchDocument;
  highlights: Highlight[];
}

export interface SearchResult {
  items: Hit[];
  total: number;
  facets: SearchAnswer['facets'];
  /** Where to go on; absent on the last page. */
  next?: string;
  /** The query as it was understood. */
  interpreted: string;
  problems: QueryProblem[];
}

/** Engines go no further down than this; a person narrows the question instead. */
const deepest = 10_000;

const code = (field: Extract<Query, { kind: 'code' }>['field'], value: string): Query => ({
  kind: 'code',
  field,
  value,
  match: 'whole',
});

const filterQuery = (filter: SearchFilter): Query =>
  both(
    ...(['type', 'system', 'kind', 'deviceKind', 'officer'] as const).flatMap((field) =>
      filter[field] ? [code(field, filter[field])] : [],
    ),
    ...(filter.org ? [{ kind: 'org', value: filter.org, below: true } as const] : []),
    ...(filter.linked === undefined ? [] : [{ kind: 'flag', value: filter.linked } as const]),
    ...(filter.from === undefined && filter.to === undefined
      ? []
      : [
          {
            kind: 'time',
            ...(filter.from === undefined ? {} : { from: filter.from }),
            ...(filter.to === undefined ? {} : { to: filter.to }),
          } as const,
        ]),
  );

const offsetOf = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  const offset = Number(Buffer.from(cursor, 'base64url').toString());
  if (Number.isInteger(offset) && offset >= 0 && offset < deepest) return offset;
  throw new BadRequestError('[hub] [search] the cursor is not one of ours', { remedy: 'begin again without a cursor' });
};

/**
 * Search records and footage together.
 *
 * @throws BadRequestError for a cursor or query the engine cannot take; RetriableError when the engine is away
 */
export const search = async (engine: SearchEngine, question: SearchQuestion): Promise<SearchResult> => {
  const { query, problems } = queryOf(question.text, question.mode);
  const offset = offsetOf(question.cursor);
  const answer = await engine.search({
    query: both(query, filterQuery(question.filter)),
    scope: question.scope,
    offset,
    limit: question.limit,
  });
  const next = offset + answer.documents.length;
  return {
    items: answer.documents.map((document) => ({ document, highlights: highlight(document, query) })),
    total: answer.total,
    facets: answer.facets,
    ...(next < answer.total && next < deepest && answer.documents.length > 0
      ? { next: Buffer.from(`${next}`).toString('base64url') }
      : {}),
    interpreted: printQuery(query),
    problems,
  };
};

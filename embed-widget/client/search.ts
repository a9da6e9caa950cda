import { get, type Query } from './api.ts';
import type { Officer } from './record.ts';

export const searchModes = ['all', 'exact', 'fuzzy', 'unique', 'combination'] as const;
export type SearchMode = (typeof searchModes)[number];

/** Where a field matched; ranges are UTF-16 offsets into `text`. */
export interface Highlight {
  readonly field: string;
  readonly text: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

export interface Hit {
  readonly id: string;
  readonly type: 'record' | 'footage';
  readonly recordId?: number;
  readonly footageId?: number;
  readonly title?: string;
  readonly summary?: string;
  readonly system?: string;
  readonly kind?: string;
  readonly deviceKind?: string;
  readonly externalId: string;
  readonly org?: string;
  readonly orgName?: string;
  readonly at: string;
  readonly end?: string;
  readonly officers: readonly (string | Officer)[];
  readonly highlights: readonly Highlight[];
  readonly related?: readonly {
    readonly type: 'record' | 'footage';
    readonly id: number;
    readonly title?: string;
    readonly at: string;
    readonly segment?: { readonly startSeconds?: number; readonly endSeconds?: number };
  }[];
}

export interface SearchAnswer {
  readonly items: readonly Hit[];
  readonly total: number;
  readonly facets: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly next?: string;
  /** The query as the hub understood it. */
  readonly interpreted?: string;
  readonly problems?: readonly { readonly at: number; readonly message: string }[];
}

export const search = (query: Query, signal?: AbortSignal): Promise<SearchAnswer> => get('/search', query, signal);

import { get, type Page, type Query, send } from './api.ts';
import type { FootageItem } from './footage.ts';
import type { RecordItem } from './record.ts';
import type { Segment } from './segment.ts';

/** One row of the waterfall; `weight` is the match weight in bits (log2 of m/u). */
export interface Evidence {
  readonly comparison: string;
  readonly level: string;
  readonly weight: number;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export type Decision = 'linked' | 'review' | 'confirmed' | 'rejected';

/** A record on the way of an inherited link; all is absent where the reader may not see it. */
export interface PathStep {
  readonly recordId?: number;
  readonly system?: string;
  readonly kind?: string;
  readonly externalId?: string;
  readonly title?: string;
}

/** A link seen from the record's side. `via` is set when the record inherited it through a reference. */
export interface LinkItem {
  readonly id: number;
  readonly version: number;
  readonly decision: Decision;
  readonly decidedBy: string;
  readonly probability: number;
  readonly weight: number;
  readonly segment: Segment;
  readonly evidence: readonly Evidence[];
  readonly via?: {
    readonly recordId: number;
    readonly system: string;
    readonly externalId: string;
    readonly title?: string;
    readonly path?: readonly PathStep[];
  };
  readonly footage: FootageItem;
}

export interface ReviewItem extends LinkItem {
  readonly record: RecordItem;
}

/** A recording that came close, and the comparison that failed. */
export interface Miss {
  readonly footage: FootageItem;
  readonly weight: number;
  readonly failed: {
    readonly comparison: string;
    readonly level: string;
    readonly detail?: Readonly<Record<string, unknown>>;
  };
  readonly evidence: readonly Evidence[];
}

export interface Misses {
  readonly items: readonly Miss[];
  readonly diagnosis: readonly {
    readonly code: string;
    readonly text: { readonly zh: string; readonly en: string };
    readonly detail?: Readonly<Record<string, unknown>>;
  }[];
}

/** One entry of the history of a pair; `previous` is absent where there was no link. */
export interface DecisionItem {
  readonly id: number;
  readonly at: string;
  readonly user: string;
  readonly decision: Decision | 'undone';
  readonly note?: string;
  readonly previous?: Decision;
  readonly previousBy?: string;
  readonly footageId: number;
  readonly footage: string;
}

export const linksOf = (recordId: number, signal?: AbortSignal): Promise<Page<LinkItem>> =>
  get(`/records/${recordId}/links`, {}, signal);
export const missesOf = (recordId: number, signal?: AbortSignal): Promise<Misses> =>
  get(`/records/${recordId}/misses`, {}, signal);
export const decisionsOf = (recordId: number, signal?: AbortSignal): Promise<Page<DecisionItem>> =>
  get(`/records/${recordId}/decisions`, {}, signal);
export const listLinks = (query: Query, signal?: AbortSignal): Promise<Page<ReviewItem>> =>
  get('/links', query, signal);

/** Decide about a pair. `version` is the one that was looked at: a newer one answers 409. */
export const decideLink = (
  link: Pick<LinkItem, 'id' | 'version'>,
  decision: 'confirmed' | 'rejected' | 'undone',
  note?: string,
): Promise<LinkItem> =>
  send('POST', `/links/${link.id}/decision`, { decision, version: link.version, ...(note ? { note } : {}) });

/** Link by hand what no rule found. `segment`: moments by the camera's own clock; the overlap where absent. */
export const linkByHand = (
  recordId: number,
  footageId: number,
  segment?: { readonly start: string; readonly end: string },
): Promise<LinkItem> => send('POST', '/links', { recordId, footageId, ...(segment ? { segment } : {}) });

import { get, type Page, send } from './api.ts';

export const publicationStates = ['pending', 'sent', 'acknowledged', 'withdrawn', 'failed'] as const;
export type PublicationState = (typeof publicationStates)[number];

/** A link that a source was told, or is to be told. */
export interface PublishedLink {
  readonly id: number;
  readonly state: PublicationState;
  readonly withdraw: boolean;
  readonly record: { readonly id: number; readonly system: string; readonly externalId: string };
  readonly footage: { readonly id: number; readonly externalId: string };
  readonly attempts: number;
  readonly nextAt?: string;
  readonly lastError?: { readonly message: string; readonly remedy?: string; readonly at: string };
}

/** How far telling has come. */
export interface PublicationSummary {
  readonly enabled: boolean;
  readonly counts: Readonly<Record<PublicationState, number>>;
  /** Waiting after an error. */
  readonly troubled: number;
  readonly days: readonly {
    readonly day: string;
    readonly acknowledged: number;
    readonly withdrawn: number;
    readonly failed: number;
    readonly found: number;
    readonly missing: number;
  }[];
}

const at = (source: string): string => `/sources/${encodeURIComponent(source)}/publications`;

export const publicationSummary = (source: string, signal?: AbortSignal): Promise<PublicationSummary> =>
  get(`${at(source)}/summary`, {}, signal);
/** The latest with an error. */
export const troubledLinks = (source: string, signal?: AbortSignal): Promise<Page<PublishedLink>> =>
  get(at(source), { troubled: 'true', limit: 5 }, signal);
export const retryPublications = (source: string): Promise<{ readonly retried: number }> =>
  send('POST', `${at(source)}/retry`, {});
export const reconcilePublications = (source: string): Promise<unknown> => send('POST', `${at(source)}/reconcile`);

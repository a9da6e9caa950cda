import { get, type Page, type Query } from './api.ts';

export interface Officer {
  readonly policeId?: string;
  readonly name?: string;
  readonly role?: string;
}

export interface Place {
  readonly lon?: number;
  readonly lat?: number;
  readonly accuracyM?: number;
  readonly address?: string;
}

/** A record as lists show it. */
export interface RecordItem {
  readonly id: number;
  readonly source: string;
  readonly system: string;
  readonly kind: string;
  readonly externalId: string;
  readonly title?: string;
  readonly category?: string | { readonly code?: string; readonly label?: string };
  readonly org?: string;
  readonly orgName?: string;
  readonly officers: readonly Officer[];
  readonly time: { readonly start: string; readonly end?: string; readonly precision: string };
  readonly place?: Place;
  readonly linkCount: number;
}

/** A moment in the life of a record: received, dispatched, arrived, cleared. */
export interface Milestone {
  readonly name: string;
  readonly at: string;
}

/** A reference of the record to another; `recordId` is known when the other record is here and may be seen. */
export interface RecordReference {
  readonly kind: string;
  readonly id: string;
  readonly recordId?: number;
  readonly title?: string;
}

export interface ReferringRecord {
  readonly recordId: number;
  readonly system: string;
  readonly kind: string;
  readonly externalId: string;
  readonly title?: string;
}

/** One record with everything its page shows. `record` is the canonical JSON. */
export interface RecordDetail extends RecordItem {
  readonly record: Readonly<globalThis.Record<string, unknown>>;
  readonly milestones: readonly Milestone[];
  readonly references: readonly RecordReference[];
  readonly referredBy: readonly ReferringRecord[];
  readonly version: number;
  readonly messageId?: number;
}

export const listRecords = (query: Query, signal?: AbortSignal): Promise<Page<RecordItem>> =>
  get('/records', query, signal);
export const readRecord = (id: number, signal?: AbortSignal): Promise<RecordDetail> =>
  get(`/records/${id}`, {}, signal);

/** The category in words, whether the hub sent it as a text or as code and label. */
export const categoryOf = (record: Pick<RecordItem, 'category'>): string | undefined =>
  typeof record.category === 'string' ? record.category : (record.category?.label ?? record.category?.code);

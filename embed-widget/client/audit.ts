import { get, type Page, type Query } from './api.ts';

export interface AuditEntry {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly object?: string;
  readonly detail?: unknown;
  readonly address?: string;
  readonly hash?: string;
}

export const listAudit = (query: Query, signal?: AbortSignal): Promise<Page<AuditEntry>> =>
  get('/audit', query, signal);
/** Recompute the hash chain. */
export const verifyAudit = (): Promise<{
  readonly ok: boolean;
  readonly checked: number;
  readonly brokenAt?: number;
}> => get('/audit/verify');

import { get, type Page, send } from './api.ts';

/** An evidence package that was ordered; it is put together when it is fetched. */
export interface EvidencePackage {
  readonly id: string;
  readonly recordId: number;
  readonly footageIds: readonly number[];
  readonly reason: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly fetched: number;
  readonly url: string;
  /** Of the key that seals it. */
  readonly fingerprint: string;
}

export const evidenceOf = (recordId: number, signal?: AbortSignal): Promise<Page<EvidencePackage>> =>
  get('/evidence', { recordId }, signal);
export const orderEvidence = (
  recordId: number,
  footageIds: readonly number[],
  reason: string,
): Promise<EvidencePackage> => send('POST', '/evidence', { recordId, footageIds, reason });

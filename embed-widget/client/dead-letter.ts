import { get, type Page, type Query, send } from './api.ts';

/** A row that did not fit, put aside with the reason. */
export interface DeadLetter {
  readonly id: number;
  readonly source: string;
  readonly messageId: number;
  /** Business number of the row, as far as it can be read. */
  readonly number?: string;
  /** Place in the message; -1 when the whole message could not be read. */
  readonly row?: number;
  readonly reason: string;
  readonly remedy?: string;
  readonly field?: string;
  readonly rule?: string;
  readonly value?: unknown;
  readonly state: string;
  readonly createdAt: string;
}

export const listDeadLetters = (query: Query, signal?: AbortSignal): Promise<Page<DeadLetter>> =>
  get('/dead-letters', query, signal);
export const replayDeadLetters = (
  selection: { ids: readonly number[] } | { source: string },
  limit = 1000,
): Promise<{ readonly replayed?: number; readonly stored?: number; readonly dead?: number }> =>
  send('POST', '/dead-letters/replay', { ...selection, limit });
export const dismissDeadLetter = (id: number): Promise<unknown> => send('POST', `/dead-letters/${id}/dismiss`);

import { get, type Page, type Query, send } from './api.ts';

/** A row that did not fit, put aside with the reason. */
export interface DeadLetter {
  readonly id: number;
  readonly source: string;
  readonly messageId: number;
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

/** A message as it came and as it was read. */
export interface Message {
  readonly id: number;
  readonly source: string;
  readonly subject?: string;
  readonly contentType: string;
  readonly receivedAt: string;
  readonly bytes: number;
  readonly rows: number | readonly unknown[];
  readonly dead?: number;
  readonly text: string;
  readonly decoded?: readonly unknown[];
  readonly mapped?: readonly unknown[];
  /** Why the present mapping cannot read it at all. */
  readonly error?: string;
}

export const listDeadLetters = (query: Query, signal?: AbortSignal): Promise<Page<DeadLetter>> =>
  get('/dead-letters', query, signal);
export const listMessages = (query: Query, signal?: AbortSignal): Promise<Page<Omit<Message, 'text'>>> =>
  get('/messages', query, signal);
export const readMessage = (id: number, signal?: AbortSignal): Promise<Message> => get(`/messages/${id}`, {}, signal);
export const replayDeadLetters = (
  selection: { ids: readonly number[] } | { source: string },
  limit = 1000,
): Promise<{ readonly replayed?: number; readonly stored?: number; readonly dead?: number }> =>
  send('POST', '/dead-letters/replay', { ...selection, limit });
export const dismissDeadLetter = (id: number): Promise<unknown> => send('POST', `/dead-letters/${id}/dismiss`);

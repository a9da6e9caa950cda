import { get, type Page, type Query, send } from './api.ts';
import type { Remapped } from './mapping.ts';
import type { Misfit } from './trial.ts';

export const messageStates = ['stored', 'unchanged', 'part', 'refused'] as const;
export type MessageState = (typeof messageStates)[number];

export interface MessageItem {
  readonly id: number;
  readonly source: string;
  readonly subject?: string;
  readonly contentType: string;
  readonly receivedAt: string;
  readonly bytes: number;
  readonly rows: number;
  readonly dead: number;
  readonly unchanged: number;
  readonly state: MessageState;
  /** The message a person made this one from. */
  readonly editedFrom?: number;
  readonly editedBy?: string;
}

/** One row of a message: decoded, as the present mapping reads it, and as it is stored. */
export interface MessageRow {
  readonly row: number;
  readonly decoded: unknown;
  readonly number?: string;
  readonly mapped?: unknown;
  readonly isSkipped?: boolean;
  readonly misfit?: Misfit & { readonly places: readonly string[]; readonly reads: readonly string[] };
  readonly stored?: {
    readonly target: 'record' | 'footage';
    readonly id: number;
    readonly messageId: number | null;
    readonly isSame: boolean;
    readonly data: unknown;
  };
}

export interface Message extends MessageItem {
  /** The mapping in force; absent when the source is gone. */
  readonly mapping?: string;
  readonly charset: string;
  /** The beginning where it is long. */
  readonly text: string;
  readonly textLength: number;
  readonly rowCount: number;
  /** Rows with open dead letters. */
  readonly deadRows: readonly number[];
  readonly entries: readonly MessageRow[];
  readonly error?: Misfit;
  readonly edits: readonly { readonly id: number; readonly by: string; readonly at: string }[];
}

/** Which messages to map again. */
export interface MessageSelection {
  readonly ids?: readonly number[];
  readonly source?: string;
  readonly state?: string;
  readonly number?: string;
  readonly from?: string;
  readonly to?: string;
}

export interface ReplayPlan {
  readonly messages: number;
  /** The last of them: what comes later is left alone. */
  readonly upTo: number;
  readonly isCut: boolean;
}

export const listMessages = (query: Query, signal?: AbortSignal): Promise<Page<MessageItem>> =>
  get('/messages', query, signal);
/** @param which row, by its place or its business number; neither: the first that does not fit */
export const readMessage = (
  id: number,
  which: { row?: number; number?: string },
  signal?: AbortSignal,
): Promise<Message> => get(`/messages/${id}`, { ...which, count: 1 }, signal);
export const restOfMessage = (id: number, offset: number): Promise<{ readonly text: string; readonly next?: number }> =>
  get(`/messages/${id}/text`, { offset });
export const rawAddress = (id: number): string => `/api/v1/messages/${id}/raw`;
export const planReplay = (selection: MessageSelection): Promise<ReplayPlan> =>
  send('POST', '/messages/replay/plan', selection);
export const replayPart = (
  selection: MessageSelection,
  part: { readonly upTo: number; readonly after: number; readonly limit: number },
): Promise<Remapped> => send('POST', '/messages/replay', { ...selection, ...part });
export const retryMessage = (
  id: number,
  text: string,
): Promise<{
  readonly messageId: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly dead: number;
}> => send('POST', `/messages/${id}/retry`, { text });

import { get, send } from './api.ts';
import type { ReviewItem } from './link.ts';

/** How many pairs wait for a person, and how many of them other people look at just now. */
export interface ReviewCount {
  readonly waiting: number;
  readonly others: number;
}

/** Pairs that are mine until a moment: nobody else is handed them before. */
export interface TakenPairs extends ReviewCount {
  readonly items: readonly ReviewItem[];
  readonly until: string;
}

/** @param passed ids of links to leave out for now */
export const takePairs = (most: number, passed: readonly number[]): Promise<TakenPairs> =>
  send('POST', '/review/take', { most, passed });
export const countPairs = (signal?: AbortSignal): Promise<ReviewCount> => get('/review', {}, signal);
/** Let others have what I took. */
export const releasePairs = (): Promise<void> => send('POST', '/review/release');

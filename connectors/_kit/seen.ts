import { createHash } from 'node:crypto';

export const digestOfText = (text: string): string => createHash('sha1').update(text).digest('base64url').slice(0, 12);

/** A short name of a row's content. */
export const digestOf = (value: unknown): string => digestOfText(JSON.stringify(value) ?? '');

/** More than this is not remembered: a row too many is stored as unchanged, nothing is lost by it. */
const most = 2000;
/** In memory somewhat more, so that a poll over a million rows stays small. */
const mostNoted = 2 * most;

/**
 * What the last poll read in its overlap, so that the next does not bring the same again and again. Only what the
 * last poll read counts: a row that went from A to B and back to A is news each time.
 */
export interface Seen {
  /** Note a content read in this poll, at `at` (a position: epoch ms). @returns whether it is news */
  note(digest: string, at: number): boolean;
  /** Digests noted in this poll at or after `from`, for the cursor. */
  since(from: number): string[];
}

export const createSeen = (before: readonly string[]): Seen => {
  const last = new Set(before);
  const noted = new Map<string, number>();
  return {
    note(digest, at) {
      const isNews = !last.has(digest) && !noted.has(digest);
      noted.set(digest, Math.max(at, noted.get(digest) ?? at));
      if (noted.size > mostNoted) noted.delete(noted.keys().next().value as string);
      return isNews;
    },
    since: (from) => [...noted].flatMap(([digest, at]) => (at >= from ? [digest] : [])).slice(-most),
  };
};

import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compare in a time that tells nothing of either text, not even its length. */
export const secretEquals = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));

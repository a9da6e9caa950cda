import { createHash, randomBytes } from 'node:crypto';

/** A random token of 256 bits, safe in URLs and cookies. It is shown once and never stored. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/**
 * What is stored instead of a token: a reader of the database cannot use it. Tokens are random, so one round of
 * SHA-256 is enough.
 */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

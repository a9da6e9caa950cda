import { randomBytes } from 'node:crypto';

export interface Tokens {
  issue(): string;
  isValid(token: string | undefined): boolean;
}

/** Tokens that live for `lifetimeMs` of real time from their issue, whether used or not. */
export const tokensOf = (lifetimeMs: number): Tokens => {
  const expiries = new Map<string, number>();
  return {
    issue() {
      const now = Date.now();
      for (const [token, expiresAt] of expiries) if (expiresAt <= now) expiries.delete(token);
      const token = randomBytes(24).toString('hex');
      expiries.set(token, now + lifetimeMs);
      return token;
    },
    isValid: (token) => token !== undefined && (expiries.get(token) ?? 0) > Date.now(),
  };
};

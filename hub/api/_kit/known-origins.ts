import { listOrigins } from '../../store/api-keys.ts';
import type { Db } from '../../store/open.ts';

/** The origins business systems may embed from, remembered for a few seconds: every preflight asks. */
export interface KnownOrigins {
  has(origin: string): Promise<boolean>;
  all(): Promise<ReadonlySet<string>>;
}

const freshMs = 5_000;

export const knownOrigins = (db: Db): KnownOrigins => {
  let origins: Promise<Set<string>> | undefined;
  let readAt = 0;
  const all = (): Promise<Set<string>> => {
    const now = Date.now();
    if (origins && now - readAt <= freshMs) return origins;
    readAt = now;
    origins = listOrigins(db);
    origins.catch(() => {
      origins = undefined;
    });
    return origins;
  };
  return { all, has: async (origin) => (await all()).has(origin) };
};

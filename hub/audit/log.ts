import type { Store } from '../store/open.ts';
import type { AuditEntry } from './entry.ts';
import { record } from './record.ts';

/** The log of this process. Appends that come together share one transaction. */
export interface AuditLog {
  /**
   * Resolves when the entry is in the store, and rejects when it is not: an answer that waits for it never shows
   * something that is not logged.
   *
   * @throws RetriableError when the store cannot take it
   */
  record(entry: AuditEntry): Promise<void>;
}

const mostAtOnce = 500;

interface Waiting {
  entry: AuditEntry;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Looks are many and the head of the chain is one: while a transaction is under way, further entries gather and are
 * written together by the next one.
 */
export const openAuditLog = (store: Pick<Store, 'transaction'>): AuditLog => {
  let waiting: Waiting[] = [];
  let writing = false;

  const write = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostAtOnce);
      waiting = waiting.slice(mostAtOnce);
      try {
        await store.transaction((tx) => record(tx, ...batch.map(({ entry }) => entry)));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    writing = false;
  };

  return {
    record: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry: { ...entry, at: entry.at ?? Date.now() }, resolve, reject });
        if (!writing) void write();
      }),
  };
};

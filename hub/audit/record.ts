import { insertAuditRows, lockAuditHead } from '../store/audit.ts';
import type { Db } from '../store/open.ts';
import { nextRow } from './chain.ts';
import type { AuditEntry } from './entry.ts';

/**
 * Append entries in order. Must be called inside a transaction, as late in it as can be: every other append of any
 * process waits until it ends.
 */
export const record = async (tx: Db, ...entries: readonly AuditEntry[]): Promise<void> => {
  let head = await lockAuditHead(tx);
  const rows = entries.map((entry) => {
    const row = nextRow(head, entry);
    head = row;
    return row;
  });
  await insertAuditRows(tx, rows);
};

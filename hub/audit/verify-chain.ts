import { type AuditRow, auditRowsAfter, genesis, readAuditHead } from '../store/audit.ts';
import type { Db } from '../store/open.ts';
import { hashOf } from './chain.ts';

export interface Verification {
  ok: boolean;
  /** Rows that were read and found right. */
  checked: number;
  /** Number of the first row that is wrong or missing. */
  brokenAt?: number;
  reason?: 'missing' | 'changed' | 'reordered' | 'head';
}

const pageRows = 2_000;

const judge = (
  row: AuditRow,
  previous: { seq: number; hash: string },
): Pick<Verification, 'brokenAt' | 'reason'> | undefined => {
  if (row.seq !== previous.seq + 1) return { brokenAt: previous.seq + 1, reason: 'missing' };
  if (hashOf(row) !== row.hash) return { brokenAt: row.seq, reason: 'changed' };
  // A row that is right in itself but continues another one was moved or put in.
  if (row.previous !== previous.hash) return { brokenAt: row.seq, reason: 'reordered' };
  return undefined;
};

/**
 * Walk the whole chain. Finds changed, missing and reordered rows, the newest ones included: the head says how far the
 * chain must reach.
 */
export const verifyChain = async (db: Db): Promise<Verification> => {
  // Read before the rows, so that rows appended meanwhile are no fault.
  const head = await readAuditHead(db);
  let previous = { seq: 0, hash: genesis };
  let headSeen = head === undefined || head.seq === 0;
  let checked = 0;
  for (;;) {
    const rows = await auditRowsAfter(db, previous.seq, pageRows);
    for (const row of rows) {
      const fault = judge(row, previous);
      if (fault) return { ok: false, checked, ...fault };
      if (row.seq === head?.seq) {
        if (row.hash !== head.hash) return { ok: false, checked, brokenAt: row.seq, reason: 'head' };
        headSeen = true;
      }
      checked += 1;
      previous = row;
    }
    if (rows.length < pageRows) break;
  }
  if (!headSeen) return { ok: false, checked, brokenAt: previous.seq + 1, reason: 'missing' };
  // Rows without a head: the head was taken away to hide that rows were put in.
  if (head === undefined && checked > 0) return { ok: false, checked, brokenAt: 1, reason: 'head' };
  return { ok: true, checked };
};

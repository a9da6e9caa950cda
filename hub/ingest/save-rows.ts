import { saveFootages } from '../store/footage.ts';
import type { Db } from '../store/open.ts';
import { saveRecords } from '../store/records.ts';
import { isMisfit } from '../store/trouble.ts';
import type { Origin } from '../store/upsert.ts';
import { complaintOf } from './complaint.ts';
import type { PreparedRow } from './prepare.ts';

/** What became of a row. */
export type RowResult =
  | { readonly outcome: 'stored' | 'unchanged' }
  | { readonly outcome: 'dead'; readonly complaint: ReturnType<typeof complaintOf> };

export interface RowToSave {
  readonly row: PreparedRow;
  readonly origin: Origin;
}

/** Store mapped rows in order, inside the caller's transaction: all of them, or an error of the database. */
export const saveTogether = async (tx: Db, items: readonly RowToSave[]): Promise<RowResult[]> => {
  const results: RowResult[] = items.map(({ row }) =>
    row.kind === 'dead' ? { outcome: 'dead', complaint: row.complaint } : { outcome: 'unchanged' },
  );
  const records = items.flatMap(({ row, origin }, index) =>
    row.kind === 'record' ? [{ prepared: row.prepared, origin, index }] : [],
  );
  const footages = items.flatMap(({ row, origin }, index) =>
    row.kind === 'footage' ? [{ prepared: row.prepared, origin, index }] : [],
  );
  for (const [index, { outcome }] of (await saveRecords(tx, records)).entries()) {
    results[records[index]?.index as number] = { outcome };
  }
  for (const [index, { outcome }] of (await saveFootages(tx, footages)).entries()) {
    results[footages[index]?.index as number] = { outcome };
  }
  return results;
};

/** Rows that go into the store together: enough for multi-row statements, few enough for a fallback one by one. */
const together = 1_000;

/**
 * Store mapped rows in order, inside the caller's transaction. Rows the database refuses for what is in them are dead;
 * the rows beside them are stored.
 */
export const saveRows = async (tx: Db, items: readonly RowToSave[]): Promise<RowResult[]> => {
  const results: RowResult[] = [];
  for (let start = 0; start < items.length; start += together) {
    const part = items.slice(start, start + together);
    try {
      results.push(...(await tx.transaction((savepoint) => saveTogether(savepoint as Db, part))));
    } catch (error) {
      if (!isMisfit(error)) throw error;
      for (const item of part) results.push(await saveAlone(tx, item));
    }
  }
  return results;
};

const saveAlone = async (tx: Db, item: RowToSave): Promise<RowResult> => {
  try {
    const [result] = await tx.transaction((savepoint) => saveTogether(savepoint as Db, [item]));
    return result as RowResult;
  } catch (error) {
    if (!isMisfit(error)) throw error;
    const cause = (error as Error).cause;
    // The statement in drizzle's message holds people's data: the database's own sentence says what is wrong.
    return { outcome: 'dead', complaint: complaintOf(cause instanceof Error ? new Error(cause.message) : error) };
  }
};

import { epochOf } from '../../core/time.ts';
import { recordsBetween } from '../../store/candidates.ts';
import type { Db, Store } from '../../store/open.ts';
import type { Rules } from '../rules/rules.ts';
import { matchRecord } from './online.ts';

/**
 * Match again every record that begins in a stretch of time (ISO 8601, both ends included), of one organisation and all
 * below it where one is named. One transaction for each record, so it may be stopped and begun again anywhere.
 *
 * @returns ids of the records whose links changed
 */
export const rematch = async (
  store: Pick<Store, 'db' | 'transaction'>,
  rules: Rules,
  { from, to, org }: { from: string; to: string; org?: string },
  signal?: AbortSignal,
): Promise<Set<number>> => {
  const changed = new Set<number>();
  for (const id of await recordsBetween(store.db, epochOf(from), epochOf(to), org)) {
    signal?.throwIfAborted();
    const touched = await store.transaction((tx: Db) => matchRecord(tx, rules, id));
    for (const one of touched) changed.add(one);
  }
  return changed;
};

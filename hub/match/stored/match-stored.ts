import { isWithin } from '../../core/org.ts';
import type { Store } from '../../store/open.ts';
import { decisionsBetween } from '../../store/partition-rows.ts';
import type { MatchRecord } from '../inputs.ts';
import { type Decided, decideLoaded, firstSpans, witnessSpans } from '../partition/match-partition.ts';
import { merged, type Span } from '../partition/span.ts';
import type { Rules } from '../rules.ts';
import type { StoredRows } from './stored-rows.ts';

/** Records that begin in a span, `to` not included, of an organisation and all below it where one is named. */
export interface Owned extends Span {
  readonly org?: string | undefined;
}

/** Decide the records of a part of the store exactly as they would be decided among all others. */
export const matchStored = async (store: Store, rules: Rules, rows: StoredRows, own: Owned): Promise<Decided> => {
  const { from, to, org } = own;
  const isOwned = (record: MatchRecord): boolean =>
    record.start >= from &&
    record.start < to &&
    (org === undefined || (record.org !== undefined && isWithin(record.org, org)));
  let spans = firstSpans(own);
  for (;;) {
    const found = await rows.within(spans);
    const registers = await rows.registers(witnessSpans(rules, found));
    const starts = found.records.reduce(
      ({ from: first, to: last }, { start }) => ({ from: Math.min(first, start), to: Math.max(last, start) }),
      { from, to },
    );
    const decisions = await decisionsBetween(store.pool, starts.from, starts.to);
    const standing = (record: MatchRecord, clip: { readonly id: number }) => decisions.get(record.id)?.get(clip.id);
    const result = decideLoaded(rules, { ...found, spans, registers, standing }, isOwned, rows.far);
    if ('verdicts' in result) return result;
    spans = merged([...spans, ...result.missing]);
  }
};

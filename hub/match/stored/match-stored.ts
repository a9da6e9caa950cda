import { isWithin } from '../../core/org.ts';
import type { Store } from '../../store/open.ts';
import { decisionsBetween } from '../../store/partition-rows.ts';
import type { MatchRecord } from '../inputs.ts';
import { areSameRows, decideMoved } from '../partition/decide-moved.ts';
import { type Decided, decideLoaded, firstSpans, type Loaded, witnessSpans } from '../partition/match-partition.ts';
import { merged, type Span } from '../partition/span.ts';
import type { Rules } from '../rules/rules.ts';
import type { StoredRows } from './stored-rows.ts';

/** Records that begin in a span, `to` not included, of an organisation and all below it where one is named. */
export interface Owned extends Span {
  readonly org?: string | undefined;
}

/** What was decided of a part, and what it was decided by. */
export interface Matched extends Decided {
  readonly loaded: Loaded;
}

/**
 * Decide the records of a part of the store exactly as they would be decided among all others.
 *
 * @param former what was decided of the same part before the clocks of some clips turned out otherwise
 */
export const matchStored = async (
  store: Store,
  rules: Rules,
  rows: StoredRows,
  own: Owned,
  former?: Matched,
): Promise<Matched> => {
  const { from, to, org } = own;
  const isOwned = (record: MatchRecord): boolean =>
    record.start >= from &&
    record.start < to &&
    (org === undefined || (record.org !== undefined && isWithin(record.org, org)));
  let spans: readonly Span[] = former?.loaded.spans ?? firstSpans(own);
  for (;;) {
    const found = await rows.within(spans);
    const isAgain = former !== undefined && former.loaded.spans === spans && areSameRows(former, found);
    const registers = isAgain ? former.loaded.registers : await rows.registers(witnessSpans(rules, found));
    const starts = found.records.reduce(
      ({ from: first, to: last }, { start }) => ({ from: Math.min(first, start), to: Math.max(last, start) }),
      { from, to },
    );
    const decisions = await decisionsBetween(store.pool, starts.from, starts.to);
    const standing = (record: MatchRecord, clip: { readonly id: number }) => decisions.get(record.id)?.get(clip.id);
    const loaded: Loaded = { ...found, spans, registers, standing };
    const result = isAgain ? decideMoved(former, loaded, rows.far) : decideLoaded(rules, loaded, isOwned, rows.far);
    if ('verdicts' in result) return { ...result, loaded };
    spans = merged([...spans, ...result.missing]);
  }
};

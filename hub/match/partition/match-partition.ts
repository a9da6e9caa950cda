import { type Frames, framesOf } from '../frames.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import type { Pairs } from '../pairs.ts';
import { registersOf } from '../registers.ts';
import { resolve } from '../resolve.ts';
import type { Rules } from '../rules.ts';
import { scorePairs } from '../score-pairs.ts';
import type { Verdicts } from '../verdicts.ts';
import { type FarJoins, missingSpans } from './closure.ts';
import { merged, type Span } from './span.ts';

/** Where a partition takes its records and clips from. Whatever the spans, the order is that of ids. */
export interface Store {
  /** Records whose reach, and clips whose own time on the corrected clock, meets one of the spans. */
  within(spans: readonly Span[]): { records: MatchRecord[]; footage: MatchFootage[] };
  /** Records and clips whose own start lies in one of the spans: what the registers are made of. */
  begunIn(spans: readonly Span[]): { records: Iterable<MatchRecord>; footage: Iterable<MatchFootage> };
}

/** A partition that was decided. Verdicts are final for the records that it owns, the others are its margin. */
export interface Decided {
  readonly frames: Frames;
  readonly pairs: Pairs;
  readonly verdicts: Verdicts;
  readonly isOwned: (record: MatchRecord) => boolean;
}

const dayMs = 86_400_000;
/** How far beyond its own days a partition looks at first: enough unless clocks or windows are out of the ordinary. */
const marginMs = dayMs;

/**
 * Match the records that begin in a span of time, `to` not included, exactly as they would be matched among all others.
 */
export const matchPartition = (rules: Rules, store: Store, own: Span, far: FarJoins): Decided => {
  const isOwned = ({ start }: MatchRecord): boolean => start >= own.from && start < own.to;
  let spans: Span[] = [{ from: own.from - marginMs, to: own.to + marginMs }];
  for (;;) {
    const { records, footage } = store.within(spans);
    const { issue, partner } = rules.blocking;
    const around = merged([
      ...records.map(({ start }) => ({ from: start - partner, to: start + partner })),
      ...footage.flatMap(({ start, policeId }) =>
        policeId === undefined ? [{ from: start - issue, to: start + issue }] : [],
      ),
    ]);
    const witnesses = store.begunIn(around);
    const frames = framesOf(rules, registersOf(rules, witnesses.records, witnesses.footage), records, footage);
    const pairs = scorePairs(frames);
    const missing = missingSpans(frames, pairs, spans, isOwned, far);
    if (missing.length === 0) return { frames, pairs, verdicts: resolve(frames, pairs), isOwned };
    spans = merged([...spans, ...missing]);
  }
};

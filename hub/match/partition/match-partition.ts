import type { Decision } from '../../core/vocabulary.ts';
import { type Frames, framesOf } from '../frames/frames.ts';
import { type Registers, registersOf } from '../frames/registers.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import type { Pairs } from '../pairs/pairs.ts';
import { scorePairs } from '../pairs/score-pairs.ts';
import { resolve } from '../resolve/resolve.ts';
import type { Verdicts } from '../resolve/verdicts.ts';
import type { Rules } from '../rules/rules.ts';
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

/** Where else records and clips must be looked at for what they tell of people and devices near these. */
export const witnessSpans = (
  { blocking: { issue, partner } }: Rules,
  { records, footage }: { readonly records: readonly MatchRecord[]; readonly footage: readonly MatchFootage[] },
): Span[] =>
  merged([
    ...records.map(({ start }) => ({ from: start - partner, to: start + partner })),
    ...footage.flatMap(({ start, policeId }) =>
      policeId === undefined ? [{ from: start - issue, to: start + issue }] : [],
    ),
  ]);

/** What is loaded of a partition: everything of some spans, and what its witness spans tell. */
export interface Loaded {
  readonly spans: readonly Span[];
  readonly records: readonly MatchRecord[];
  readonly footage: readonly MatchFootage[];
  readonly registers: Registers;
  readonly standing?: (record: MatchRecord, clip: MatchFootage) => Decision | undefined;
}

/** Hear rivals and decide what is owned, or say what has to be loaded before that. */
export const concluded = (
  frames: Frames,
  pairs: Pairs,
  { spans, records, footage, standing }: Loaded,
  isOwned: (record: MatchRecord) => boolean,
  far: FarJoins,
): Decided | { readonly missing: readonly Span[] } => {
  const missing = missingSpans(frames, pairs, spans, isOwned, far);
  if (missing.length > 0) return { missing };
  const verdicts = resolve(
    frames,
    pairs,
    standing && ((record, clip) => standing(records[record] as MatchRecord, footage[clip] as MatchFootage)),
  );
  return { frames, pairs, verdicts, isOwned };
};

/** Decide what is owned of what is loaded, or say what has to be loaded besides. */
export const decideLoaded = (
  rules: Rules,
  loaded: Loaded,
  isOwned: (record: MatchRecord) => boolean,
  far: FarJoins,
): ReturnType<typeof concluded> => {
  const frames = framesOf(rules, loaded.registers, loaded.records, loaded.footage);
  return concluded(frames, scorePairs(frames), loaded, isOwned, far);
};

/** The spans to begin with for records that begin in a span. */
export const firstSpans = ({ from, to }: Span): Span[] => [{ from: from - marginMs, to: to + marginMs }];

/**
 * Match the records that begin in a span of time, `to` not included, exactly as they would be matched among all others.
 */
export const matchPartition = (rules: Rules, store: Store, own: Span, far: FarJoins): Decided => {
  const isOwned = ({ start }: MatchRecord): boolean => start >= own.from && start < own.to;
  let spans = firstSpans(own);
  for (;;) {
    const rows = store.within(spans);
    const witnesses = store.begunIn(witnessSpans(rules, rows));
    const registers = registersOf(rules, witnesses.records, witnesses.footage);
    const result = decideLoaded(rules, { ...rows, spans, registers }, isOwned, far);
    if ('verdicts' in result) return result;
    spans = merged([...spans, ...result.missing]);
  }
};

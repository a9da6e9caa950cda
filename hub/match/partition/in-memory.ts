import type { MatchFootage, MatchRecord } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import type { Store } from './match-partition.ts';
import { isInAny, meet, reachOf, type Span, spanOfClip } from './span.ts';

/** A store of what is in memory already, in the order of ids. */
export const storeOf = (rules: Rules, records: readonly MatchRecord[], footage: readonly MatchFootage[]): Store => {
  const reaches = records.map((record) => reachOf(rules, record));
  const times = footage.map((clip) => spanOfClip(rules, clip));
  const meetsAny = (span: Span | undefined, spans: readonly Span[]): boolean =>
    span !== undefined && spans.some((one) => meet(one, span));
  return {
    within: (spans) => ({
      records: records.filter((_, row) => meetsAny(reaches[row], spans)),
      footage: footage.filter((_, row) => meetsAny(times[row], spans)),
    }),
    begunIn: (spans) => ({
      records: records.filter(({ start }) => isInAny(start, spans)),
      footage: footage.filter(({ start }) => isInAny(start, spans)),
    }),
  };
};

import { readFileSync } from 'node:fs';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import type { Store } from './match-partition.ts';
import { isInAny, meet, reachOf, type Span, spanOfClip } from './span.ts';
import { dayOf, type SpoolFile, type SpoolKind } from './spool.ts';

/** Corrections beyond this move a clip to other days; smaller ones are looked for on the days beside. */
export const mostSlackMs = 12 * 3_600_000;

interface Row<T> {
  readonly item: T;
  readonly span: Span;
}

function* linesOf({ path }: SpoolFile): Generator<string> {
  const text = readFileSync(path, 'utf8');
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    yield text.slice(from, end);
    from = end + 1;
  }
}

/** The id is the first that stands in a line. */
const idAt = '{"id":'.length;
const idOf = (line: string): number => Number.parseInt(line.slice(idAt, idAt + 16), 10);

/**
 * A store of spooled files, each read once.
 *
 * @param options.superseded ids of rows that a later line took the place of
 * @param options.clocks clock errors in ms by clip id, as far as they are known by now
 */
export const spooledStore = (
  rules: Rules,
  files: readonly SpoolFile[],
  options: { superseded: ReadonlySet<number>; clocks: ReadonlyMap<number, number> },
): Store => {
  const { superseded, clocks } = options;
  const slackMs = [...clocks.values()].reduce((most, error) => {
    const size = Math.abs(error);
    return size <= mostSlackMs ? Math.max(most, size) : most;
  }, 0);

  /** Rows of a kind, each once and in the order of ids, of the days of some spans. */
  const reader = <T extends { id: number }>(kind: SpoolKind, row: (item: T) => Row<T>) => {
    const read = new Map<SpoolFile, readonly Row<T>[]>();
    /** A row stands in the files of several days; it is taken apart once. */
    const known = new Map<number, Row<T>>();
    const rowIn = (line: string): Row<T> => {
      const id = idOf(line);
      const one = known.get(id) ?? row(JSON.parse(line) as T);
      known.set(id, one);
      return one;
    };
    const rowsOf = (file: SpoolFile): readonly Row<T>[] => {
      const rows = read.get(file) ?? Array.from(linesOf(file), rowIn);
      read.set(file, rows);
      return rows;
    };
    return (spans: readonly Span[], isWanted: (one: Row<T>) => boolean): T[] => {
      const days = spans.map(({ from, to }) => ({ first: dayOf(from - slackMs), last: dayOf(to + slackMs) }));
      const found = new Map<number, T>();
      for (const file of files) {
        const { day } = file;
        if (file.kind !== kind) continue;
        if (day !== undefined && !days.some(({ first, last }) => first <= day && day <= last)) continue;
        for (const one of rowsOf(file))
          if (!superseded.has(one.item.id) && isWanted(one)) found.set(one.item.id, one.item);
      }
      return [...found.values()].sort((left, right) => left.id - right.id);
    };
  };
  const records = reader<MatchRecord>('records', (item) => ({ item, span: reachOf(rules, item) }));
  const footage = reader<MatchFootage>('footage', (item) => {
    const clockErrorMs = clocks.get(item.id);
    const clip = clockErrorMs === undefined ? item : { ...item, clockErrorMs };
    return { item: clip, span: spanOfClip(rules, clip) };
  });
  const meetsAny = (span: Span, spans: readonly Span[]): boolean => spans.some((one) => meet(one, span));
  return {
    within: (spans) => ({
      records: records(spans, ({ span }) => meetsAny(span, spans)),
      footage: footage(spans, ({ span }) => meetsAny(span, spans)),
    }),
    begunIn: (spans) => ({
      records: records(spans, ({ item }) => isInAny(item.start, spans)),
      footage: footage(spans, ({ item }) => isInAny(item.start, spans)),
    }),
  };
};

import { meet, type Span } from '../partition/span.ts';

/** What is left of some spans without others. Whole milliseconds. */
export const without = (spans: readonly Span[], covered: readonly Span[]): Span[] =>
  covered.reduce<Span[]>(
    (rest, known) =>
      rest.flatMap((span) =>
        meet(span, known)
          ? [
              { from: span.from, to: known.from - 1 },
              { from: known.to + 1, to: span.to },
            ].filter(({ from, to }) => from <= to)
          : [span],
      ),
    [...spans],
  );

import type { RecordFrame } from '../frames/record-frame.ts';
import { subjectOfFootage } from '../frames/subject.ts';
import { windowOf } from '../frames/window.ts';
import { windowClassesOf } from '../frames/window-columns.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';

/** A stretch of time, epoch ms, both ends included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const meet = (one: Span, other: Span): boolean => one.from <= other.to && other.from <= one.to;

export const isInAny = (at: number, spans: readonly Span[]): boolean =>
  spans.some(({ from, to }) => from <= at && at <= to);

/** Spans in order, those that meet made one. */
export const merged = (spans: readonly Span[]): Span[] => {
  const result: Span[] = [];
  for (const span of [...spans].sort((left, right) => left.from - right.from)) {
    const last = result.at(-1);
    if (last !== undefined && span.from <= last.to)
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else result.push(span);
  }
  return result;
};

/** Whether a span lies wholly in one of some merged spans. */
export const isCovered = ({ from, to }: Span, spans: readonly Span[]): boolean =>
  spans.some((one) => one.from <= from && to <= one.to);

/** How far outside of a record's window a clip of its officers may lie, ms. */
const furthestMs = ({ blocking: { near, zones } }: Rules): number => Math.max(near, ...zones.map(Math.abs));

/** Where a clip must lie, on its corrected clock, to be a candidate of the record by anything but a number. */
export const reachOf = (rules: Rules, record: MatchRecord): Span => {
  const furthest = furthestMs(rules);
  let [from, to] = [record.start, record.start];
  for (const device of windowClassesOf(rules).devices) {
    const { open, close } = windowOf(rules, record, device);
    from = Math.min(from, open - furthest);
    to = Math.max(to, close + furthest);
  }
  return { from, to };
};

/** `reachOf` for rows of a frame, from the windows that stand there. */
export const rowReach = (rules: Rules, { source, windows }: RecordFrame): ((row: number) => Span) => {
  const furthest = furthestMs(rules);
  const { width, open, close } = windows;
  return (row) => {
    const start = source[row]?.start ?? Number.NaN;
    let [from, to] = [start, start];
    for (let window = row * width; window < (row + 1) * width; window += 1) {
      from = Math.min(from, (open[window] as number) - furthest);
      to = Math.max(to, (close[window] as number) + furthest);
    }
    return { from, to };
  };
};

/** When a clip was recorded, on its corrected clock. */
export const spanOfClip = (rules: Rules, clip: MatchFootage): Span => {
  const { from, to } = subjectOfFootage(rules, clip);
  return { from, to };
};

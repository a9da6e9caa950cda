import type { DeviceKind, Precision } from '../core/vocabulary.ts';
import type { MatchRecord } from './inputs.ts';
import type { Rules } from './rules.ts';
import type { WindowRule } from './rules-schema.ts';

/** When a record's event can have been filmed, epoch ms, true time. `open` ≤ `from` ≤ `to` ≤ `close`. */
export interface Window {
  /** Lead and tail included: outside of it nothing belongs to the record unless a clock is wrong. */
  readonly open: number;
  readonly close: number;
  /** The event itself: from arrival (or setting out, where arrival was not written down) to the end. */
  readonly from: number;
  readonly to: number;
  /** When a clip that was made for the event is likely to begin. */
  readonly expectFrom: number;
  readonly expectTo: number;
  /** The time is known so roughly, or lasts so long, that being inside is no news. */
  readonly coarse: boolean;
  /** First and last arrival that was written down to the minute; NaN where none was. */
  readonly arrival: number;
  readonly arrivedBy: number;
  /** Whether the end was written down. */
  readonly isClosed: boolean;
}

const hourMs = 3_600_000;
const spans: Record<Precision, number> = { second: 0, minute: 60_000, hour: hourMs, day: 24 * hourMs };
const coarseFromMs = 30 * 60_000;
const earliestOnTheWayMs = 10 * 60_000;

/** Where the time could be anywhere in `width` ms after `at`. */
interface Moment {
  readonly at: number;
  readonly width: number;
}

/** A time written to the hour is a whole hour; one that carries minutes was written by somebody who looked. */
const momentOf = (at: number, precision: Precision): Moment => {
  const span = spans[precision];
  return { at, width: span > 0 && at % Math.min(span, hourMs) === 0 ? span : 0 };
};

const momentsNamed = (record: MatchRecord, name: string): Moment[] => {
  if (name === 'start') return [momentOf(record.start, record.precision)];
  if (name === 'end') return record.end === undefined ? [] : [momentOf(record.end, record.precision)];
  return record.milestones.filter((one) => one.name === name).map(({ at }) => momentOf(at, record.precision));
};

/** All moments of the first name that is known; several units write the same milestone several times. */
const firstKnown = (record: MatchRecord, names: readonly string[]): Moment[] => {
  for (const name of names) {
    const moments = momentsNamed(record, name);
    if (moments.length > 0) return moments;
  }
  return [];
};

const earliest = (moments: readonly Moment[]): Moment | undefined =>
  moments.length === 0 ? undefined : moments.reduce((left, right) => (right.at < left.at ? right : left));
const latestEnd = (moments: readonly Moment[]): number | undefined =>
  moments.length === 0 ? undefined : Math.max(...moments.map(({ at, width }) => at + width));

const windowBy = (rule: WindowRule, record: MatchRecord, settleMs: number): Window => {
  const opened = earliest(firstKnown(record, rule.open)) ?? momentOf(record.start, record.precision);
  const arrivals = firstKnown(record, rule.arrive);
  const arrival = earliest(arrivals);
  const arrivedBy = latestEnd(arrivals);
  const closed = latestEnd(firstKnown(record, rule.close));
  const openAt = Math.min(opened.at, arrival?.at ?? opened.at);
  const from = arrival?.at ?? openAt;
  const standIn = Math.max(arrivedBy ?? 0, opened.at + opened.width) + rule.lasts;
  const to = closed !== undefined && closed >= from ? closed : standIn;
  const expectFrom = arrival ? Math.max(openAt, arrival.at - earliestOnTheWayMs) : openAt;
  const expectTo = arrivedBy === undefined ? opened.at + opened.width + rule.travel : arrivedBy + settleMs;
  return {
    open: openAt - rule.lead,
    close: to + rule.tail,
    from,
    to,
    expectFrom,
    expectTo: Math.min(expectTo, to),
    coarse: rule.coarse || (arrival ?? opened).width >= coarseFromMs,
    arrival: arrival === undefined || rule.coarse || arrival.width >= coarseFromMs ? Number.NaN : arrival.at,
    arrivedBy: arrivedBy === undefined || rule.coarse ? Number.NaN : arrivedBy,
    isClosed: closed !== undefined && closed >= from,
  };
};

const isFor = (rule: WindowRule, kind: string, device: DeviceKind): boolean =>
  (rule.kinds.includes(kind) || rule.kinds.includes('*')) &&
  (rule.devices === undefined || rule.devices.includes(device));

/**
 * The window of a record for clips of a kind of device, by the first rule that fits. A record of a kind no rule names,
 * where there is no rule for '*', has its own start and end for a window.
 */
export const windowOf = (rules: Rules, record: MatchRecord, device: DeviceKind): Window => {
  const rule = rules.windows.find((one) => isFor(one, record.kind, device));
  if (rule) return windowBy(rule, record, rules.comparisons.time.begins.within);
  const to = record.end ?? record.start;
  return {
    open: record.start,
    close: to,
    from: record.start,
    to,
    expectFrom: record.start,
    expectTo: to,
    coarse: false,
    arrival: Number.NaN,
    arrivedBy: Number.NaN,
    isClosed: record.end !== undefined,
  };
};

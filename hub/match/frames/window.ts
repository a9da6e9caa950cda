import type { DeviceKind, Precision } from '../../core/vocabulary.ts';
import type { MatchRecord } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import type { WindowRule } from '../rules/rules-schema.ts';

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

/** All moments of one name: the first with how long it may last, and the end of the last; epoch ms. */
interface Moments {
  at: number;
  /** The time could be anywhere in so many ms after `at`. */
  width: number;
  /** The latest that any of them can be. */
  by: number;
}

/** A time written to the hour is a whole hour; one that carries minutes was written by somebody who looked. */
const widthOf = (at: number, precision: Precision): number => {
  const span = spans[precision];
  return span > 0 && at % Math.min(span, hourMs) === 0 ? span : 0;
};

const momentOf = (at: number, precision: Precision): Moments => {
  const width = widthOf(at, precision);
  return { at, width, by: at + width };
};

/** Several units write the same milestone several times. */
const momentsNamed = ({ milestones, precision }: MatchRecord, wanted: string): Moments | undefined => {
  let found: Moments | undefined;
  for (const { name, at } of milestones) {
    if (name !== wanted) continue;
    const width = widthOf(at, precision);
    if (found === undefined) found = { at, width, by: at + width };
    else {
      if (at < found.at) {
        found.at = at;
        found.width = width;
      }
      if (at + width > found.by) found.by = at + width;
    }
  }
  return found;
};

/** All moments of the first name that is known. */
const firstKnown = (record: MatchRecord, names: readonly string[]): Moments | undefined => {
  for (const name of names) {
    if (name === 'start') return momentOf(record.start, record.precision);
    if (name === 'end' && record.end !== undefined) return momentOf(record.end, record.precision);
    const found = name === 'end' ? undefined : momentsNamed(record, name);
    if (found !== undefined) return found;
  }
  return undefined;
};

const windowBy = (rule: WindowRule, record: MatchRecord, settleMs: number): Window => {
  const opened = firstKnown(record, rule.open) ?? momentOf(record.start, record.precision);
  const arrived = firstKnown(record, rule.arrive);
  const closed = firstKnown(record, rule.close)?.by;
  const openBy = opened.at + opened.width;
  const openAt = Math.min(opened.at, arrived?.at ?? opened.at);
  const from = arrived?.at ?? openAt;
  const standIn = Math.max(arrived?.by ?? openBy, openBy) + rule.lasts;
  const to = closed !== undefined && closed >= from ? closed : standIn;
  const expectFrom = arrived ? Math.max(openAt, arrived.at - earliestOnTheWayMs) : openAt;
  const expectTo = arrived ? arrived.by + settleMs : openBy + rule.travel;
  return {
    open: openAt - rule.lead,
    close: to + rule.tail,
    from,
    to,
    expectFrom,
    expectTo: Math.min(expectTo, to),
    coarse: rule.coarse || (arrived ?? opened).width >= coarseFromMs,
    arrival: arrived === undefined || rule.coarse || arrived.width >= coarseFromMs ? Number.NaN : arrived.at,
    arrivedBy: arrived === undefined || rule.coarse ? Number.NaN : arrived.by,
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

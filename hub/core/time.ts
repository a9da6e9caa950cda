import { RecordError } from './errors.ts';
import { namedReaders, type Reading, readerOf } from './time-format.ts';
import type { Precision } from './vocabulary.ts';
import { defaultZone, type Offset, offsetOf, offsetText, toEpoch } from './zone.ts';

/** A moment read from text. `iso` carries the zone's offset; `precision` says how much of it was really written. */
export interface ParsedTime {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly iso: string;
  readonly precision: Precision;
}

export type TimeParser = (text: string) => ParsedTime | undefined;

const dayMs = 86_400_000;
const two = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

/** `T08:48:` by minute of the day. */
const minutes = Array.from({ length: 1440 }, (_, minute) => `T${two[Math.floor(minute / 60)]}:${two[minute % 60]}:`);

/** Dates as text by day number: rows of one page share a handful of days, most often the last one asked for. */
const dates = new Map<number, string>();
let lastDay = Number.NaN;
let lastDate = '';

const dateText = (day: number): string => {
  if (day === lastDay) return lastDate;
  let text = dates.get(day);
  if (text === undefined) {
    if (dates.size >= 10_000) dates.clear();
    text = new Date(day * dayMs).toISOString().slice(0, -14);
    dates.set(day, text);
  }
  lastDay = day;
  lastDate = text;
  return text;
};

const isoAt = (epochMs: number, offset: number): string => {
  const local = epochMs + offset;
  const day = Math.floor(local / dayMs);
  const ms = local - day * dayMs;
  const seconds = Math.floor(ms / 1000);
  const rest = ms - seconds * 1000;
  const minute = Math.floor(seconds / 60);
  const whole = dateText(day) + minutes[minute] + two[seconds - minute * 60];
  return (rest === 0 ? whole : `${whole}.${String(rest).padStart(3, '0')}`) + offsetText(offset);
};

/** `2024-01-05T08:48:09+08:00`, milliseconds only where there are any. */
export const toIso = (epochMs: number, zone: string = defaultZone): string => isoAt(epochMs, offsetOf(zone)(epochMs));

/**
 * Epoch milliseconds of a canonical instant.
 *
 * @throws RecordError when it is no ISO 8601 instant
 */
export const epochOf = (iso: string): number => {
  const at = Date.parse(iso);
  if (!Number.isNaN(at)) return at;
  throw new RecordError(`[hub] [time] "${iso}" is no instant`, {
    remedy: 'write it as 2024-01-05T08:48:09+08:00',
    misfit: { field: 'time', rule: 'instant', value: iso },
  });
};

const parsed = ({ local, offset, epoch, precision }: Reading, zone: Offset): ParsedTime => {
  const at = epoch ?? toEpoch(local, offset === undefined ? zone : offsetOf(offset));
  return { at, iso: isoAt(at, zone(at)), precision };
};

/**
 * A parser that tries `formats` in order. Formats are made of `yyyy MM dd HH mm ss SSS XXX` (also `M d H` for one or two
 * digits, `S` for any fraction, `h a` for twelve hours with AM, PM,
 * 上午 or 下午, `h a?` where that may be lost, and 'quoted' text), or are one of `iso`, `java`, `epochMs`, `epochS`.
 *
 * @param zone of texts that state none: an IANA name or a fixed offset such as `+08:00`
 * @throws RangeError for a format or zone that is not known, at construction and never while parsing
 */
export const timeParser = (formats: readonly string[], zone: string = defaultZone): TimeParser => {
  const offset = offsetOf(zone);
  const readers = formats.map((format) => namedReaders[format] ?? readerOf(format));
  return (text) => {
    for (const read of readers) {
      const reading = read(text);
      if (reading !== undefined) return parsed(reading, offset);
    }
    return undefined;
  };
};

const parsers = new Map<string, TimeParser>();

/** As `timeParser`, for callers without a place to keep one. Undefined when no format fits or the date is impossible. */
export const parseTime = (
  text: string,
  formats: readonly string[],
  zone: string = defaultZone,
): ParsedTime | undefined => {
  const key = `${zone}\n${formats.join('\n')}`;
  let parse = parsers.get(key);
  if (parse === undefined) {
    if (parsers.size >= 1000) parsers.clear();
    parse = timeParser(formats, zone);
    parsers.set(key, parse);
  }
  return parse(text);
};

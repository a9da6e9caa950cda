import type { Precision } from './vocabulary.ts';

/** What a format read: a wall-clock reading (ms, as if it were UTC) with the offset that was written, or an epoch. */
export interface Reading {
  readonly local: number;
  readonly offset?: string;
  readonly epoch?: number;
  readonly precision: Precision;
}

export type Reader = (text: string) => Reading | undefined;

const parts = { y: 0, M: 1, d: 2, H: 3, h: 3, m: 4, s: 5, S: 6 } as const;
type Letter = keyof typeof parts | 'X' | 'a';

interface Token {
  /** Index into the clock, 7 for an offset, 8 for the half of the day, -1 for text that must stand there. */
  readonly part: number;
  readonly min: number;
  readonly max: number;
  readonly text: string;
}

const longest: Record<Letter, number> = { y: 4, M: 2, d: 2, H: 2, h: 2, m: 2, s: 2, S: 9, X: 6, a: 2 };

const tokenOf = (run: string): Token => {
  const letter = run[0] as Letter;
  if (letter === 'X') return { part: 7, min: 1, max: 6, text: run };
  if (letter === 'a') return { part: 8, min: run.endsWith('?') ? 0 : 2, max: 2, text: run };
  const max = letter === 'S' && run.length === 1 ? 9 : run.length === 1 ? longest[letter] : run.length;
  if (run.length > longest[letter]) throw new RangeError(`"${run}" is longer than any ${letter} there is`);
  return { part: parts[letter], min: run.length, max, text: run };
};

const tokensOf = (format: string): Token[] =>
  Array.from(format.matchAll(/'([^']*)'|y+|M+|d+|H+|h+|m+|s+|S+|X+|a\??|[A-Za-z]+|[^A-Za-z']+/g), ([run, quoted]) => {
    if (quoted !== undefined) return { part: -1, min: 0, max: 0, text: quoted === '' ? "'" : quoted };
    if (/^[yMdHhmsSXa]/.test(run)) return tokenOf(run);
    if (/^[A-Za-z]/.test(run)) {
      throw new RangeError(`"${run}" in "${format}" is no part of a time; use yyyy MM dd HH hh a mm ss SSS XXX`);
    }
    return { part: -1, min: 0, max: 0, text: run };
  });

const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days since 1 January 1970, of years after 1900: the year is taken to begin with March, so that a leap day ends it. */
const dayNumber = (y: number, mo: number, d: number): number => {
  const year = mo > 2 ? y : y - 1;
  const inYear = Math.floor((153 * (mo > 2 ? mo - 3 : mo + 9) + 2) / 5) + d - 1;
  return year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + inYear - 719_468;
};

/** The reading as if it were UTC; undefined when there is no such date or hour (30 February, 24:00, month 0). */
const clock = (y: number, mo: number, d: number, h: number, mi: number, s: number, ms: number): number | undefined => {
  if (y < 1900 || y > 2199 || mo < 1 || mo > 12 || d < 1 || h > 23 || mi > 59 || s > 59) return undefined;
  if (d > (days[mo - 1] as number) + (mo === 2 && isLeap(y) ? 1 : 0)) return undefined;
  return (((dayNumber(y, mo, d) * 24 + h) * 60 + mi) * 60 + s) * 1000 + ms;
};

const isHalfDay = ({ text, part }: Token): boolean => part === 3 && text.startsWith('h');

const precisionOf = (tokens: readonly Token[]): Precision => {
  const finest = Math.max(...tokens.filter(({ part }) => part <= 6).map(({ part }) => part));
  return finest >= 5 ? 'second' : finest === 4 ? 'minute' : finest === 3 ? 'hour' : 'day';
};

const halves: Readonly<Record<string, number>> = { AM: 0, am: 0, 上午: 0, PM: 12, pm: 12, 下午: 12 };

const zoneText = /(?:Z|[+-]\d{2}:?\d{2})/y;

/** The digits of a stretch as a number; -1 when one of them is none. */
const digitsAt = (text: string, from: number, length: number): number => {
  let value = 0;
  for (let at = from; at < from + length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
};

/** Every part of the text has its place: nearly all formats there are, and the fast way. */
const fixedReader = (tokens: readonly Token[], precision: Precision): Reader => {
  const places = Array.from({ length: 7 }, () => ({ from: 0, length: 0 }));
  const signs: { readonly at: number; readonly code: number }[] = [];
  let end = 0;
  for (const { part, min, text } of tokens) {
    if (part === -1) for (let at = 0; at < text.length; at++) signs.push({ at: end + at, code: text.charCodeAt(at) });
    else places[part] = { from: end, length: min };
    end += part === -1 ? text.length : min;
  }
  const [y, mo, d, h, mi, s, ms] = places as [Stretch, Stretch, Stretch, Stretch, Stretch, Stretch, Stretch];
  const scale = 10 ** (3 - ms.length);
  return (text) => {
    if (text.length !== end) return undefined;
    for (let index = 0; index < signs.length; index++) {
      const sign = signs[index] as (typeof signs)[number];
      if (text.charCodeAt(sign.at) !== sign.code) return undefined;
    }
    const fraction = ms.length === 0 ? 0 : digitsAt(text, ms.from, ms.length) * scale;
    const hour = digitsAt(text, h.from, h.length);
    const minute = digitsAt(text, mi.from, mi.length);
    const second = digitsAt(text, s.from, s.length);
    if (hour < 0 || minute < 0 || second < 0 || fraction < 0) return undefined;
    const month = digitsAt(text, mo.from, mo.length);
    const day = digitsAt(text, d.from, d.length);
    const local = clock(digitsAt(text, y.from, y.length), month, day, hour, minute, second, Math.floor(fraction));
    return local === undefined ? undefined : { local, precision };
  };
};

interface Stretch {
  readonly from: number;
  readonly length: number;
}

/** Parts of one or two digits, fractions of any length, halves of the day, offsets: read from left to right. */
const walkingReader = (tokens: readonly Token[], precision: Precision): Reader => {
  const hasHalves = tokens.some(isHalfDay);
  return (text) => {
    if (text.length > 64) return undefined;
    const read = [0, 1, 1, 0, 0, 0, 0];
    let offset: string | undefined;
    let half: number | undefined;
    let at = 0;
    for (const { part, min, max, text: sign } of tokens) {
      if (part === 8) {
        half = halves[text.slice(at, at + 2)];
        if (half !== undefined) at += 2;
        else if (min > 0) return undefined;
      } else if (part === -1) {
        if (!text.startsWith(sign, at)) return undefined;
        at += sign.length;
      } else if (part === 7) {
        zoneText.lastIndex = at;
        offset = zoneText.exec(text)?.[0];
        if (offset === undefined) return undefined;
        at += offset.length;
      } else {
        let length = 0;
        while (length < max && digitsAt(text, at + length, 1) >= 0) length += 1;
        if (length < min) return undefined;
        const value = digitsAt(text, at, length);
        read[part] = part === 6 ? Math.floor(value * 10 ** (3 - length)) : value;
        at += length;
      }
    }
    if (at !== text.length) return undefined;
    if (hasHalves) {
      const hour = read[3] as number;
      if (hour < 1 || hour > 12) return undefined;
      if (half !== undefined) read[3] = (hour % 12) + half;
    }
    const local = clock(...(read as [number, number, number, number, number, number, number]));
    if (local === undefined) return undefined;
    // An hour of twelve whose half of the day got lost tells no more than the day.
    const known = hasHalves && half === undefined ? 'day' : precision;
    return offset === undefined ? { local, precision: known } : { local, offset, precision: known };
  };
};

/**
 * Compile one format to a reader.
 *
 * @throws RangeError when the format names no full date or something unknown
 */
export const readerOf = (format: string): Reader => {
  const tokens = tokensOf(format);
  if (![0, 1, 2].every((part) => tokens.some((token) => token.part === part))) {
    throw new RangeError(`"${format}" needs year, month and day: yyyy, MM and dd`);
  }
  if (tokens.some(isHalfDay) && !tokens.some(({ part }) => part === 8)) {
    throw new RangeError(
      `"${format}" has hours of twelve: add a (AM, PM, 上午, 下午), or a? where it may be lost; or use HH`,
    );
  }
  const isFixed = tokens.every((token) => token.part < 7 && token.min === token.max && !isHalfDay(token));
  return (isFixed ? fixedReader : walkingReader)(tokens, precisionOf(tokens));
};

const isoShape =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

const iso: Reader = (text) => {
  const match = isoShape.exec(text);
  if (!match) return undefined;
  const [, y, mo, d, h, mi, s, fraction, offset] = match;
  const ms = Math.floor(Number(`0.${fraction ?? 0}`) * 1000);
  const local = clock(Number(y), Number(mo), Number(d), Number(h), Number(mi ?? 0), Number(s ?? 0), ms);
  if (local === undefined) return undefined;
  const precision = s !== undefined ? 'second' : mi !== undefined ? 'minute' : 'hour';
  return offset === undefined ? { local, precision } : { local, offset, precision };
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const javaShape =
  /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{2}) (\d{2}):(\d{2}):(\d{2}) (?:(?:GMT|UTC)([+-]\d{2}:\d{2})?|(CST)) (\d{4})$/;

/** What Java's `Date.toString` writes. `CST` is China's here, never Chicago's. */
const java: Reader = (text) => {
  const match = javaShape.exec(text);
  if (!match) return undefined;
  const [, month, d, h, mi, s, offset, china, y] = match;
  const local = clock(Number(y), months.indexOf(month ?? '') + 1, Number(d), Number(h), Number(mi), Number(s), 0);
  return local === undefined ? undefined : { local, offset: china ? '+08:00' : (offset ?? 'Z'), precision: 'second' };
};

const epoch =
  (shape: RegExp, factor: number): Reader =>
  (text) =>
    shape.test(text) ? { local: 0, epoch: Math.round(Number(text) * factor), precision: 'second' } : undefined;

/** Formats that have a name instead of letters. */
export const namedReaders: Readonly<Record<string, Reader>> = Object.assign(Object.create(null), {
  iso,
  java,
  epochMs: epoch(/^\d{11,14}$/, 1),
  epochS: epoch(/^\d{9,11}(?:\.\d{1,9})?$/, 1000),
});

import { wallTime } from '../../city/time.ts';

/** yyyy-MM-dd HH:mm */
export const toMinute = (at: number): string => wallTime(at).slice(0, 16);

/** yyyyMMddHHmmssSSS */
export const compactMs = (at: number): string =>
  wallTime(at).replace(/\D/g, '') + String(Math.floor(at) % 1000).padStart(3, '0');

/** The start of the second that `at` lies in: what a column of second precision keeps. */
export const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000;

const shapes = [
  /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d)(?::(\d\d)(?::(\d\d)(?:\.\d+)?)?)?)?$/,
  /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)(?:\d{3})?)?$/,
];

/**
 * Epoch ms of local time without a zone, as all these systems write it: `yyyy-MM-dd[ HH[:mm[:ss]]]` or
 * `yyyyMMdd[HHmmss[SSS]]`. Undefined for anything else.
 */
export const parseLocal = (text: string): number | undefined => {
  for (const shape of shapes) {
    const match = shape.exec(text.trim());
    if (!match) continue;
    const [, year, month, day, hour = '00', minute = '00', second = '00'] = match;
    const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`);
    return Number.isNaN(at) ? undefined : at;
  }
  return undefined;
};

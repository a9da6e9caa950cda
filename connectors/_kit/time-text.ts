import { parseTime, toIso } from '../../hub/core/time.ts';

/** Write an instant by a pattern of yyyy MM dd HH mm ss SSS, or as `epochMs` or `epochS`. */
export const writeTime = (at: number, pattern: string, zone: string): string => {
  if (pattern === 'epochMs') return String(at);
  if (pattern === 'epochS') return String(Math.floor(at / 1000));
  const [, yyyy = '', MM = '', dd = '', HH = '', mm = '', ss = '', SSS = '000'] =
    /^(\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?/.exec(toIso(at, zone)) ?? [];
  const parts: Record<string, string> = { yyyy, MM, dd, HH, mm, ss, SSS };
  return pattern.replace(/yyyy|MM|dd|HH|mm|ss|SSS/g, (name) => parts[name] ?? name);
};

/** The smallest step a pattern can express, in milliseconds. */
export const stepOf = (pattern: string): number => {
  if (pattern === 'epochMs' || pattern.includes('SSS')) return 1;
  if (pattern === 'epochS' || pattern.includes('ss')) return 1000;
  return pattern.includes('mm') ? 60_000 : pattern.includes('HH') ? 3_600_000 : 86_400_000;
};

/** Times of last change as the systems known so far spell them; a mapping has its own list for everything else. */
const spellings = [
  'yyyy-MM-dd HH:mm:ss',
  'yyyy-MM-dd HH:mm:ss.S',
  'iso',
  'yyyyMMddHHmmss',
  'yyyyMMddHHmmssSSS',
  'yyyy-MM-dd HH:mm',
  'yyyy/M/d H:mm:ss',
  'yyyy/M/d H:mm',
  'epochMs',
  'epochS',
];

/** Epoch milliseconds of a time in one of the usual spellings; undefined when it is none. */
export const readTime = (value: unknown, zone: string): number | undefined =>
  typeof value === 'string' || typeof value === 'number'
    ? parseTime(String(value).trim(), spellings, zone)?.at
    : undefined;

/** The same spelling, moved by seconds: for positions kept as the database's own text. Undefined when it is no time. */
export const shiftTimeText = (text: string, seconds: number): string | undefined => {
  const at = readTime(text, 'UTC');
  if (at === undefined) return undefined;
  const pattern = /^\d+$/.test(text) ? 'yyyyMMddHHmmss' : `yyyy-MM-dd HH:mm:ss${/\.\d/.test(text) ? '.SSS' : ''}`;
  return writeTime(at + seconds * 1000, pattern, 'UTC');
};

import { RecordError } from '../core/errors.ts';

/** What is wrong with the length or value of a field, as a reason for a dead letter. */
const misfit = (field: string, rule: string, value: unknown, message: string, remedy: string): RecordError =>
  new RecordError(`[hub] [store] ${field} ${message}`, { remedy, misfit: { field, rule, value } });

/** @throws RecordError when a text is longer than its column: names and codes are never cut off */
export const checkLength = (field: string, value: string | undefined, most: number): void => {
  if (value === undefined || value.length <= most) return;
  const shown = `${value.slice(0, 80)}…`;
  throw misfit(
    field,
    'length',
    shown,
    `has ${value.length} characters, at most ${most} fit`,
    `map ${field} to a shorter text`,
  );
};

/** Epoch milliseconds of an ISO 8601 time. @throws RecordError when it is no time or lies outside 1970–9999 */
export const instant = (field: string, iso: string): number => {
  const at = Date.parse(iso);
  if (at >= 0 && at < 253_402_300_800_000) return at;
  throw misfit(
    field,
    'time',
    iso,
    'is not a time between 1970 and 9999',
    `correct the time format of ${field} in the mapping`,
  );
};

/** A text for people, cut to what its column holds; counted in characters, as the database does. */
export const clip = (value: string | undefined, most: number): string | null => {
  if (value === undefined) return null;
  // No character takes more than two code units.
  return value.length <= most ? value : [...value.slice(0, 2 * most)].slice(0, most).join('');
};

/** The first of each name, in order. */
export const distinct = <T>(items: readonly T[], nameOf: (item: T) => string): T[] =>
  [...new Map([...items].reverse().map((item) => [nameOf(item), item] as const)).values()].reverse();

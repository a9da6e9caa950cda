/**
 * Calendar and formats of Asia/Shanghai, which has had one fixed offset since 1991: plain arithmetic is exact and
 * needs no time zone data. All instants are epoch milliseconds.
 */
const offsetMs = 8 * 3600_000;

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** The wall clock as `yyyy-MM-ddTHH:mm:ss.SSS`. */
const wall = (at: number): string => new Date(at + offsetMs).toISOString().slice(0, 23);

/** `yyyy-MM-dd` */
export const dateOf = (at: number): string => wall(at).slice(0, 10);
/** `yyyyMMdd` */
export const compactDate = (at: number): string => dateOf(at).replaceAll('-', '');
/** `yyyyMMddHHmmss` */
export const compactTime = (at: number): string => wall(at).slice(0, 19).replace(/\D/g, '');
/** `yyyy-MM-dd HH:mm:ss` */
export const wallTime = (at: number): string => wall(at).slice(0, 19).replace('T', ' ');
/** ISO 8601 with offset, e.g. `2024-01-05T08:48:09+08:00`. */
export const isoTime = (at: number): string => `${wall(at).slice(0, 19)}+08:00`;
/** Hour of the day, 0–23. */
export const hourOf = (at: number): number => Number(wall(at).slice(11, 13));

/** Midnight at which that day (`yyyy-MM-dd`) begins. Throws a RangeError for anything that is not a date. */
export const midnight = (date: string): number => {
  const at = Date.parse(`${date}T00:00:00+08:00`);
  if (Number.isNaN(at)) throw new RangeError(`[hub] [city] "${date}" is no date; write it as yyyy-MM-dd`);
  return at;
};

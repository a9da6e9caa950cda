/** The zone of every time that states none. */
export const defaultZone = 'Asia/Shanghai';

const minute = 60_000;
const hour = 60 * minute;

/** China kept summer time until 1991; from then on its offset is fixed and needs no look-up. */
const shanghaiIsFixedFrom = Date.UTC(1992, 0, 1);

const fixed = (zone: string): number | undefined => {
  if (zone === 'Z' || zone === 'UTC') return 0;
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return undefined;
  const size = Number(match[2]) * hour + Number(match[3]) * minute;
  return match[1] === '-' ? -size : size;
};

/** Milliseconds to add to UTC at a moment (epoch ms) to get the zone's own clock. */
export type Offset = (epochMs: number) => number;

/** Offsets change at most once an hour, so one look-up in the zone table serves every moment of that hour. */
const fromTable = (zone: string): Offset => {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const known = new Map<number, number>();
  return (epochMs) => {
    const bucket = Math.floor(epochMs / hour);
    const hit = known.get(bucket);
    if (hit !== undefined) return hit;
    const name = format.formatToParts(bucket * hour).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
    const offset = fixed(name.slice(3)) ?? 0;
    if (known.size >= 10_000) known.clear();
    known.set(bucket, offset);
    return offset;
  };
};

const offsets = new Map<string, Offset>();

/** @throws RangeError for a zone nobody knows */
export const offsetOf = (zone: string): Offset => {
  const known = offsets.get(zone);
  if (known) return known;
  const constant = fixed(zone);
  let offset: Offset;
  if (constant !== undefined) offset = () => constant;
  else {
    const table = fromTable(zone);
    offset = zone === defaultZone ? (at) => (at >= shanghaiIsFixedFrom ? 8 * hour : table(at)) : table;
  }
  if (offsets.size >= 1000) offsets.clear();
  offsets.set(zone, offset);
  return offset;
};

/** As `offsetOf`, for a single moment. */
export const offsetAt = (zone: string, epochMs: number): number => offsetOf(zone)(epochMs);

/** Epoch of a wall-clock reading (given as if it were UTC). In the hour a clock skips, the later moment is taken. */
export const toEpoch = (local: number, offset: Offset): number => local - offset(local - offset(local));

const texts = new Map<number, string>();

/** `+08:00`. */
export const offsetText = (offsetMs: number): string => {
  const known = texts.get(offsetMs);
  if (known) return known;
  const minutes = Math.abs(offsetMs) / minute;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const text = `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  texts.set(offsetMs, text);
  return text;
};

/** Whether a text names a zone: one of the tables, or an offset as `+08:00`. */
export const isZone = (text: string): boolean => {
  try {
    offsetOf(text);
    return true;
  } catch {
    return false;
  }
};

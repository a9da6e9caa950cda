import { offsetAt } from './zone.ts';

/** A stretch of the day in minutes from midnight; `to` before or at `from` reaches into the next day. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/** `22:00-06:00`; 24:00 is the end of the day. */
export const hoursPattern = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

const stretchOf = (text: string): Stretch => {
  const [from = '', to = ''] = text.split('-');
  return { from: minutesOf(from), to: minutesOf(to) };
};

const holds = ({ from, to }: Stretch, minute: number): boolean =>
  from < to ? from <= minute && minute < to : minute >= from || minute < to;

/**
 * When the hours next allow something: `now` itself while they do.
 *
 * @param hours stretches of the day as `22:00-06:00`; none: always
 * @param zone of the clock they are meant by
 * @returns epoch ms
 */
export const opensAt = (hours: readonly string[], zone: string, now: number): number => {
  if (hours.length === 0) return now;
  const stretches = hours.map(stretchOf);
  const local = now + offsetAt(zone, now);
  const minute = Math.floor(local / minuteMs) % dayMinutes;
  if (stretches.some((stretch) => holds(stretch, minute))) return now;
  const waits = stretches.map(({ from }) => (from - minute + dayMinutes) % dayMinutes || dayMinutes);
  return now - (local % minuteMs) + Math.min(...waits) * minuteMs;
};

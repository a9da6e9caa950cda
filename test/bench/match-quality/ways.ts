import type { Chance } from './random.ts';

/** How units move about a city. Metres on a plane, milliseconds on a perfect clock. */

export interface Spot {
  readonly x: number;
  readonly y: number;
}
/** A unit was at the spot at `at`; between two of these it moved straight. */
export interface Waypoint extends Spot {
  readonly at: number;
}

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export const distance = (one: Spot, other: Spot): number => Math.hypot(one.x - other.x, one.y - other.y);

export const around = (chance: Chance, { x, y }: Spot, radius: number): Spot => {
  const angle = chance.between(0, 2 * Math.PI);
  const far = radius * Math.sqrt(chance.next());
  return { x: x + far * Math.cos(angle), y: y + far * Math.sin(angle) };
};

const last = (way: readonly Waypoint[]): Waypoint => way.at(-1) as Waypoint;

/** Along the streets: first one way, then the other. @returns time of arrival */
export const drive = (chance: Chance, way: Waypoint[], to: Spot, metresPerSecond: number): number => {
  const corner = chance.happens(0.5) ? { x: to.x, y: last(way).y } : { x: last(way).x, y: to.y };
  for (const spot of [corner, to]) {
    const { at } = last(way);
    way.push({ ...spot, at: at + (distance(last(way), spot) / (metresPerSecond * chance.between(0.7, 1.3))) * second });
  }
  return last(way).at;
};

export const stay = (chance: Chance, way: Waypoint[], spot: Spot, until: number): void => {
  while (last(way).at < until) {
    const at = Math.min(until, last(way).at + chance.between(20, 60) * second);
    way.push({ ...around(chance, spot, 35), at });
  }
};

/** Loops about the beat with stops, some where everybody stops. */
export const patrol = (
  chance: Chance,
  way: Waypoint[],
  beat: { base: Spot; radiusM: number; hotSpots: readonly Spot[]; atHotSpots: number },
  until: number,
): void => {
  while (last(way).at < until) {
    const to = chance.happens(beat.atHotSpots)
      ? around(chance, chance.pick(beat.hotSpots), 40)
      : around(chance, beat.base, beat.radiusM);
    const at = drive(chance, way, to, 6);
    if (chance.happens(0.4)) stay(chance, way, last(way), Math.min(until, at + chance.between(1, 12) * minute));
  }
};

/** Where a unit was at a moment. */
export const positionAt = (way: readonly Waypoint[], at: number): Spot => {
  let low = 0;
  let high = way.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((way[middle] as Waypoint).at < at) low = middle + 1;
    else high = middle;
  }
  const next = way[low] as Waypoint;
  const before = way[low - 1];
  if (before === undefined || next.at <= at || next.at === before.at) return next;
  const share = (at - before.at) / (next.at - before.at);
  return { x: before.x + (next.x - before.x) * share, y: before.y + (next.y - before.y) * share };
};

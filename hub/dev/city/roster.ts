import type { City, CityOfficer } from './model.ts';
import type { Place } from './place.ts';
import { hourOf } from './time.ts';

/** Two partners on duty together. */
export interface Unit {
  org: string;
  officers: string[];
  base: Place;
}

/** Who is on duty and who is already busy, for one day: nobody is at two places at once. */
export interface Roster {
  on(duty: CityOfficer['duty'], at: number): Unit[];
  /** When the unit has done what it was sent to before; 0 when it has done nothing yet. */
  freeFrom(unit: Unit): number;
  isFree(unit: Unit, from: number, to: number): boolean;
  book(unit: Unit, from: number, to: number): void;
}

/** The shift on duty at `at` (epoch ms). */
export const shiftAt = (at: number): CityOfficer['shift'] => {
  const hour = hourOf(at);
  if (hour < 8) return 'night';
  return hour < 16 ? 'day' : 'evening';
};

export const rosterOf = (city: City): Roster => {
  const bases = new Map(city.orgs.map((org) => [org.code, { lon: org.lon, lat: org.lat }]));
  const units = city.officers.flatMap((officer) => {
    const { partner, org, duty, shift, policeId } = officer;
    const base = bases.get(org);
    if (!base || !partner || policeId > partner) return [];
    return [{ duty, shift, unit: { org, officers: [policeId, partner], base } }];
  });
  const busy = new Map<Unit, [number, number][]>(units.map(({ unit }) => [unit, []]));
  const bookings = (unit: Unit): [number, number][] => busy.get(unit) ?? [];
  return {
    on: (duty, at) => units.filter((post) => post.duty === duty && post.shift === shiftAt(at)).map(({ unit }) => unit),
    freeFrom: (unit) => bookings(unit).reduce((latest, [, to]) => Math.max(latest, to), 0),
    isFree: (unit, from, to) => bookings(unit).every(([start, end]) => to <= start || from >= end),
    book: (unit, from, to) => void bookings(unit).push([from, to]),
  };
};

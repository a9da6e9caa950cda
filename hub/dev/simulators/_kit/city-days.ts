import type { CityClock } from '../../city/clock.ts';
import type { City, CityDay } from '../../city/model.ts';
import { readCity } from '../../city/settings.ts';
import { dateOf } from '../../city/time.ts';

/** The truth as far as a simulator may look: it must show of it only what its own system would know by now. */
export interface SimulatedCity {
  city: City;
  clock: CityClock;
  /** All days that have begun; the same array until midnight, so that what is derived from it can be kept. */
  days(): readonly CityDay[];
}

export const simulatedCity = (): SimulatedCity => {
  const { city, clock, days } = readCity();
  let known: { date: string; days: readonly CityDay[] } = { date: '', days: [] };
  return {
    city,
    clock,
    days: () => {
      const now = clock.now();
      if (known.date !== dateOf(now)) known = { date: dateOf(now), days: days(now) };
      return known.days;
    },
  };
};

/** A derivation of the days that is made once a day. */
export const perDays = <T>({ days }: SimulatedCity, derive: (days: readonly CityDay[]) => T): (() => T) => {
  let made: { from: readonly CityDay[]; value: T } | undefined;
  return () => {
    const from = days();
    if (made?.from !== from) made = { from, value: derive(from) };
    return made.value;
  };
};

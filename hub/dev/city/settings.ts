import { readFileSync } from 'node:fs';
import { cityOf } from './city.ts';
import { type CityClock, cityClock } from './clock.ts';
import { dayOf } from './day.ts';
import type { City, CityDay } from './model.ts';
import { dateOf, day, midnight } from './time.ts';

/** The JSON file named by CITY_FILE, shared by all processes of one city. */
interface CityFile {
  seed: number;
  /** `yyyy-MM-dd`; the days from here to the city's present are history. */
  firstDay: string;
  historyDays: number;
  /** Epoch ms: real time at which the city's clock showed `begins`. */
  startedAt: number;
  begins: number;
  speed: number;
}

export interface CitySettings {
  city: City;
  clock: CityClock;
  speed: number;
  historyDays: number;
  /** All days from the first to the one that holds `upTo` (epoch ms, city time), in order. */
  days(upTo: number): CityDay[];
}

const numbers = ['seed', 'historyDays', 'startedAt', 'begins', 'speed'] as const;

const parse = (text: string, file: string): CityFile => {
  const value = JSON.parse(text) as Partial<CityFile>;
  const wrong: string[] = numbers.filter((name) => !Number.isFinite(value[name]));
  if (!/^\d{4}-\d\d-\d\d$/.test(value.firstDay ?? '')) wrong.push('firstDay');
  if (wrong.length > 0) throw new Error(`[hub] [city] ${file} lacks ${wrong.join(', ')}; write the file anew`);
  return value as CityFile;
};

/** The city this process belongs to, read from CITY_FILE. Throws with the remedy when it is absent or incomplete. */
export const readCity = (file = process.env.CITY_FILE): CitySettings => {
  if (!file) throw new Error('[hub] [city] CITY_FILE is not set; name the JSON file with the seed and the clock');
  const { seed, firstDay, historyDays, speed, startedAt, begins } = parse(readFileSync(file, 'utf8'), file);
  const city = cityOf(seed, firstDay);
  return {
    city,
    clock: cityClock({ startedAt, begins, speed }),
    speed,
    historyDays,
    days(upTo) {
      const days: CityDay[] = [];
      for (let at = midnight(firstDay); at <= upTo; at += day) days.push(dayOf(city, dateOf(at)));
      return days;
    },
  };
};

import { callsOf } from './calls.ts';
import { casesOf, interviewsOf } from './cases.ts';
import { clipsOf } from './clips.ts';
import { incidentsOf } from './incidents.ts';
import type { City, CityDay } from './model.ts';
import { rosterOf } from './roster.ts';
import { trafficOf } from './traffic.ts';
import { warningsOf } from './warnings.ts';

const remembered = new WeakMap<City, Map<string, CityDay>>();

const live = (city: City, date: string): CityDay => {
  const roster = rosterOf(city);
  const calls = callsOf(city, date, roster);
  const cases = casesOf(city, date, calls);
  const incidents = incidentsOf(city, date, calls, cases, roster);
  const traffic = trafficOf(city, date, roster);
  const warnings = warningsOf(city, date, cases, roster);
  const interviews = interviewsOf(city, date, cases);
  const business = { calls, cases, incidents, traffic, warnings, interviews };
  return { date, ...business, clips: clipsOf(city, date, business, roster) };
};

/**
 * What happens in the city on a day (`yyyy-MM-dd`): the same in every process, whatever was asked before. The answer is
 * remembered and shared, so callers do not change it.
 */
export const dayOf = (city: City, date: string): CityDay => {
  const days = remembered.get(city) ?? new Map<string, CityDay>();
  remembered.set(city, days);
  const known = days.get(date) ?? live(city, date);
  days.set(date, known);
  return known;
};

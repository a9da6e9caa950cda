import { faults } from './faults.ts';
import type { Call, City, CityOrg, Dispatched } from './model.ts';
import { personOf } from './people.ts';
import { addressOf, distanceM, near, type Place } from './place.ts';
import { type Random, randomOf } from './random.ts';
import type { Roster, Unit } from './roster.ts';
import { callKindOf, repeatedText } from './texts.ts';
import { compactTime, hour, midnight, minute, second } from './time.ts';

/** How many of a hundred calls come in each hour of the day. */
const hourly = [2, 2, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5, 4, 4, 5, 5, 6, 7, 8, 8, 7, 5, 4];
const wheel = hourly.flatMap((share, at) => Array.from({ length: share }, () => at));

const metresPerMinute = 500;

/** 警力 that went: the officers as dispatch shows them may be missing, or wrong until somebody corrects them. */
const dispatched = (
  city: City,
  random: Random,
  unit: Unit,
  number: string,
  sentAt: number,
  travelMs: number,
): Dispatched => {
  const acknowledgedAt = sentAt + random.int(5, 40) * second;
  const departedAt = acknowledgedAt + random.int(15, 80) * second;
  const arrivedAt = departedAt + Math.round(travelMs / second) * second;
  const clearedAt = arrivedAt + random.int(5 * 60, 17 * 60) * second;
  const officersUnknown = random.chance(faults.unitWithoutOfficers);
  const edited = random.chance(faults.unitEdited / (1 - faults.unitWithoutOfficers)) && !officersUnknown;
  const strangers = city.officers.filter(({ org, policeId }) => org === unit.org && !unit.officers.includes(policeId));
  const atFirst = random.chance(0.5) ? unit.officers.slice(0, 1) : [random.pick(strangers).policeId];
  return {
    number,
    org: unit.org,
    officers: unit.officers,
    sentAt,
    acknowledgedAt,
    departedAt,
    arrivedAt,
    clearedAt,
    feedbackNumber: `${number}01`,
    feedbackAt: clearedAt + random.int(2 * 60, 25 * 60) * second,
    officersUnknown,
    arrivalUnknown: random.chance(faults.arrivalBlank),
    ...(edited ? { officersAtFirst: atFirst, editedAt: clearedAt + random.int(1, 20) * minute } : {}),
  };
};

/**
 * The nearest units first, counting the wait until a busy one is free as distance. The shift that was on when the call
 * came in takes it, so that a call at midnight stays with the day it belongs to.
 */
const byReach = (roster: Roster, call: Call, at: number): Unit[] => {
  const cost = (unit: Unit): number =>
    Math.max(0, roster.freeFrom(unit) - at) + (distanceM(unit.base, call) / metresPerMinute) * minute;
  return roster.on('patrol', call.reportedAt).sort((a, b) => cost(a) - cost(b));
};

/** Sends one to three units, books them, and returns what they did. */
const send = (city: City, random: Random, roster: Roster, call: Call): Dispatched[] => {
  const at = call.finishedAt + random.int(10, 60) * second;
  const draw = random.next();
  const wanted = draw < 0.65 ? 1 : draw < 0.92 ? 2 : 3;
  const units: Dispatched[] = [];
  for (const unit of byReach(roster, call, at)) {
    if (units.length === wanted) break;
    const free = roster.freeFrom(unit);
    if (units.length > 0 && free > at) continue;
    const sentAt = Math.max(at, free + 30 * second);
    const travel = minute + (distanceM(unit.base, call) / metresPerMinute) * minute;
    const went = dispatched(city, random, unit, `${call.number}0${units.length + 1}`, sentAt, travel);
    roster.book(unit, sentAt, went.clearedAt);
    units.push(went);
  }
  return units;
};

const report = (city: City, random: Random, station: CityOrg, place: Place, reportedAt: number): Call => {
  const kind = callKindOf(random);
  const answeredAt = reportedAt + random.int(3, 12) * second;
  return {
    number: `${city.areaCode}${compactTime(reportedAt)}${random.digits(10)}`,
    org: `${station.code.slice(0, 6)}000000`,
    station: station.code,
    category: { code: kind.code, label: kind.label },
    reportedAt,
    answeredAt,
    finishedAt: answeredAt + random.int(40, 150) * second,
    ...place,
    address: addressOf(random, station.name.slice(0, 2)),
    text: kind.text,
    caller: personOf(random),
    units: [],
  };
};

/** Somebody walks up to a unit that is about to leave: it goes straight on, and its camera may stay on. */
const followOn = (city: City, random: Random, roster: Roster, station: CityOrg, first: Call): Call | undefined => {
  const [leg] = first.units;
  const unit = leg && roster.on('patrol', first.reportedAt).find(({ officers }) => officers === leg.officers);
  if (!leg || !unit || roster.freeFrom(unit) !== leg.clearedAt) return undefined;
  const call = report(city, random, station, near(random, first, 60), leg.clearedAt - random.int(150, 240) * second);
  const went = dispatched(city, random, unit, `${call.number}01`, leg.clearedAt, 0);
  went.acknowledgedAt = leg.clearedAt + 5 * second;
  went.departedAt = leg.clearedAt + 10 * second;
  went.arrivedAt = leg.clearedAt + random.int(30, 60) * second;
  roster.book(unit, went.sentAt, went.clearedAt);
  call.units = [went];
  return call;
};

const duplicate = (city: City, random: Random, station: CityOrg, first: Call): Call => ({
  ...report(city, random, station, near(random, first, 40), first.reportedAt + random.int(60, 400) * second),
  category: first.category,
  address: first.address,
  text: `${first.text}。${repeatedText}`,
  duplicateOf: first.number,
});

/** About 130 calls, in the order in which they come in. */
export const callsOf = (city: City, date: string, roster: Roster): Call[] => {
  const random = randomOf(city.seed, 'calls', date);
  const stations = city.orgs.filter(({ kind }) => kind === 'station');
  const begins = midnight(date);
  const times = Array.from(
    { length: random.int(112, 128) },
    () => begins + random.pick(wheel) * hour + random.int(0, 3599) * second,
  ).sort((a, b) => a - b);
  const calls: Call[] = [];
  for (const at of times) {
    const station = random.pick(stations);
    const call = report(city, random, station, near(random, station, 1600), at);
    call.units = send(city, random, roster, call);
    calls.push(call);
    const next = random.chance(faults.followOnCall) ? followOn(city, random, roster, station, call) : undefined;
    if (next) calls.push(next);
    if (random.chance(faults.duplicateCall)) calls.push(duplicate(city, random, station, call));
  }
  return calls.sort((a, b) => a.reportedAt - b.reportedAt);
};

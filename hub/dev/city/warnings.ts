import type { CaseFile, City, Warning } from './model.ts';
import { personOf } from './people.ts';
import { addressOf, near } from './place.ts';
import { type Random, randomOf } from './random.ts';
import type { Roster, Unit } from './roster.ts';
import { checkResults, clueTypes, warningTypes } from './texts.ts';
import { compactDate, midnight, minute, second } from './time.ts';

const warningsPerDay = 14;
const cluesPerDay = 8;

const warningOf = (
  city: City,
  random: Random,
  kind: Warning['kind'],
  unit: Unit,
  from: number,
  to: number,
  index: number,
): Warning => {
  const today = compactDate(from).slice(2);
  const sequence = `${today}${String(index + 1).padStart(5, '0')}`;
  const place = near(random, unit.base, 1500);
  const issuedAt = from - (kind === 'warning' ? random.int(8, 25) : random.int(120, 360)) * minute;
  return {
    kind,
    number: kind === 'warning' ? `${city.areaCode.slice(0, 4)}A${sequence}` : `XS${unit.org.slice(0, 6)}${sequence}`,
    type: random.pick<Warning['type']>(kind === 'warning' ? warningTypes : clueTypes),
    org: unit.org,
    person: personOf(random),
    officers: unit.officers,
    issuedAt,
    signedAt: issuedAt + random.int(20, 300) * second,
    checkedAt: from,
    checkedUntil: to,
    ...place,
    address: addressOf(random, ''),
    result: random.pick(checkResults),
  };
};

/** Warnings that a patrol signs and checks on the spot, and clues that detectives look into, some for a case. */
export const warningsOf = (city: City, date: string, cases: CaseFile[], roster: Roster): Warning[] => {
  const random = randomOf(city.seed, 'warnings', date);
  const warnings: Warning[] = [];
  const wanted = warningsPerDay + cluesPerDay;
  for (let attempt = 0; attempt < 400 && warnings.length < wanted; attempt++) {
    const kind = warnings.length < warningsPerDay ? 'warning' : 'clue';
    const from = midnight(date) + random.int(8 * 3600 + 1800, 23 * 3600) * second;
    const to = from + random.int(4, 11) * minute;
    const unit = random.pick(roster.on(kind === 'warning' ? 'patrol' : 'detective', from));
    if (!roster.isFree(unit, from - 5 * minute, to + minute)) continue;
    roster.book(unit, from - 5 * minute, to + minute);
    const warning = warningOf(city, random, kind, unit, from, to, warnings.length);
    const file = cases.find(({ org, filedAt }) => org === unit.org && filedAt < from);
    if (file && random.chance(0.4)) warning.caseNumber = file.number;
    warnings.push(warning);
  }
  return warnings.sort((a, b) => a.issuedAt - b.issuedAt);
};

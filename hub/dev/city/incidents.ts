import type { Call, CaseFile, City, IncidentEntry } from './model.ts';
import { type Random, randomOf } from './random.ts';
import type { Roster } from './roster.ts';
import { walkInTexts } from './texts.ts';
import { compactDate, midnight, minute, second } from './time.ts';

const fromCall = (random: Random, call: Call): IncidentEntry[] => {
  const [unit] = call.units;
  if (!unit) return [];
  return [
    {
      number: `S${call.station}${compactDate(call.reportedAt)}${random.digits(11)}`,
      table: 'AGZX_TB_JCJXX',
      callNumber: call.number,
      org: call.station,
      officers: unit.officers,
      receivedAt: call.finishedAt,
      arrivedAt: unit.arrivedAt,
      finishedAt: unit.clearedAt,
      text: call.text,
      category: call.category.code.slice(0, 6),
    },
  ];
};

const fromCase = (file: CaseFile, call: Call, index: number): IncidentEntry[] => {
  const [unit] = call.units;
  if (!unit) return [];
  return [
    {
      number: `J${call.station}${compactDate(call.reportedAt)}${String(index + 1).padStart(2, '0')}`,
      table: 'AGZX_TB_JBAXX',
      callNumber: call.number,
      caseNumber: file.number,
      org: call.station,
      officers: unit.officers,
      receivedAt: call.finishedAt,
      arrivedAt: unit.arrivedAt,
      finishedAt: unit.clearedAt,
      text: file.brief,
      category: call.category.code.slice(0, 6),
    },
  ];
};

/** Somebody reports at the counter of a station; a unit that is in takes it down. */
const walkIns = (date: string, random: Random, roster: Roster): IncidentEntry[] => {
  const entries: IncidentEntry[] = [];
  for (let attempt = 0; attempt < 40 && entries.length < 4; attempt++) {
    const receivedAt = midnight(date) + random.int(8 * 3600, 22 * 3600) * second;
    const finishedAt = receivedAt + random.int(6, 14) * minute;
    const unit = random.pick(roster.on('patrol', receivedAt));
    if (!roster.isFree(unit, receivedAt, finishedAt)) continue;
    roster.book(unit, receivedAt, finishedAt);
    entries.push({
      number: `J${unit.org}${compactDate(receivedAt)}${90 + entries.length}`,
      table: 'AGZX_TB_JBAXX',
      org: unit.org,
      officers: unit.officers,
      receivedAt,
      finishedAt,
      text: random.pick(walkInTexts),
      category: '020102',
    });
  }
  return entries;
};

/** About 20 entries: 接处警 of calls, 接报案 of calls that became cases, and reports made at the counter. */
export const incidentsOf = (
  city: City,
  date: string,
  calls: Call[],
  cases: CaseFile[],
  roster: Roster,
): IncidentEntry[] => {
  const random = randomOf(city.seed, 'incidents', date);
  const reported = calls.filter((call) => random.chance(12 / calls.length) && !call.duplicateOf);
  const opened = cases.slice(0, 5).flatMap((file, index) => {
    const call = calls.find(({ number }) => number === file.callNumber);
    return call ? fromCase(file, call, index) : [];
  });
  return [...reported.flatMap((call) => fromCall(random, call)), ...opened, ...walkIns(date, random, roster)].sort(
    (a, b) => a.receivedAt - b.receivedAt,
  );
};

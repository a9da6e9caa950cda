import { companyOfOfficers, usesOfDevices } from '../../store/evidence.ts';
import type { Question } from '../../store/question.ts';
import { isWorn, type Registers, registersOf, type Use } from '../frames/registers.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import type { Reading } from './reading.ts';

/** Registers of what is near some records and clips, read from the store as more of these become known. */
export interface RegisterReader {
  /** What was read otherwise. */
  note(served: Served): void;
  /** Registers that are complete for these, and for all that was asked before. */
  around(records: Iterable<MatchRecord>, footage: Iterable<MatchFootage>): Promise<Registers>;
}

interface Reach {
  readonly from: number;
  readonly to: number;
}

/** Who served with whom around some people, by the ids of the records. */
export interface Served {
  /** From when to when all records of these people and of their colleagues are known, by 警号. */
  readonly known: ReadonlyMap<string, Reach>;
  readonly services: ReadonlyMap<number, { officers: { policeId: string }[]; start: number }>;
}

export const policeIdsOf = ({ officers }: MatchRecord): string[] => [
  ...new Set(officers.flatMap(({ policeId }) => policeId ?? [])),
];

/** Things in groups of about the same time: no member begins later than `width` ms after the first of its group. */
export const byTime = <T>(list: readonly T[], at: (one: T) => number, width: number): T[][] => {
  const groups: T[][] = [];
  for (const one of [...list].sort((left, right) => at(left) - at(right))) {
    const group = groups.at(-1);
    if (group?.[0] !== undefined && at(one) - at(group[0]) <= width) group.push(one);
    else groups.push([one]);
  }
  return groups;
};

/** What was read for one record or clip is not read again for the next one of the same shift. */
export const openRegisters = (reading: Reading, rules: Rules): RegisterReader => {
  const services = new Map<number, { officers: { policeId: string }[]; start: number }>();
  const uses = new Map<string, Use>();
  const readPeople = new Map<string, Reach[]>();
  const [seenRecords, seenFootage] = [new Set<number>(), new Set<number>()];
  let registers: Registers | undefined;
  const { issue, partner } = rules.blocking;

  const isRead = (policeId: string, { from, to }: Reach): boolean =>
    readPeople.get(policeId)?.some((reach) => reach.from <= from && reach.to >= to) ?? false;

  /** A colleague's own count of records is needed to tell a habit from help, so theirs are read as well. */
  const askServices = (records: readonly MatchRecord[]): Question[] =>
    byTime(records, ({ start }) => start, partner).flatMap((group) => {
      const starts = group.map(({ start }) => start);
      const reach = { from: Math.min(...starts) - partner, to: Math.max(...starts) + partner };
      const missing = [...new Set(group.flatMap(policeIdsOf))].filter((id) => !isRead(id, reach));
      // Wider than needed: records found next begin a little earlier or later, and the same people were on them.
      const wide = { from: reach.from - partner / 2, to: reach.to + partner / 2 };
      for (const id of missing) readPeople.set(id, [...(readPeople.get(id) ?? []), wide]);
      return companyOfOfficers(missing, { ...wide, colleagues: true });
    });

  const askUses = (footage: readonly MatchFootage[]): Question[] =>
    usesOfDevices(
      footage.flatMap(({ deviceId, deviceKind, policeId, start }) =>
        deviceId === undefined || policeId !== undefined || !isWorn(deviceKind)
          ? []
          : [{ key: deviceId, from: start - issue, to: start + issue }],
      ),
    );

  const readServices = async (questions: readonly Question[]): Promise<void> => {
    for (const { id, name, at } of await reading.ask(questions)) {
      if (name === null || at === null) continue;
      const service = services.get(id) ?? { officers: [], start: at };
      services.set(id, service);
      if (!service.officers.some(({ policeId }) => policeId === name)) service.officers.push({ policeId: name });
    }
  };

  const readUses = async (questions: readonly Question[]): Promise<void> => {
    for (const { name, at, device } of await reading.ask(questions)) {
      if (name === null || at === null || device === null) continue;
      uses.set(`${device} ${at} ${name}`, { deviceId: device, policeId: name, start: at, deviceKind: 'body-camera' });
    }
  };

  return {
    note(served) {
      for (const [policeId, reach] of served.known)
        readPeople.set(policeId, [...(readPeople.get(policeId) ?? []), reach]);
      for (const [id, service] of served.services) services.set(id, service);
      registers = undefined;
    },
    async around(records, footage) {
      const newRecords = [...records].filter(({ id }) => !seenRecords.has(id));
      const newFootage = [...footage].filter(({ id }) => !seenFootage.has(id));
      if (registers !== undefined && newRecords.length + newFootage.length === 0) return registers;
      for (const { id } of newRecords) seenRecords.add(id);
      for (const { id } of newFootage) seenFootage.add(id);
      const before = services.size + uses.size;
      const [ofServices, ofUses] = [askServices(newRecords), askUses(newFootage)];
      // One journey for both; the answers of each are then at hand.
      await reading.ask([...ofServices, ...ofUses]);
      await readServices(ofServices);
      await readUses(ofUses);
      if (registers === undefined || services.size + uses.size > before)
        registers = registersOf(rules, services.values(), uses.values());
      return registers;
    },
  };
};

import { companyOfOfficers, usesOfDevices } from '../store/evidence.ts';
import type { Db } from '../store/open.ts';
import type { MatchFootage, MatchRecord } from './inputs.ts';
import { isWorn, type Registers, registersOf, type Service, type Use } from './registers.ts';
import type { Rules } from './rules.ts';

/** Registers of what is near some records and clips, read from the store as more of these become known. */
export interface RegisterReader {
  /** Registers that are complete for these, and for all that was asked before. */
  around(records: readonly MatchRecord[], footage: readonly MatchFootage[]): Promise<Registers>;
  /** Everybody who was on a record with one of these people between two moments, they themselves included. */
  company(policeIds: readonly string[], from: number, to: number): Promise<string[]>;
}

interface Reach {
  from: number;
  to: number;
}

export const policeIdsOf = ({ officers }: MatchRecord): string[] => [
  ...new Set(officers.flatMap(({ policeId }) => policeId ?? [])),
];

/** Each officer's and each device's stretch of time is read once; a wider one is read again. */
export const openRegisters = (db: Db, rules: Rules): RegisterReader => {
  const services = new Map<number, { officers: { policeId: string }[]; start: number }>();
  const uses = new Map<string, Use>();
  const readPeople = new Map<string, Reach>();
  const readDevices = new Set<string>();
  const { issue, partner } = rules.blocking;

  const company = async (policeIds: readonly string[], from: number, to: number): Promise<string[]> => {
    const missing = policeIds.filter((id) => {
      const known = readPeople.get(id);
      return known === undefined || known.from > from || known.to < to;
    });
    // One stretch for all that is missing: wider for some than needed, in one query.
    const reach = missing.reduce(
      (wide, id) => {
        const known = readPeople.get(id);
        return { from: Math.min(wide.from, known?.from ?? from), to: Math.max(wide.to, known?.to ?? to) };
      },
      { from, to },
    );
    if (missing.length > 0) {
      for (const { recordId, policeId, startAt } of await companyOfOfficers(db, missing, reach.from, reach.to)) {
        const service = services.get(recordId) ?? { officers: [], start: startAt };
        services.set(recordId, service);
        if (!service.officers.some((officer) => officer.policeId === policeId)) service.officers.push({ policeId });
      }
      for (const id of missing) readPeople.set(id, { ...reach });
    }
    const asked = new Set(policeIds);
    const found = new Set<string>();
    for (const { officers, start } of services.values()) {
      if (start < from || start > to || !officers.some(({ policeId }) => asked.has(policeId))) continue;
      for (const { policeId } of officers) found.add(policeId);
    }
    return [...found];
  };

  const readServices = async (records: readonly MatchRecord[]): Promise<void> => {
    const people = [...new Set(records.flatMap(policeIdsOf))];
    if (people.length === 0) return;
    const starts = records.map(({ start }) => start);
    const [from, to] = [Math.min(...starts) - partner, Math.max(...starts) + partner];
    // A colleague's own count of records is needed to tell a habit from help.
    await company(await company(people, from, to), from, to);
  };

  const readUses = async (footage: readonly MatchFootage[]): Promise<void> => {
    const asks = footage.flatMap(({ deviceId, deviceKind, policeId, start, id }) => {
      if (deviceId === undefined || policeId !== undefined || !isWorn(deviceKind) || readDevices.has(`${id}`))
        return [];
      readDevices.add(`${id}`);
      return [{ key: deviceId, from: start - issue, to: start + issue }];
    });
    for (const { deviceId, policeId, at } of await usesOfDevices(db, asks)) {
      uses.set(`${deviceId} ${at} ${policeId}`, { deviceId, policeId, start: at, deviceKind: 'body-camera' });
    }
  };

  return {
    company,
    async around(records, footage) {
      await readServices(records);
      await readUses(footage);
      return registersOf(rules, services.values() as Iterable<Service>, uses.values());
    },
  };
};

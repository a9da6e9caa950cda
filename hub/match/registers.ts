import { isSerial, serialOf } from '../core/device-id.ts';
import type { DeviceKind } from '../core/vocabulary.ts';
import type { MatchFootage, MatchRecord } from './inputs.ts';
import type { Rules } from './rules.ts';

/** What other records and clips of the time tell about people and devices. Times are epoch ms. */
export interface Registers {
  /**
   * Who carried the device at that time, by its clips and hand-outs before and after it, under its platform id or its serial;
   * undefined where these do not agree.
   */
  holderOf(deviceId: string, at: number): string | undefined;
  /** Shift partners: officers who were on most records of the time together with this one, and on two at least. */
  partnersOf(policeId: string, at: number): readonly string[];
}

interface Sight {
  readonly at: number;
  readonly policeId: string;
}

/** Sights by key, ascending in time. */
type SightList = Map<string, Sight[]>;

const note = (lists: SightList, key: string, sight: Sight): void => {
  const known = lists.get(key);
  if (known) known.push(sight);
  else lists.set(key, [sight]);
};

const inOrder = (lists: SightList): SightList => {
  for (const list of lists.values()) list.sort((a, b) => a.at - b.at || (a.policeId < b.policeId ? -1 : 1));
  return lists;
};

const firstAtOrAfter = (list: readonly Sight[], at: number): number => {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as Sight).at < at) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** One common call is help, two are a habit. */
const leastTogether = 2;

/** Devices a person carries; a room belongs to nobody. */
export const isWorn = (device: DeviceKind): boolean => device !== 'interview-room' && device !== 'collection-room';

/** What the registers need of a record, and of a clip or the hand-out of a device. */
export type Service = Pick<MatchRecord, 'officers' | 'start'>;
export type Use = Pick<MatchFootage, 'deviceId' | 'policeId' | 'start' | 'deviceKind'>;

/** The registers answer from what lies within `blocking.issue` and `blocking.partner` of the time asked, nothing else. */
export const registersOf = (rules: Rules, records: Iterable<Service>, footage: Iterable<Use>): Registers => {
  const uses: SightList = new Map();
  for (const { deviceId, policeId, start, deviceKind } of footage) {
    if (deviceId !== undefined && policeId !== undefined && isWorn(deviceKind))
      note(uses, deviceId, { at: start, policeId });
  }
  /** Platform ids by the serial they end in. */
  const platformIds = new Map<string, string[]>();
  for (const deviceId of uses.keys()) {
    const serial = serialOf(deviceId);
    if (serial !== undefined) platformIds.set(serial, [...(platformIds.get(serial) ?? []), deviceId]);
  }
  /** Who was on an officer's records, the officer himself included. */
  const served: SightList = new Map();
  for (const { officers, start } of records) {
    const ids = [...new Set(officers.flatMap(({ policeId }) => policeId ?? []))];
    for (const one of ids) for (const other of ids) note(served, one, { at: start, policeId: other });
  }
  inOrder(uses);
  inOrder(served);
  const { issue, partner } = rules.blocking;
  /** On how many records of the time each colleague was with this officer, and the officer's own count. */
  const companyOf = (policeId: string, at: number): Map<string, number> => {
    const list = served.get(policeId) ?? [];
    const company = new Map<string, number>();
    for (let index = firstAtOrAfter(list, at - partner); index < list.length; index += 1) {
      const sight = list[index] as Sight;
      if (sight.at > at + partner) break;
      company.set(sight.policeId, (company.get(sight.policeId) ?? 0) + 1);
    }
    return company;
  };
  const namesOf = (deviceId: string): readonly string[] => {
    const serial = serialOf(deviceId);
    if (serial !== undefined) return [deviceId, serial];
    return isSerial(deviceId) ? [deviceId, ...(platformIds.get(deviceId) ?? [])] : [deviceId];
  };
  return {
    holderOf(deviceId, at) {
      const near = namesOf(deviceId).flatMap((name) => {
        const list = uses.get(name) ?? [];
        const index = firstAtOrAfter(list, at);
        return [list[index - 1], list[index]].filter((use) => use !== undefined && Math.abs(use.at - at) <= issue);
      });
      const holder = near[0]?.policeId;
      return near.every((use) => use?.policeId === holder) ? holder : undefined;
    },
    partnersOf(policeId, at) {
      const together = companyOf(policeId, at);
      const own = together.get(policeId) ?? 0;
      return [...together].flatMap(([other, count]) => {
        if (other === policeId || count < leastTogether || count * 2 < own) return [];
        return count * 2 >= (companyOf(other, at).get(other) ?? 0) ? [other] : [];
      });
    },
  };
};

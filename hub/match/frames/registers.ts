import { isSerial, serialOf } from '../../core/device-id.ts';
import type { DeviceKind } from '../../core/vocabulary.ts';
import type { MatchFootage } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import { companyIn, type Service } from './company.ts';

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

/** Devices a person carries; a room belongs to nobody. */
export const isWorn = (device: DeviceKind): boolean => device !== 'interview-room' && device !== 'collection-room';

/** What the registers need of a clip or the hand-out of a device. */
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
  inOrder(uses);
  const { issue, partner } = rules.blocking;
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
    partnersOf: companyIn(records, partner),
  };
};

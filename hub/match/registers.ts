import type { DeviceKind } from '../core/vocabulary.ts';
import type { MatchFootage, MatchRecord } from './inputs.ts';
import type { Rules } from './rules.ts';

/** What other records and clips of the time tell about people and devices. Times are epoch ms. */
export interface Registers {
  /** Who carried the device at that time, by its clips before and after it. */
  holderOf(deviceId: string, at: number): string | undefined;
  /** Officers who were on one record with this one around that time. */
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
const isWorn = (device: DeviceKind): boolean => device !== 'interview-room' && device !== 'collection-room';

/** The registers answer from what lies within `blocking.issue` and `blocking.partner` of the time asked, nothing else. */
export const registersOf = (
  rules: Rules,
  records: Iterable<MatchRecord>,
  footage: Iterable<MatchFootage>,
): Registers => {
  const uses: SightList = new Map();
  for (const { deviceId, policeId, start, deviceKind } of footage) {
    if (deviceId !== undefined && policeId !== undefined && isWorn(deviceKind))
      note(uses, deviceId, { at: start, policeId });
  }
  const shared: SightList = new Map();
  for (const { officers, start } of records) {
    const ids = officers.flatMap(({ policeId }) => policeId ?? []);
    for (const one of ids) {
      for (const other of ids) if (one !== other) note(shared, one, { at: start, policeId: other });
    }
  }
  inOrder(uses);
  inOrder(shared);
  const { issue, partner } = rules.blocking;
  return {
    holderOf(deviceId, at) {
      const list = uses.get(deviceId) ?? [];
      const index = firstAtOrAfter(list, at);
      const near = [list[index - 1], list[index]].filter((use) => use !== undefined && Math.abs(use.at - at) <= issue);
      const holder = near[0]?.policeId;
      return near.every((use) => use?.policeId === holder) ? holder : undefined;
    },
    partnersOf(policeId, at) {
      const list = shared.get(policeId);
      if (list === undefined) return [];
      const partners = new Set<string>();
      for (let index = firstAtOrAfter(list, at - partner); index < list.length; index += 1) {
        const sight = list[index] as Sight;
        if (sight.at > at + partner) break;
        partners.add(sight.policeId);
      }
      return [...partners];
    },
  };
};

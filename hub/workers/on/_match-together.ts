import { matchNow } from '../../match/online/online.ts';
import type { Arrivals } from '../../match/online/plan-arrivals.ts';
import { grouped } from '../../queue/grouped.ts';
import type { Hub } from '../hub.ts';

const groups = new WeakMap<Hub, (items: readonly Arrivals[]) => Promise<void>>();

const match = async (hub: Hub, items: readonly Arrivals[]): Promise<void> => {
  const arrivals = {
    recordIds: [...new Set(items.flatMap(({ recordIds }) => recordIds))],
    footageIds: [...new Set(items.flatMap(({ footageIds }) => footageIds))],
  };
  await hub.rules.by((rules) => matchNow(hub.store, rules, arrivals));
};

/**
 * Match what arrived, together with whatever else of this process waits to be matched: of a backlog most things touch the
 * same shifts, which are then read and decided once. Should that fail, each is tried alone, so that one does not keep
 * the others.
 */
export const matchTogether = async (hub: Hub, arrivals: Arrivals): Promise<void> => {
  const group = groups.get(hub) ?? grouped<Arrivals>((items) => match(hub, items));
  groups.set(hub, group);
  try {
    await group([arrivals]);
  } catch {
    await match(hub, [arrivals]);
  }
};

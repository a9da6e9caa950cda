import type { Store } from '../../store/open.ts';
import { fieldsOf, tiesOfPeople } from '../../store/partition-plan.ts';
import { cityOf, Regions } from '../partition/regions.ts';

type Org = string | null;
const city = (org: Org): string => cityOf(org ?? undefined);

/** A record's place reaches into the fields beside its own. */
const beside = [-1, 0, 1];

/**
 * Organisations in groups that can be matched apart, as to what begins in a time: nothing that makes candidates ties two of
 * them, be it an officer, a device or a place. Numbers are not looked at: they lead anywhere, and whoever meets one that
 * does looks at everything.
 *
 * @param orgs all there are in that time
 */
export const regionsOfStore = async (
  store: Store,
  orgs: readonly Org[],
  from: number,
  to: number,
): Promise<Org[][]> => {
  if (new Set(orgs.map(city)).size <= 1) return [[...orgs]];
  const [ties, { records, footage }] = await Promise.all([
    tiesOfPeople(store.pool, from, to),
    fieldsOf(store.pool, from, to),
  ]);
  const regions = new Regions();
  for (const [first = null, ...others] of ties) for (const other of others) regions.join(city(first), city(other));
  const citiesIn = new Map<string, Set<string>>();
  for (const { org, row, column } of footage) {
    const field = `${row} ${column}`;
    citiesIn.set(field, (citiesIn.get(field) ?? new Set()).add(city(org)));
  }
  for (const { org, row, column } of records)
    for (const up of beside)
      for (const right of beside)
        for (const other of citiesIn.get(`${row + up} ${column + right}`) ?? []) regions.join(city(org), other);
  const groups = new Map<string, Org[]>();
  for (const org of orgs) {
    const region = regions.of(city(org));
    groups.set(region, [...(groups.get(region) ?? []), org]);
  }
  return [...groups.values()];
};

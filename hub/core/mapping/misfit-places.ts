import type { Misfit } from '../errors.ts';

/** Values of a row along a path of names: lists on the way are gone through, as fields read them. */
const valuesAt = (
  value: unknown,
  names: readonly string[],
  before: readonly string[],
): { place: string; value: unknown }[] => {
  if (Array.isArray(value)) return value.flatMap((each, index) => valuesAt(each, names, [...before, String(index)]));
  const [name, ...rest] = names;
  if (name === undefined) return [{ place: before.join('.'), value }];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
  return valuesAt((value as Record<string, unknown>)[name], rest, [...before, name]);
};

const plain = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).replace(/\s+/g, '');

/**
 * Where in a row the value stands that did not fit: dotted places with the numbers of list items, such as
 * `list.0.time`. Where the value cannot be told from its neighbours all that the field reads; nothing where the row does
 * not have it.
 *
 * @param readBy paths by field, see `CompiledMapping.readBy`
 */
export const misfitPlaces = (
  row: unknown,
  misfit: Pick<Misfit, 'field' | 'value'>,
  readBy: ReadonlyMap<string, ReadonlySet<string>>,
): string[] => {
  const found = [...(readBy.get(misfit.field) ?? [])].flatMap((path) => valuesAt(row, path.split('.'), []));
  const wanted = plain(misfit.value);
  const exact = found.filter(({ value }) => plain(value) === wanted);
  const near = found.filter(({ value }) => wanted !== '' && plain(value).includes(wanted));
  const chosen = exact.length > 0 ? exact : near.length > 0 ? near : found;
  return [...new Set(chosen.map(({ place }) => place))];
};

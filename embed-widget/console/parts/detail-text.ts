type Detail = Readonly<Record<string, unknown>>;

const orgNamesIn = ({ orgNames }: Detail): Detail =>
  typeof orgNames === 'object' && orgNames !== null ? { ...orgNames } : {};

/**
 * One fact behind a row of the waterfall as text. Organisations are called by the names that the hub sends beside their codes,
 * records and clips (`source/number`) by the number people know them by.
 */
export const detailText = (value: unknown, detail: Detail): string => {
  if (Array.isArray(value)) return value.map((one) => detailText(one, detail)).join(', ');
  const text = String(value);
  const name = orgNamesIn(detail)[text];
  return typeof name === 'string' ? `${name} (${text})` : text.replace(/^[\w-]+\//, '');
};

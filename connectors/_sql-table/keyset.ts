import type { Database, Row, Select } from './database.ts';
import type { Place } from './position.ts';
import type { FollowedTable } from './tables.ts';

/** A changed row: where it stands, and the root it belongs to. */
export interface Change {
  at: string;
  key: string;
  root: string;
}

/** A column of a row by the name in the settings, which need not be spelt in the database's own capitals. */
const columnIn = (rows: readonly Row[], column: string): ((row: Row) => string) => {
  const known = Object.keys(rows[0] ?? {});
  const name = known.find((one) => one.toLowerCase() === column.toLowerCase()) ?? column;
  return (row) => String(row[name]);
};

/**
 * The next changed rows after a place, in order. Rows that share one second are told apart by their key, so a page may
 * end between them. Rows without a time of change or without a root are not seen.
 */
export const readChanges = async (
  { quote, limit: limited }: Database,
  select: Select,
  { table, key, rootKey, cursorColumn }: FollowedTable,
  place: Place,
  limit: number,
): Promise<Change[]> => {
  const at = quote(cursorColumn);
  const id = quote(key);
  const [after, values] =
    place.key === undefined
      ? [`${at} >= ?`, [place.at]]
      : [`${at} >= ? AND (${at} > ? OR ${id} > ?)`, [place.at, place.at, place.key]];
  const rows = await select(
    `SELECT ${at} AS change_at, ${id} AS change_key, ${quote(rootKey)} AS change_root FROM ${quote(table)}` +
      ` WHERE ${after} AND ${quote(rootKey)} IS NOT NULL ORDER BY ${at}, ${id} ${limited(limit)}`,
    values,
  );
  const [atOf, keyOf, rootOf] = [
    columnIn(rows, 'change_at'),
    columnIn(rows, 'change_key'),
    columnIn(rows, 'change_root'),
  ];
  return rows.map((row) => ({ at: atOf(row), key: keyOf(row), root: rootOf(row) }));
};

const plainName = (table: string): string => table.slice(table.indexOf('.') + 1);

/** A root row with all rows that hang on it, by table name: `{ root: {…}, child: [{…}] }`. */
export type Family = Record<string, Row | Row[]>;

/** The families of some roots as they are now. A root that is gone, or not there yet, has none. */
export const readFamilies = async (
  { quote }: Database,
  select: Select,
  [root, ...children]: readonly FollowedTable[],
  keys: readonly string[],
): Promise<Family[]> => {
  if (!root || keys.length === 0) return [];
  const marks = keys.map(() => '?').join(', ');
  const read = ({ table, key, rootKey }: FollowedTable): Promise<Row[]> =>
    select(`SELECT * FROM ${quote(table)} WHERE ${quote(rootKey)} IN (${marks}) ORDER BY ${quote(key)}`, keys);

  const families = new Map<string, Family>();
  const rootRows = await read(root);
  const keyOf = columnIn(rootRows, root.key);
  for (const row of rootRows) {
    const family: Family = { [plainName(root.table)]: row };
    for (const { table } of children) family[plainName(table)] = [];
    families.set(keyOf(row), family);
  }
  for (const child of children) {
    const childRows = await read(child);
    const rootOf = columnIn(childRows, child.rootKey);
    for (const row of childRows) {
      const rows = families.get(rootOf(row))?.[plainName(child.table)];
      if (Array.isArray(rows)) rows.push(row);
    }
  }
  return [...families.values()];
};

import Libsql from 'libsql';
import type { RawMessage } from '../../hub/core/connector.ts';
import { BadRequestError } from '../../hub/core/errors.ts';
import { isObject } from '../_kit/json-body.ts';
import type { Row } from './database.ts';
import { type FollowedTable, followedTables, type TableSettings } from './tables.ts';

/** The tables of the other side, as far as recorded messages show them. */
export interface RecordedTables {
  /** Whether its values were numbers, by column; undefined for a table that is not in the recording. */
  columnsOf(table: string): ReadonlyMap<string, boolean> | undefined;
  /** Run a SELECT of the connector, in MySQL's spelling. */
  select(sql: string): Row[];
  close(): void;
}

const plainName = (table: string): string => table.slice(table.indexOf('.') + 1);
const quoted = (name: string): string => `\`${name}\``;

const familiesIn = ({ body }: RawMessage): Record<string, unknown>[] => {
  const document: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
  return (Array.isArray(document) ? document : [document]).filter(isObject);
};

/** Rows of one table by key: of a row that came several times the latest holds. */
const rowsOf = (families: readonly Record<string, unknown>[], { table, key }: FollowedTable): Row[] => {
  const rows = new Map<string, Row>();
  for (const family of families) {
    const found = family[plainName(table)];
    for (const row of Array.isArray(found) ? found : [found]) {
      if (!isObject(row)) continue;
      const name = Object.keys(row).find((column) => column.toLowerCase() === key.toLowerCase()) ?? key;
      rows.set(String(row[name]), row);
    }
  }
  return [...rows.values()];
};

/** A column without a type would compare numbers with texts as if they were of another kind. */
const columnsIn = (
  rows: readonly Row[],
  numbers: ReadonlySet<string>,
): Map<string, { number: boolean; type: string }> => {
  const columns = new Map<string, { number: boolean; type: string }>();
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      const known = columns.get(name)?.number ?? true;
      const number = known && (value === null || typeof value === 'number');
      columns.set(name, { number, type: number || numbers.has(name.toLowerCase()) ? 'NUMERIC' : 'TEXT' });
    }
  }
  return columns;
};

/**
 * Put recorded messages into tables again, in memory, so that whatever a poll asks (from any position, in pages of any
 * size) is answered by the rows and not by chance.
 *
 * @throws BadRequestError when the settings do not name the tables
 */
export const openRecordedTables = (
  messages: readonly RawMessage[],
  settings: Partial<TableSettings> & { cursorKind?: string },
): RecordedTables => {
  const { table, key, cursorColumn, children = [], cursorKind } = settings;
  if (table === undefined || key === undefined || cursorColumn === undefined) {
    throw new BadRequestError('[hub] [sql-table] the recording does not say which tables it is of', {
      remedy: 'record it again with this version',
    });
  }
  const families = messages.flatMap(familiesIn);
  const database = new Libsql(':memory:');
  database.defaultSafeIntegers(true);
  const known = new Map<string, ReadonlyMap<string, boolean>>();
  for (const followed of followedTables({ table, key, cursorColumn, children })) {
    const rows = rowsOf(families, followed);
    const numbers = new Set(cursorKind === 'number' ? [followed.cursorColumn.toLowerCase()] : []);
    const columns = columnsIn(rows, numbers);
    // A table without rows still has the columns that are asked for.
    for (const name of [followed.key, followed.rootKey, followed.cursorColumn]) {
      if (rows.length === 0) columns.set(name, { number: false, type: 'TEXT' });
    }
    const name = plainName(followed.table);
    const names = [...columns.keys()];
    const declared = [...columns].map(([column, { type }]) => `${quoted(column)} ${type}`);
    database.exec(`CREATE TABLE ${quoted(name)} (${declared.join(', ')})`);
    const insert = database.prepare(`INSERT INTO ${quoted(name)} VALUES (${names.map(() => '?').join(', ')})`);
    for (const row of rows) insert.run(...names.map((column) => row[column] ?? null));
    known.set(name, new Map([...columns].map(([column, { number }]) => [column, number])));
  }
  return {
    columnsOf: (name) => known.get(plainName(name)),
    // There are no schemas here.
    select: (sql) => database.prepare(sql.replace(/`[^`]+`\.(`[^`]+`)/g, '$1')).all() as Row[],
    close: () => void database.close(),
  };
};

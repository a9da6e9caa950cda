import { getTableColumns, getTableName, sql, type Table } from 'drizzle-orm';
import type { AnyMySqlColumn, MySqlTable } from 'drizzle-orm/mysql-core';
import mysql from 'mysql2';
import { later } from './gathered.ts';
import type { Db } from './open.ts';
import { listed } from './question.ts';

/** Characters of one statement: three bytes each at most, and so below the smallest default packet limit (16 MB). */
const statementLength = 4_000_000;
const statementRows = 2_000;

/** A text as a literal. The session's sql_mode keeps the backslash an escape, and the connection is utf8mb4. */
export const quoteText = (text: string): string =>
  text.includes("'") || text.includes('\\') ? `'${text.replace(/['\\]/g, '\\$&')}'` : `'${text}'`;

/** A value that the database works out itself. */
export class Expression {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What a row may hold where it is written as text. */
export type Insert<T extends MySqlTable> = { [K in keyof T['$inferInsert']]: T['$inferInsert'][K] | Expression };

const literal = (column: AnyMySqlColumn, value: unknown): string => {
  if (value === undefined || value === null) return value === null ? 'NULL' : 'DEFAULT';
  if (value instanceof Expression) return value.text;
  const driven = column.mapToDriverValue(value) as string | number | boolean | Buffer;
  if (typeof driven === 'string') return quoteText(driven);
  return Number.isSafeInteger(driven) ? String(driven) : mysql.escape(driven);
};

const quoted = (name: string) => `\`${name}\``;

/** A list cut so that no part is longer than `size`. */
export const chunked = <T>(list: readonly T[], size: number): T[][] => {
  const parts: T[][] = [];
  for (let start = 0; start < list.length; start += size) parts.push(list.slice(start, start + size));
  return parts;
};

export interface MultiRowOptions {
  /** Columns that take the new value where the key is there already; without it a known key is an error. */
  update?: readonly string[];
  /** Columns that are added to the stored value where the key is there already. */
  add?: readonly string[];
}

interface InsertText {
  readonly text: string;
  readonly rows: number;
}

/** Statements that insert rows, as texts: as few as fit. All rows must name the same columns. */
export function* insertTexts<T extends MySqlTable>(
  table: T,
  rows: readonly Insert<T>[],
  { update = [], add = [] }: MultiRowOptions = {},
): Generator<InsertText> {
  const [first] = rows;
  if (first === undefined) return;
  const all = getTableColumns(table as Table) as Record<string, AnyMySqlColumn>;
  const columns = Object.entries(all).filter(([name]) => name in first);
  const names = columns.map(([, column]) => quoted(column.name));
  const assignments = [
    ...update.map((name) => `${quoted(name)} = VALUES(${quoted(name)})`),
    ...add.map((name) => `${quoted(name)} = ${quoted(name)} + VALUES(${quoted(name)})`),
  ];
  const head = `INSERT INTO ${quoted(getTableName(table))} (${names.join(', ')}) VALUES `;
  const tail = assignments.length === 0 ? '' : ` ON DUPLICATE KEY UPDATE ${assignments.join(', ')}`;
  let pending: string[] = [];
  let length = 0;
  const statement = (): InsertText => ({ text: `${head}${pending.join(',')}${tail}`, rows: pending.length });
  for (const row of rows) {
    let text = '';
    for (const [name, column] of columns) {
      text += `${text === '' ? '(' : ','}${literal(column, (row as Record<string, unknown>)[name])}`;
    }
    if (pending.length > 0 && (length + text.length > statementLength || pending.length >= statementRows)) {
      yield statement();
      pending = [];
      length = 0;
    }
    pending.push(`${text})`);
    length += text.length;
  }
  yield statement();
}

/**
 * Insert many rows with as few statements as fit. Written as text: building drizzle's placeholders costs three times
 * what the database needs. All rows of a call must name the same columns.
 */
export const insertRows = async <T extends MySqlTable>(
  db: Db,
  table: T,
  rows: readonly T['$inferInsert'][],
  options: MultiRowOptions = {},
): Promise<void> => {
  for (const { text } of insertTexts(table, rows, options)) await db.execute(sql.raw(`${later}${text}`));
};

/** Delete the rows that name any of these ids in a column, with as few statements as fit; nobody waits for the answer. */
export const deleteRows = async (db: Db, column: AnyMySqlColumn, ids: readonly number[]): Promise<void> => {
  const head = `${later}DELETE FROM ${quoted(getTableName(column.table))} WHERE ${quoted(column.name)} IN`;
  for (const part of chunked(ids, statementRows)) await db.execute(sql.raw(`${head} (${listed(part)})`));
};

/**
 * The ids of an insert that a later statement of the same text speaks of: `keep` follows the insert, `id(index)` is the id
 * of its row.
 */
export const generatedIds = (name: string): { keep: string; id(index: number): Expression } => ({
  keep: `SET @${name} = LAST_INSERT_ID()`,
  id: (index) => new Expression(index === 0 ? `@${name}` : `@${name} + ${index} * @@auto_increment_increment`),
});

/** The first generated id of the statement before, and the distance of its ids: more than 1 on multi-primary clusters. */
const generated = sql`select last_insert_id() as first, @@auto_increment_increment as step`;

/**
 * Insert rows that get their ids from the database: those of a plain multi-row insert follow one another.
 *
 * @returns the ids in order, growing
 */
export const insertNumbered = async <T extends MySqlTable>(
  db: Db,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<number[]> => {
  const ids: number[] = [];
  for (const { text, rows: count } of insertTexts(table, rows)) {
    if (count === 1) {
      ids.push((await db.execute(sql.raw(text)))[0].insertId);
      continue;
    }
    await db.execute(sql.raw(`${later}${text}`));
    const [answer] = await db.execute(generated);
    const [{ first, step }] = answer as unknown as [{ first: number; step: number }];
    for (let index = 0; index < count; index += 1) ids.push(Number(first) + index * Number(step));
  }
  return ids;
};

import { z } from 'zod';
import type { CheckStep } from '../../hub/core/connector.ts';
import { ConfigurationError, RecordError, RetriableError } from '../../hub/core/errors.ts';
import type { Publication, Told } from '../../hub/core/publication.ts';
import { optionalSecret, optionalText, structure, text, type Values } from '../../hub/core/setting.ts';
import { codeOf } from '../_kit/network-error.ts';
import { checkTemplates, publicationText } from '../_kit/publication-text.ts';
import type { Database, Row } from './database.ts';

const scope = 'sql-table';
const identifier = /^[\p{L}_][\p{L}\p{N}_$]*(\.[\p{L}_][\p{L}\p{N}_$]*)?$/u;
const time = 'yyyy-MM-dd HH:mm:ss';

/** 执法视音频关联 as far as its columns are known; names, identity numbers and the like are left to the system itself. */
const usualColumns: Readonly<Record<string, string>> = {
  SYPBH: '{link}',
  URL: '{url}',
  JJBH: '{dispatch}',
  AJBH: '{case|incident}',
  DWBH: '{filmedIn}',
  PSR_JH: '{filmedBy}',
  PSSJ: `{footageStart:${time}}`,
  SCSJ: `{uploadedAt:${time}}`,
  GLSJ: `{decidedAt:${time}}`,
  XGSJ: `{decidedAt:${time}}`,
  SPSC: '{seconds}',
};

export const linkTableSettings = {
  linkTable: text({
    group: 'publish',
    label: { zh: '关联表', en: 'Link table' },
    help: {
      zh: '回写关联时写入的表，每条关联一行，例如 RS_SYP_GLXX。',
      en: 'Where links are written when they are told, one row each, e.g. RS_SYP_GLXX.',
    },
    fallback: 'RS_SYP_GLXX',
    pattern: identifier,
    advanced: true,
  }),
  linkKey: text({
    group: 'publish',
    label: { zh: '关联表主键列', en: 'Key column of the link table' },
    help: {
      zh: '标识一条关联的列；值相同的行会被覆盖。',
      en: 'The column that names a link; a row with the same value is overwritten.',
    },
    fallback: 'SYPBH',
    pattern: identifier,
    advanced: true,
  }),
  linkColumns: structure(z.record(z.string().regex(identifier), z.string()).default({ ...usualColumns }), {
    group: 'publish',
    label: { zh: '关联表各列', en: 'Columns of the link table' },
    help: {
      zh: '列名到模板，例如 {"SYPBH":"{link}","URL":"{url}"}；主键列必须含 {link}。空文本写成 NULL。',
      en: 'Column to template, e.g. {"SYPBH":"{link}","URL":"{url}"}; the key column must hold {link}. Empty text is written as NULL.',
    },
    example: '{"SYPBH":"{link}","URL":"{url}","JJBH":"{dispatch}"}',
    advanced: true,
  }),
  linkUrl: optionalText({
    group: 'publish',
    label: { zh: '关联表所在数据库', en: 'Database of the link table' },
    help: {
      zh: '与读取的数据库不同时填写，写法相同。',
      en: 'When it is another one than the database read from; written in the same way.',
    },
    example: 'mysql://hub_writer@10.0.0.1:3306/links',
    advanced: true,
  }),
  linkPassword: optionalSecret({
    group: 'publish',
    label: { zh: '关联表数据库密码', en: 'Password of that database' },
    help: {
      zh: '只需对关联表有查询、插入、更新、删除权限的用户。',
      en: 'Of a user that may select, insert, update and delete in the link table alone.',
    },
    advanced: true,
  }),
} as const;

type LinkTable = Pick<Values<typeof linkTableSettings>, 'linkTable' | 'linkKey' | 'linkColumns'>;

/** @throws ConfigurationError when two links could share a row, or a template cannot be filled */
const checkColumns = ({ linkKey, linkColumns }: LinkTable): void => {
  if (!linkColumns[linkKey]?.includes('{link}')) {
    throw new ConfigurationError(`[hub] [${scope}] the key column ${linkKey} does not name a link`, {
      remedy: `put {link} into the template of ${linkKey}, e.g. "{link}" or "{footage}-{link}"`,
    });
  }
  checkTemplates(scope, Object.values(linkColumns));
};

const valuesOf = ({ linkColumns }: LinkTable, publication: Publication): Row =>
  Object.fromEntries(
    Object.entries(linkColumns).map(([column, template]) => [
      column,
      publicationText(scope, template, publication) || null,
    ]),
  );

const writer = (database: Database): NonNullable<Database['readWrite']> => {
  if (database.readWrite) return database.readWrite;
  throw new ConfigurationError(`[hub] [${scope}] links cannot be written into this kind of database`, {
    remedy: 'use a link table in MySQL, MariaDB or PostgreSQL, named by linkUrl',
  });
};

/** What the row itself is to blame for, by the codes of MySQL and PostgreSQL. */
const misfit =
  /^(ER_DATA_TOO_LONG|ER_TRUNCATED_WRONG_VALUE.*|ER_BAD_NULL_ERROR|ER_NO_DEFAULT_FOR_FIELD|ER_WARN_DATA_OUT_OF_RANGE|ER_CONSTRAINT_FAILED|ER_NO_REFERENCED_ROW.*|22001|22003|22P02|22007|23502|23503|23514)$/;

const classified = (error: unknown): unknown => {
  const code = error instanceof RetriableError ? codeOf(error.cause) : undefined;
  if (code === undefined || !misfit.test(code)) return error;
  return new RecordError(error instanceof Error ? error.message : code, {
    cause: error,
    remedy: 'correct linkColumns, or make the column of the link table wide enough',
  });
};

const writeRow = (database: Database, table: LinkTable, publication: Publication): Promise<void> =>
  writer(database)(async (run) => {
    const name = database.quote(table.linkTable);
    const row = valuesOf(table, publication);
    const where = `WHERE ${database.quote(table.linkKey)} = ?`;
    const key = row[table.linkKey];
    if (publication.withdrawn) {
      await run(`DELETE FROM ${name} ${where}`, [key]);
      return;
    }
    const columns = Object.keys(row);
    const [there] = await run(`SELECT 1 AS one FROM ${name} ${where} FOR UPDATE`, [key]);
    if (there) {
      const rest = columns.filter((column) => column !== table.linkKey);
      const assignments = rest.map((column) => `${database.quote(column)} = ?`).join(', ');
      if (rest.length > 0)
        await run(`UPDATE ${name} SET ${assignments} ${where}`, [...rest.map((column) => row[column]), key]);
    } else {
      const marks = columns.map(() => '?').join(', ');
      await run(
        `INSERT INTO ${name} (${columns.map(database.quote).join(', ')}) VALUES (${marks})`,
        columns.map((column) => row[column]),
      );
    }
  });

/** Write links one by one; a row that does not fit keeps no other from being written. */
export async function* tellLinks(
  database: Database,
  table: LinkTable,
  publications: readonly Publication[],
): AsyncIterable<Told> {
  checkColumns(table);
  for (const publication of publications) {
    try {
      await writeRow(database, table, publication);
      yield { linkId: publication.linkId };
    } catch (error) {
      const reason = classified(error);
      // Whatever is wrong with the table or the line holds for the next row as well.
      if (!(reason instanceof RecordError)) throw reason;
      yield { linkId: publication.linkId, error: reason };
    }
  }
}

const sameText = (left: unknown, right: unknown): boolean => String(left ?? '').trim() === String(right ?? '').trim();

/** Links whose row is there and says the same; how times are written is the database's own affair. */
export const toldLinks = async (
  database: Database,
  table: LinkTable,
  publications: readonly Publication[],
): Promise<number[]> => {
  if (publications.length === 0) return [];
  const compared = Object.keys(table.linkColumns).filter((column) => !/\{[^}]*:/.test(table.linkColumns[column] ?? ''));
  const wanted = publications.map((publication) => ({ publication, row: valuesOf(table, publication) }));
  const list = compared.map((column, index) => `${database.quote(column)} AS c${index}`).join(', ');
  const rows = await database.readOnly((select) =>
    select(
      `SELECT ${list} FROM ${database.quote(table.linkTable)} WHERE ${database.quote(table.linkKey)} IN (${wanted.map(() => '?').join(', ')})`,
      wanted.map(({ row }) => row[table.linkKey]),
    ),
  );
  const keyAt = `c${compared.indexOf(table.linkKey)}`;
  const there = new Map(rows.map((row) => [String(row[keyAt]).trim(), row]));
  return wanted.flatMap(({ publication, row }) => {
    const found = there.get(String(row[table.linkKey]));
    const isSame = found && compared.every((column, index) => sameText(found[`c${index}`], row[column]));
    return isSame ? [publication.linkId] : [];
  });
};

/** @throws ConfigurationError when columns are missing */
export const checkLinkTable = async (database: Database, table: LinkTable): Promise<CheckStep> => {
  checkColumns(table);
  writer(database);
  const columns = new Set((await database.describe(table.linkTable)).map(({ column }) => column.toLowerCase()));
  const missing = Object.keys(table.linkColumns).filter((column) => !columns.has(column.toLowerCase()));
  if (missing.length === 0) return { step: `link table ${table.linkTable}`, ok: true };
  const problem =
    columns.size === 0
      ? `[hub] [${scope}] the table ${table.linkTable} is not there, or may not be read`
      : `[hub] [${scope}] the table ${table.linkTable} has no column ${missing.join(', ')}`;
  throw new ConfigurationError(problem, { remedy: 'correct linkTable and linkColumns, or have the table made' });
};

import { expect, test } from 'vitest';
import type { Select } from '../../../connectors/_sql-table/database.ts';
import { readChanges, readFamilies } from '../../../connectors/_sql-table/keyset.ts';
import { openOracle } from '../../../connectors/_sql-table/oracle.ts';

// The SQL as text: no Oracle server is at hand here.
const database = openOracle({
  url: 'oracle://reader@192.0.2.1:1521/records',
  password: 'synthetic',
  zone: '+08:00',
  charset: 'utf8',
  timeoutMs: 1_000,
});

const calls = { table: 'icc.v_calls', key: 'jjdbh', rootKey: 'jjdbh', cursorColumn: 'gxsj' };
const units = { table: 'icc.v_units', key: 'pjdbh', rootKey: 'jjdbh', cursorColumn: 'gxsj' };

/** What was asked, answered with these rows. */
const asked = (...answers: Awaited<ReturnType<Select>>[]) => {
  const statements: { sql: string; values: readonly unknown[] }[] = [];
  const select: Select = async (sql, values) => {
    statements.push({ sql, values });
    return answers.shift() ?? [];
  };
  return { statements, select };
};

test('changes are followed by time and key, with the names and the limit of Oracle', async () => {
  const { statements, select } = asked([{ CHANGE_AT: '2024-01-05 08:48:09', CHANGE_KEY: '7', CHANGE_ROOT: '7' }]);
  const at = '2024-01-05 08:48:09';
  expect(await readChanges(database, select, calls, { at, key: '6' }, 500)).toEqual([{ at, key: '7', root: '7' }]);
  expect(statements).toEqual([
    {
      sql:
        'SELECT "GXSJ" AS change_at, "JJDBH" AS change_key, "JJDBH" AS change_root FROM "ICC"."V_CALLS"' +
        ' WHERE "GXSJ" >= ? AND ("GXSJ" > ? OR "JJDBH" > ?) AND "JJDBH" IS NOT NULL' +
        ' ORDER BY "GXSJ", "JJDBH" FETCH FIRST 500 ROWS ONLY',
      values: [at, at, '6'],
    },
  ]);
});

test('families are read by their roots, whatever capitals the answer has', async () => {
  const { statements, select } = asked(
    [{ JJDBH: '7', BJNR: '测试' }],
    [
      { PJDBH: '1', JJDBH: '7' },
      { PJDBH: '2', JJDBH: '8' },
    ],
  );
  expect(await readFamilies(database, select, [calls, units], ['7'])).toEqual([
    { v_calls: { JJDBH: '7', BJNR: '测试' }, v_units: [{ PJDBH: '1', JJDBH: '7' }] },
  ]);
  expect(statements.map(({ sql }) => sql)).toEqual([
    'SELECT * FROM "ICC"."V_CALLS" WHERE "JJDBH" IN (?) ORDER BY "JJDBH"',
    'SELECT * FROM "ICC"."V_UNITS" WHERE "JJDBH" IN (?) ORDER BY "PJDBH"',
  ]);
});

test('a name that its owner quoted keeps its capitals', () => {
  expect(database.quote('Icc.calls')).toBe('"Icc"."CALLS"');
});

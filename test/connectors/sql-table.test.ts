import type mysql from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { marksWith, placeToBegin, type TablePosition } from '../../connectors/_sql-table/position.ts';
import { createProgress } from '../../connectors/_sql-table/progress.ts';
import sqlTable from '../../connectors/sql-table.ts';
import { ConfigurationError, RetriableError } from '../../hub/core/errors.ts';
import { benchFor, pollOnce } from './_context.ts';
import { dispatch, type Family, familiesOf, numbersOf, wall } from './_dispatch-tables.ts';

describe('families', () => {
  test('a message is one root row with its children, text as the database writes it', async () => {
    const { settings, insert } = await dispatch();
    await insert('icc_t_jjdb', {
      jjdbh: 'J1',
      bjnr: '有人打架，测试',
      bjrxzb: '113.310000',
      serial: '9007199254740993',
      gxsj: wall(100),
    });
    await insert('icc_t_pjdb', { pjdbh: 'P2', jjdbh: 'J1', cdry: '009902', gxsj: wall(90) });
    await insert('icc_t_pjdb', { pjdbh: 'P1', jjdbh: 'J1', cdry: '009901', gxsj: wall(95) });
    const { messages } = await pollOnce(sqlTable, benchFor(sqlTable, settings));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ subject: 'icc_t_jjdb', contentType: 'application/json; charset=utf-8' });
    const [family] = familiesOf(messages) as [Family];
    expect(family.icc_t_jjdb).toMatchObject({
      bjnr: '有人打架，测试',
      bjrxzb: '113.310000',
      serial: '9007199254740993',
    });
    expect(family.icc_t_jjdb.gxsj).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(family.icc_t_pjdb.map((row) => row.pjdbh)).toEqual(['P1', 'P2']);
    expect(family.icc_t_fkdb).toEqual([]);
  });

  test('a changed child brings the whole family again, an unchanged family comes once', async () => {
    const { settings, insert } = await dispatch();
    await insert('icc_t_jjdb', { jjdbh: 'J1', gxsj: wall(100) });
    await insert('icc_t_jjdb', { jjdbh: 'J2', gxsj: wall(100) });
    const bench = benchFor(sqlTable, settings);
    const first = await pollOnce(sqlTable, bench);
    expect(numbersOf(first.messages)).toEqual(['J1', 'J2']);
    const second = await pollOnce(sqlTable, bench, first.cursor);
    expect(second.messages).toEqual([]);
    await insert('icc_t_fkdb', { fkdbh: 'F1', jjdbh: 'J1', cjczqk: '已调解', gxsj: wall(0) });
    const third = await pollOnce(sqlTable, bench, second.cursor);
    expect(familiesOf(third.messages)).toMatchObject([
      { icc_t_jjdb: { jjdbh: 'J1' }, icc_t_fkdb: [{ cjczqk: '已调解' }] },
    ]);
  });

  test('a child that comes before its root is brought with the root', async () => {
    const { settings, insert } = await dispatch();
    await insert('icc_t_pjdb', { pjdbh: 'P1', jjdbh: 'J1', gxsj: wall(10) });
    const bench = benchFor(sqlTable, settings);
    const first = await pollOnce(sqlTable, bench);
    expect(first.messages).toEqual([]);
    await insert('icc_t_jjdb', { jjdbh: 'J1', gxsj: wall(0) });
    const second = await pollOnce(sqlTable, bench, first.cursor);
    expect(familiesOf(second.messages)).toMatchObject([{ icc_t_pjdb: [{ pjdbh: 'P1' }] }]);
  });
});

describe('the position', () => {
  test('rows of one second are all read, however the pages fall', async () => {
    const { settings, insert } = await dispatch();
    const at = wall(500);
    const keys = Array.from({ length: 23 }, (_, index) => `J${String(index).padStart(2, '0')}`);
    for (const jjdbh of keys) await insert('icc_t_jjdb', { jjdbh, gxsj: at });
    const { messages, pages } = await pollOnce(sqlTable, benchFor(sqlTable, { ...settings, pageSize: 5 }));
    expect(numbersOf(messages)).toEqual(keys);
    expect(pages.length).toBeGreaterThan(4);
  });

  test('a row that becomes visible late, with an earlier time and a smaller key, is still found', async () => {
    const { settings, insert } = await dispatch();
    const at = wall(5);
    await insert('icc_t_jjdb', { jjdbh: 'J9', gxsj: at });
    const bench = benchFor(sqlTable, settings);
    const first = await pollOnce(sqlTable, bench);
    await insert('icc_t_jjdb', { jjdbh: 'J1', gxsj: at });
    await insert('icc_t_jjdb', { jjdbh: 'J0', gxsj: wall(30) });
    const second = await pollOnce(sqlTable, bench, first.cursor);
    expect(numbersOf(second.messages)).toEqual(['J0', 'J1']);
  });

  test('an interrupted poll goes on from the last page that was stored', async () => {
    const { settings, insert } = await dispatch();
    for (let index = 0; index < 12; index += 1) {
      await insert('icc_t_jjdb', { jjdbh: `J${String(index).padStart(2, '0')}`, gxsj: wall(3000 - index * 120) });
    }
    const bench = benchFor(sqlTable, { ...settings, pageSize: 4 });
    const came: unknown[] = [];
    let cursor: unknown;
    for await (const page of sqlTable.poll?.(bench.context, undefined) ?? []) {
      came.push(...numbersOf(page.messages));
      cursor = page.cursor;
      break;
    }
    const rest = await pollOnce(sqlTable, bench, cursor);
    expect(new Set([...came, ...numbersOf(rest.messages)]).size).toBe(12);
    expect(numbersOf(rest.messages)).not.toContain('J00');
  });

  test('a table whose change column counts up is followed by number', async () => {
    const { settings, insert, connection } = await dispatch();
    await insert('icc_t_jjdb', { jjdbh: 'J1', serial: 9, gxsj: wall(0) });
    await insert('icc_t_jjdb', { jjdbh: 'J2', serial: 10, gxsj: wall(0) });
    const bench = benchFor(sqlTable, { ...settings, cursorColumn: 'serial', cursorKind: 'number', children: [] });
    const first = await pollOnce(sqlTable, bench);
    expect(numbersOf(first.messages)).toEqual(['J1', 'J2']);
    await connection.query("UPDATE icc_t_jjdb SET bjnr = 'x', serial = 11 WHERE jjdbh = 'J1'");
    const second = await pollOnce(sqlTable, bench, first.cursor);
    expect(numbersOf(second.messages)).toEqual(['J1']);
    expect((second.cursor as TablePosition).tables.icc_t_jjdb).toMatchObject({ at: '11', key: 'J1' });
  });

  test('a number that was given out long before its transaction ended is found, however many came meanwhile', async () => {
    const { settings, insert } = await dispatch();
    await insert('icc_t_jjdb', { jjdbh: 'J1', serial: 9, gxsj: wall(0) });
    const bench = benchFor(sqlTable, { ...settings, cursorColumn: 'serial', cursorKind: 'number', children: [] });
    const first = await pollOnce(sqlTable, bench);
    await insert('icc_t_jjdb', { jjdbh: 'J3', serial: 5000, gxsj: wall(0) });
    const second = await pollOnce(sqlTable, bench, first.cursor);
    await insert('icc_t_jjdb', { jjdbh: 'J2', serial: 10, gxsj: wall(0) });
    expect(numbersOf((await pollOnce(sqlTable, bench, second.cursor)).messages)).toEqual(['J2']);
  });

  test('marks of numbers reach back by the overlap and stay few', () => {
    let marks = marksWith(undefined, '0', 0, 60_000);
    for (let second = 1; second <= 1000; second += 1) marks = marksWith(marks, String(second), second * 1000, 60_000);
    expect(marks.length).toBeLessThan(7);
    const settings = { cursorKind: 'number', overlapSeconds: 60, historyDays: 1, zone: '+08:00' } as const;
    const begin = placeToBegin({ at: '1000', key: 'k', readAt: 1_000_000, settled: false, marks }, settings, 1_000_000);
    expect(Number(begin.at)).toBeLessThanOrEqual(940);
    expect(Number(begin.at)).toBeGreaterThan(920);
  });

  test('a table at rest is read once more later than the overlap, then not again', () => {
    const settings = { cursorKind: 'time', overlapSeconds: 60, historyDays: 1, zone: '+08:00' } as const;
    const change = { at: '2024-01-05 08:48:09', key: 'J1', root: 'J1' };
    const first = createProgress(undefined, settings, Date.now());
    first.take([change], true);
    expect(first.stored).toMatchObject({ key: 'J1', settled: false });

    const soon = createProgress(first.stored, settings, Date.now() + 1000);
    expect(soon.place).toEqual({ at: '2024-01-05 08:47:09' });
    soon.take([change], true);
    expect(soon.stored?.settled).toBe(false);

    const later = createProgress(soon.stored, settings, Date.now() + 61_000);
    later.take([change], true);
    expect(later.stored).toMatchObject({ at: change.at, key: 'J1', settled: true });
    expect(createProgress(later.stored, settings, Date.now()).place).toEqual({ at: change.at, key: 'J1' });
  });

  test('a row that says next year moves no position: what is written until then is not passed over', () => {
    const settings = { cursorKind: 'time', overlapSeconds: 60, historyDays: 1, zone: '+08:00' } as const;
    const begun = Date.parse('2026-11-23T10:00:00+08:00');
    for (const [past, future] of [
      ['2026-11-23 09:59:00', '2034-01-05 08:00:00'],
      ['2026-11-23 09:59:00.123', '2034-01-05 08:00:00.456'],
      ['20261123095900', '20340105080000'],
      ['2026-11-23', '2026-12-31'],
    ] as const) {
      const progress = createProgress(undefined, settings, begun);
      progress.take([{ at: past, key: 'J1', root: 'J1' }], false);
      progress.take([{ at: future, key: 'J2', root: 'J2' }], true);
      expect(progress.place).toMatchObject({ key: 'J2' });
      expect(progress.stored).toMatchObject({ at: past, key: 'J1' });
    }
  });

  test('reading the overlap again in small pages never moves the stored place back', () => {
    const settings = { cursorKind: 'time', overlapSeconds: 60, historyDays: 1, zone: '+08:00' } as const;
    const at = '2024-01-05 08:48:09';
    const stored = { at, key: 'J5', readAt: 0, settled: false };
    const progress = createProgress(stored, settings, Date.now());
    for (const key of ['J1', 'J2', 'J3', 'J4']) {
      progress.take([{ at, key, root: key }], false);
      expect(progress.stored).toEqual(stored);
    }
    progress.take([{ at, key: 'J5', root: 'J5' }], false);
    expect(progress.stored).toEqual(stored);
    progress.take([{ at, key: 'J6', root: 'J6' }], true);
    expect(progress.stored).toMatchObject({ key: 'J6', settled: false });
  });
});

describe('check', () => {
  test('names each table, and says where an index is missing', async () => {
    const { settings } = await dispatch();
    const steps = await sqlTable.check(benchFor(sqlTable, settings).context);
    expect(steps.map(({ step }) => step)).toEqual([
      'connect',
      'table icc_t_jjdb',
      'table icc_t_pjdb',
      'table icc_t_fkdb',
    ]);
    expect(steps[1]?.detail).toBeUndefined();
    expect(steps[3]?.detail).toContain('no index');
  });

  test.each([
    ['a table that is not there', { table: 'icc_t_nothing' }, /icc_t_nothing is not there/],
    ['a column that is not there', { cursorColumn: 'gxsj2' }, /no column gxsj2/],
    ['a wrong password', { password: 'wrong-password' }, /denied/i],
  ])('%s is a matter of configuration', async (_, change, message) => {
    const { settings } = await dispatch();
    const error = await sqlTable
      .check(benchFor(sqlTable, { ...settings, ...change }).context)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as Error).message).toMatch(message);
  });

  test('a name that could break out of the statement is no setting', async () => {
    const { settings } = await dispatch();
    expect(() => benchFor(sqlTable, { ...settings, table: 'a` WHERE 1; DROP TABLE x' })).toThrow(/table/);
    const child = { table: 'x', key: 'a`b', foreignKey: 'c', cursorColumn: 'd' };
    expect(() => benchFor(sqlTable, { ...settings, children: [child] })).toThrow(/children/);
  });
});

describe('the other side', () => {
  test.each(['postgresql', 'oracle'])('a %s server that is not there is tried again', async (protocol) => {
    const settings = {
      url: `${protocol}://reader@127.0.0.1:1/icc`,
      password: 'x',
      table: 't',
      key: 'k',
      cursorColumn: 'c',
    };
    const check = sqlTable.check(benchFor(sqlTable, settings).context);
    await expect(check).rejects.toThrow(RetriableError);
    await expect(check).rejects.toThrow('127.0.0.1:1/icc');
  });

  test('is not locked: rows under an open transaction are read as they were', async () => {
    const { settings, insert, connection } = await dispatch();
    await insert('icc_t_jjdb', { jjdbh: 'J1', bjnr: 'before', gxsj: wall(50) });
    await connection.beginTransaction();
    await connection.query("UPDATE icc_t_jjdb SET bjnr = 'after', gxsj = ? WHERE jjdbh = 'J1'", [wall(0)]);
    const bench = benchFor(sqlTable, settings);
    const first = await pollOnce(sqlTable, bench);
    expect(familiesOf(first.messages)).toMatchObject([{ icc_t_jjdb: { bjnr: 'before' } }]);
    await connection.commit();
    const second = await pollOnce(sqlTable, bench, first.cursor);
    expect(familiesOf(second.messages)).toMatchObject([{ icc_t_jjdb: { bjnr: 'after' } }]);
  });

  test('a connection killed in the middle is tried again, from where it was', async () => {
    const { settings, insert, connection } = await dispatch();
    for (let index = 0; index < 6; index += 1) {
      await insert('icc_t_jjdb', { jjdbh: `J${index}`, gxsj: wall(3000 - index * 120) });
    }
    const bench = benchFor(sqlTable, { ...settings, pageSize: 2 });
    const came: unknown[] = [];
    let cursor: unknown;
    const broken = (async () => {
      for await (const page of sqlTable.poll?.(bench.context, undefined) ?? []) {
        came.push(...numbersOf(page.messages));
        cursor = page.cursor;
        const [rows] = await connection.query<mysql.RowDataPacket[]>(
          'SELECT ID FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> CONNECTION_ID()',
        );
        for (const row of rows) await connection.query('KILL ?', [row.ID]);
      }
    })();
    // When the driver hears of it between two pages it connects anew by itself, else the run ends and is tried again.
    const error = await broken.then(() => undefined).catch((thrown: unknown) => thrown);
    expect(error === undefined || error instanceof RetriableError).toBe(true);
    const rest = await pollOnce(sqlTable, bench, cursor);
    expect(new Set([...came, ...numbersOf(rest.messages)]).size).toBe(6);
  });
});

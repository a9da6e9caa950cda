import { randomBytes } from 'node:crypto';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { cityFile, type StartedSimulator, startSimulator } from './start-simulator.ts';

const name = `dispatch_${randomBytes(6).toString('hex')}`;
const url = `${inject('mariadb')}/${name}`;
let dispatch: StartedSimulator;
let pool: mysql.Pool;

beforeAll(async () => {
  dispatch = await startSimulator('dispatch', {
    CITY_FILE: cityFile('2026-03-04T10:00:00+08:00', 60),
    DISPATCH_DATABASE_URL: url,
  });
  pool = mysql.createPool({ uri: url, dateStrings: true });
});

afterAll(async () => {
  await dispatch.orphan();
  await pool.query('DROP DATABASE ??', [name]);
  await pool.end();
});

const select = async (sql: string, values: unknown[] = []): Promise<mysql.RowDataPacket[]> => {
  const [rows] = await pool.query<mysql.RowDataPacket[]>(sql, values);
  return rows;
};

const eventually = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

const enter = (body: unknown): Promise<Response> =>
  fetch(`${dispatch.url}/sim/calls`, { method: 'POST', body: JSON.stringify(body) });

test('history is there when it is ready, in the columns of the ICC tables', async () => {
  const [call] = await select("SELECT * FROM icc_t_jjdb WHERE bjsj < '2026-03-03' AND gljjdbh IS NULL LIMIT 1");
  expect(call?.jjdbh).toMatch(/^990100\d{24}$/);
  expect(call).toMatchObject({ sfja: '1', jqclztdm: '06', xzqhdm: '990100000000' });
  expect(call?.jqlbdm).toMatch(/^\d\d000000$/);
  const types = await select(
    "SELECT DATA_TYPE AS type, DATETIME_PRECISION AS p FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND COLUMN_NAME = 'gxsj'",
    [name],
  );
  expect(types.map(({ type, p }) => [type, Number(p)])).toEqual([
    ['datetime', 0],
    ['datetime', 0],
    ['datetime', 0],
  ]);
});

test('has the faults of such data', async () => {
  const [units] = await select(
    "SELECT COUNT(*) AS sum, SUM(cdry IS NULL) AS nobody, SUM(cdry = '') AS empty, SUM(cdry LIKE '%,%') AS pairs FROM icc_t_pjdb",
  );
  expect(Number(units?.nobody)).toBeGreaterThan(0);
  expect(Number(units?.empty)).toBeGreaterThan(0);
  expect(Number(units?.pairs)).toBeGreaterThan(Number(units?.sum) / 2);
  const [arrivals] = await select('SELECT COUNT(*) AS sum, SUM(ddxcsj IS NULL) AS blank FROM icc_t_fkdb');
  expect(Number(arrivals?.blank) / Number(arrivals?.sum)).toBeGreaterThan(0.1);
  const ties = await select('SELECT gxsj FROM icc_t_pjdb GROUP BY gxsj HAVING COUNT(*) > 1');
  expect(ties.length).toBeGreaterThan(0);
  const twice = await select("SELECT jjdbh FROM icc_t_jjdb WHERE gllx = '1' AND gljjdbh IS NOT NULL");
  expect(twice.length).toBeGreaterThan(0);
});

test('shows nothing of the future, and a case in the feedback only once it is filed', async () => {
  const [newest] = await select(
    'SELECT MAX(gxsj) AS at FROM (SELECT gxsj FROM icc_t_jjdb UNION ALL SELECT gxsj FROM icc_t_pjdb UNION ALL SELECT gxsj FROM icc_t_fkdb) AS updates',
  );
  const { writtenUpTo } = (await (await fetch(dispatch.url)).json()) as { writtenUpTo: string };
  expect(Date.parse(`${String(newest?.at).replace(' ', 'T')}+08:00`)).toBeLessThanOrEqual(Date.parse(writtenUpTo));
  const withCase = await select('SELECT ajbh FROM icc_t_fkdb WHERE ajbh IS NOT NULL');
  expect(withCase.length).toBeGreaterThan(10);
  expect(withCase[0]?.ajbh).toMatch(/^A\d{12}\d{6}\d{4}$/);
});

test('a call entered by hand is there at once and goes on', async () => {
  const response = await enter({
    org: '990102590000',
    officers: ['009909', '009910'],
    lon: 82.5,
    lat: 39.0,
    text: '有人打架',
  });
  expect(response.status).toBe(201);
  const { jjdbh, pjdbh } = (await response.json()) as { jjdbh: string; pjdbh: string };
  const [call] = await select('SELECT * FROM icc_t_jjdb WHERE jjdbh = ?', [jjdbh]);
  expect(call).toMatchObject({ bjnr: '有人打架', gxdwdm: '990102590000' });
  const [unit] = await select('SELECT * FROM icc_t_pjdb WHERE pjdbh = ?', [pjdbh]);
  expect(unit).toMatchObject({ jjdbh, cdry: '009909,009910', jqclztdm: '02', xtzdddsj: null });
  const arrived = await eventually(async () => {
    const [row] = await select("SELECT * FROM icc_t_pjdb WHERE pjdbh = ? AND jqclztdm >= '04'", [pjdbh]);
    return row;
  });
  expect(arrived.xtzdddsj).not.toBeNull();
  expect(arrived.gxsj > unit?.gxsj).toBe(true);
  const feedback = await eventually(async () => {
    const [row] = await select('SELECT * FROM icc_t_fkdb WHERE pjdbh = ?', [pjdbh]);
    return row;
  });
  expect(feedback).toMatchObject({ jjdbh, fkybh: '009909' });
});

test('a call of the past is complete at once, and stamped with the time it was entered', async () => {
  const before = (await select('SELECT MAX(gxsj) AS at FROM icc_t_jjdb'))[0]?.at;
  const response = await enter({
    org: '990102590000',
    officers: ['009909'],
    at: '2026-03-03T08:00:00+08:00',
    lon: 82.5,
    lat: 39.0,
    text: '补录',
  });
  const { jjdbh } = (await response.json()) as { jjdbh: string };
  const [call] = await select('SELECT * FROM icc_t_jjdb WHERE jjdbh = ?', [jjdbh]);
  expect(call).toMatchObject({ sfja: '1', bjsj: '2026-03-03 07:58:30' });
  expect(call?.gxsj >= before).toBe(true);
  const [feedback] = await select('SELECT * FROM icc_t_fkdb WHERE jjdbh = ?', [jjdbh]);
  expect(feedback).toMatchObject({ ddxcsj: '2026-03-03 08:02:00', xcclwbsj: '2026-03-03 08:10:00' });
});

test('says what is wrong with a call that cannot be', async () => {
  const good = { org: '990102590000', officers: [], lon: 82.5, lat: 39.0, text: '有人打架' };
  const why = async (body: unknown): Promise<string> => {
    const response = await enter(body);
    expect(response.status).toBe(400);
    return ((await response.json()) as { error: string }).error;
  };
  expect(await why({ ...good, org: '440000000000' })).toContain('440000000000');
  expect(await why({ ...good, officers: ['123456'] })).toContain('123456');
  expect(await why({ ...good, lon: 'x' })).toContain('lon');
  expect(await why('no object')).toContain('expected object');
});

test('starting again on the same database repeats nothing', async () => {
  await dispatch.orphan();
  const count = async () => Number((await select('SELECT COUNT(*) AS sum FROM icc_t_jjdb'))[0]?.sum);
  const before = await count();
  const again = await startSimulator('dispatch', { CITY_FILE: cityFile(), DISPATCH_DATABASE_URL: url });
  await again.orphan();
  expect(await count()).toBe(before);
});

import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import sqlTable from '../../connectors/sql-table.ts';
import type { RawMessage } from '../../hub/core/connector.ts';
import { ConfigurationError, RecordError, RetriableError } from '../../hub/core/errors.ts';
import type { Publication, Told } from '../../hub/core/publication.ts';
import { type Postgres, startPostgres } from '../../hub/dev/servers/postgres.ts';
import { publicationOf } from '../conformance/connectors/_publishing.ts';
import { benchFor, pollOnce, text } from './_context.ts';

let server: Postgres;
const runDir = join(tmpdir(), `hub-pg-run-${process.pid}`);
beforeAll(async () => {
  server = await startPostgres({ runDir });
});
afterAll(async () => {
  await server?.stop();
  rmSync(runDir, { recursive: true, force: true });
});

const wall = (secondsAgo: number): string =>
  new Date(Date.now() + 8 * 3_600_000 - secondsAgo * 1000).toISOString().slice(0, 23).replace('T', ' ');

let databases = 0;

/** The other side as the ICC writes it: PostgreSQL, times with fractions, one of them with a zone. */
const dispatch = async (encoding?: 'EUC_CN') => {
  databases += 1;
  const url = await server.database(`icc${databases}`, encoding);
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(`
    CREATE TABLE icc_t_jjdb (jjdbh VARCHAR(30) PRIMARY KEY, bjnr VARCHAR(4000), bjrxzb NUMERIC(18,6), serial BIGINT,
      sfja BOOLEAN, rksj TIMESTAMPTZ, gxsj TIMESTAMP);
    CREATE INDEX ON icc_t_jjdb (gxsj);
    CREATE TABLE icc_t_fkdb (fkdbh VARCHAR(30) PRIMARY KEY, jjdbh VARCHAR(30), cjczqk VARCHAR(200), gxsj TIMESTAMP)`);
  const { username, password, host, pathname } = new URL(url);
  const settings = {
    url: `postgresql://${username}@${host}${pathname}`,
    password: decodeURIComponent(password),
    table: 'icc_t_jjdb',
    key: 'jjdbh',
    cursorColumn: 'gxsj',
    children: [{ table: 'icc_t_fkdb', key: 'fkdbh', foreignKey: 'jjdbh', cursorColumn: 'gxsj' }],
    requestsPerSecond: 1000,
    historyDays: 1,
  };
  const insert = (table: string, row: Record<string, unknown>) => {
    const marks = Object.keys(row).map((_, index) => `$${index + 1}`);
    return client.query(`INSERT INTO ${table} (${Object.keys(row)}) VALUES (${marks})`, Object.values(row));
  };
  return { client, settings, insert };
};

interface Family {
  icc_t_jjdb: { jjdbh: string };
  icc_t_fkdb: Record<string, unknown>[];
}

/** A backlog comes as lists of families, a single one as it is. */
const familiesIn = (message: RawMessage): Family[] => [JSON.parse(text(message))].flat();

const familiesOf = async (settings: Record<string, unknown>, cursor?: unknown) => {
  const polled = await pollOnce(sqlTable, benchFor(sqlTable, settings), cursor);
  return { ...polled, families: polled.messages.flatMap(familiesIn) };
};

test('a message is one root row with its children, text as the database writes it', async () => {
  const { settings, insert } = await dispatch('EUC_CN');
  await insert('icc_t_jjdb', {
    jjdbh: 'J1',
    bjnr: '有人打架，测试',
    bjrxzb: '113.310000',
    serial: '9007199254740993',
    sfja: true,
    rksj: '2024-01-05T00:48:09Z',
    gxsj: wall(100),
  });
  await insert('icc_t_fkdb', { fkdbh: 'F2', jjdbh: 'J1', cjczqk: '已调解', gxsj: wall(90) });
  await insert('icc_t_fkdb', { fkdbh: 'F1', jjdbh: 'J1', gxsj: wall(95) });
  const { families } = await familiesOf(settings);
  expect(families).toHaveLength(1);
  expect(families[0]?.icc_t_jjdb).toMatchObject({
    bjnr: '有人打架，测试',
    bjrxzb: '113.310000',
    serial: '9007199254740993',
    sfja: true,
    rksj: '2024-01-05 08:48:09',
  });
  expect(families[0]?.icc_t_fkdb.map((row) => row.fkdbh)).toEqual(['F1', 'F2']);
});

test('rows of one microsecond are all read, however the pages fall, and once', async () => {
  const { settings, insert } = await dispatch();
  const at = `${wall(500)}456`;
  const keys = Array.from({ length: 11 }, (_, index) => `J${String(index).padStart(2, '0')}`);
  for (const jjdbh of keys) await insert('icc_t_jjdb', { jjdbh, gxsj: at });
  const first = await familiesOf({ ...settings, pageSize: 3 });
  expect(first.families.map(({ icc_t_jjdb }) => icc_t_jjdb.jjdbh)).toEqual(keys);
  expect((await familiesOf(settings, first.cursor)).families).toEqual([]);
});

test('a row that becomes visible late, with an earlier time, is still found', async () => {
  const { settings, insert } = await dispatch();
  await insert('icc_t_jjdb', { jjdbh: 'J9', gxsj: wall(5) });
  const first = await familiesOf(settings);
  await insert('icc_t_jjdb', { jjdbh: 'J0', gxsj: wall(30) });
  await insert('icc_t_fkdb', { fkdbh: 'F1', jjdbh: 'J9', gxsj: wall(0) });
  const second = await familiesOf(settings, first.cursor);
  expect(second.families.map(({ icc_t_jjdb }) => icc_t_jjdb.jjdbh)).toEqual(['J0', 'J9']);
});

test('names in capitals are those of tables nobody quoted, columns may be spelt either way', async () => {
  const { settings, insert } = await dispatch();
  await insert('icc_t_jjdb', { jjdbh: 'J1', gxsj: wall(5) });
  const { families } = await familiesOf({ ...settings, table: 'ICC_T_JJDB', key: 'JJDBH', children: [] });
  expect(families).toMatchObject([{ ICC_T_JJDB: { jjdbh: 'J1' } }]);
});

test('a table whose change column counts up is followed by number', async () => {
  const { settings, insert, client } = await dispatch();
  await insert('icc_t_jjdb', { jjdbh: 'J1', serial: 9, gxsj: wall(0) });
  await insert('icc_t_jjdb', { jjdbh: 'J2', serial: 10, gxsj: wall(0) });
  const numbered = { ...settings, cursorColumn: 'serial', cursorKind: 'number', children: [] };
  const first = await familiesOf(numbered);
  expect(first.families).toHaveLength(2);
  await client.query("UPDATE icc_t_jjdb SET bjnr = 'x', serial = 11 WHERE jjdbh = 'J1'");
  expect((await familiesOf(numbered, first.cursor)).families).toMatchObject([{ icc_t_jjdb: { bjnr: 'x' } }]);
});

test('check names each table, and says where an index is missing', async () => {
  const { settings } = await dispatch();
  const steps = await sqlTable.check(benchFor(sqlTable, settings).context);
  expect(steps.map(({ step }) => step)).toEqual(['connect', 'table icc_t_jjdb', 'table icc_t_fkdb']);
  expect(steps[1]?.detail).toBeUndefined();
  expect(steps[2]?.detail).toContain('no index');
});

test.each([
  ['a table that is not there', { table: 'icc_t_nothing' }, /icc_t_nothing is not there/],
  ['a column that is not there', { cursorColumn: 'gxsj2' }, /no column gxsj2/],
  ['a wrong password', { password: 'wrong-password' }, /password/i],
])('%s is a matter of configuration', async (_, change, message) => {
  const { settings } = await dispatch();
  const error = await sqlTable
    .check(benchFor(sqlTable, { ...settings, ...change }).context)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigurationError);
  expect((error as Error).message).toMatch(message);
});

test('a change column that holds no time says so', async () => {
  const { settings } = await dispatch();
  const error = await familiesOf({ ...settings, cursorColumn: 'sfja', children: [] }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ConfigurationError);
});

test('a connection killed in the middle is tried again, from where it was', async () => {
  const { settings, insert, client } = await dispatch();
  for (let index = 0; index < 6; index += 1) {
    await insert('icc_t_jjdb', { jjdbh: `J${index}`, gxsj: wall(3000 - index * 120) });
  }
  const bench = benchFor(sqlTable, { ...settings, pageSize: 2 });
  const came: string[] = [];
  let cursor: unknown;
  const broken = (async () => {
    for await (const page of sqlTable.poll?.(bench.context, undefined) ?? []) {
      came.push(...page.messages.flatMap(familiesIn).map(({ icc_t_jjdb }) => icc_t_jjdb.jjdbh));
      cursor = page.cursor;
      await client.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    }
  })();
  // When the driver hears of it between two pages it connects anew by itself, else the run ends and is tried again.
  const error = await broken.then(() => undefined).catch((thrown: unknown) => thrown);
  expect(error === undefined || error instanceof RetriableError).toBe(true);
  const { families } = await familiesOf(settings, cursor);
  expect(new Set([...came, ...families.map(({ icc_t_jjdb }) => icc_t_jjdb.jjdbh)]).size).toBe(6);
});

test('links are told by rows of a table there, found again, and withdrawn', async () => {
  const { client, settings } = await dispatch();
  await client.query(`CREATE TABLE rs_syp_glxx (sypbh VARCHAR(64) PRIMARY KEY, url VARCHAR(500), jjbh VARCHAR(32), ajbh VARCHAR(25),
    dwbh VARCHAR(12), psr_jh VARCHAR(10), pssj TIMESTAMP, scsj TIMESTAMP, glsj TIMESTAMP, xgsj TIMESTAMP, spsc INT)`);
  const { context } = benchFor(sqlTable, { ...settings, publish: true });
  const tell = async (...publications: Publication[]) => {
    const told: Told[] = [];
    for await (const one of sqlTable.publish?.(context, publications) ?? []) told.push(one);
    return told;
  };
  const tooLong = publicationOf(3, { url: `https://hub.example/${'x'.repeat(600)}` });
  const told = await tell(publicationOf(1), publicationOf(2), tooLong);
  expect(told.map(({ linkId, error }) => [linkId, error instanceof RecordError])).toEqual([
    [1, false],
    [2, false],
    [3, true],
  ]);
  await tell(publicationOf(1));
  await tell(publicationOf(2, { withdrawn: true }));
  const { rows } = await client.query(
    "SELECT sypbh, ajbh, psr_jh, spsc, to_char(pssj, 'HH24:MI') AS at FROM rs_syp_glxx",
  );
  expect(rows).toEqual([
    { sypbh: '1', ajbh: publicationOf(1).record.externalId, psr_jh: '009901', spsc: 600, at: '08:47' },
  ]);
  const looks: unknown[] = [];
  for await (const look of sqlTable.published?.(context, [publicationOf(1), publicationOf(2)]) ?? []) looks.push(look);
  expect(looks).toEqual([{ compared: [1, 2], there: [1] }]);
});

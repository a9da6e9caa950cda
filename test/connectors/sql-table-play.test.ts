import mysql from 'mysql2/promise';
import { expect, onTestFinished, test } from 'vitest';
import sqlTable from '../../connectors/sql-table.ts';
import type { RawMessage } from '../../hub/core/connector.ts';
import { BadRequestError } from '../../hub/core/errors.ts';
import { emptyDatabase } from '../kit/database.ts';
import { benchFor, pollOnce, text } from './_context.ts';

type Family = Record<string, unknown>;

const familiesOf = (messages: readonly RawMessage[]): Family[] =>
  messages
    .flatMap((message) => [JSON.parse(text(message)) as Family | Family[]].flat())
    .sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));

const schema = [
  'CREATE TABLE jjdb (jjdbh VARCHAR(30) PRIMARY KEY, bjnr VARCHAR(400), lon DECIMAL(18,6), serial BIGINT, level INT, rate DOUBLE, gxsj DATETIME, KEY (gxsj))',
  'CREATE TABLE fkdb (fkdbh VARCHAR(30) PRIMARY KEY, jjdbh VARCHAR(30), cjqk VARCHAR(200), gxsj DATETIME, KEY (gxsj))',
];
const shape = {
  table: 'jjdb',
  key: 'jjdbh',
  cursorColumn: 'gxsj',
  children: [{ table: 'fkdb', key: 'fkdbh', foreignKey: 'jjdbh', cursorColumn: 'gxsj' }],
};

const live = async () => {
  const address = await emptyDatabase();
  const connection = await mysql.createConnection(address);
  onTestFinished(() => connection.end());
  for (const statement of schema) await connection.query(statement);
  for (let index = 0; index < 60; index += 1) {
    const gxsj = `2024-01-05 08:${String(Math.floor(index / 3)).padStart(2, '0')}:00`;
    const row = { jjdbh: `J${index}`, bjnr: `道路'纠纷"${index}\\`, lon: '113.310000', serial: '9007199254740993' };
    await connection.query('INSERT INTO jjdb SET ?', [{ ...row, level: index % 4, rate: index / 8, gxsj }]);
    if (index % 2 > 0) {
      await connection.query('INSERT INTO fkdb SET ?', [{ fkdbh: `F${index}`, jjdbh: `J${index}`, cjqk: null, gxsj }]);
    }
  }
  const { username, password, host, pathname } = new URL(address);
  return { url: `mysql://${username}@${host}${pathname}`, password: decodeURIComponent(password) || 'none' };
};

const settingsAt = (url: string, more: Record<string, unknown> = {}) => ({
  ...shape,
  url,
  password: 'whatever it was',
  historyDays: 36_500,
  requestsPerSecond: 1_000,
  ...more,
});

const play = async (messages: readonly RawMessage[], settings: Record<string, unknown> = shape) => {
  if (!sqlTable.play) throw new Error('sql-table plays nothing');
  const played = await sqlTable.play(messages, settings, 0);
  onTestFinished(() => played.close());
  return played;
};

test('what a database told is told again over the wire: the same rows with the same types, in pages of any size', async () => {
  const { url, password } = await live();
  const recorded = (await pollOnce(sqlTable, benchFor(sqlTable, settingsAt(url, { password })))).messages;
  expect(familiesOf(recorded)).toHaveLength(60);
  const played = await play(recorded);
  for (const pageSize of [500, 7]) {
    const bench = benchFor(sqlTable, settingsAt(played.url, { pageSize }));
    expect((await sqlTable.check(bench.context)).every(({ ok }) => ok)).toBe(true);
    const { messages, cursor } = await pollOnce(sqlTable, bench);
    expect(familiesOf(messages)).toEqual(familiesOf(recorded));
    expect((await pollOnce(sqlTable, bench, cursor)).messages).toEqual([]);
  }
});

test('a recording without its tables is refused; tables nobody recorded are not there', async () => {
  const message = {
    body: Buffer.from('{"jjdb":{"jjdbh":"J1","gxsj":"2024-01-05 08:00:00"}}'),
    contentType: 'application/json',
  };
  await expect(play([message], {})).rejects.toThrow(BadRequestError);
  const { url } = await play([message]);
  const bench = benchFor(sqlTable, settingsAt(url, { table: 'other', children: [] }));
  await expect(sqlTable.check(bench.context)).rejects.toThrow('other');
});

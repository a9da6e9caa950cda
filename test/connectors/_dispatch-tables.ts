import mysql from 'mysql2/promise';
import { onTestFinished } from 'vitest';
import type { RawMessage } from '../../hub/core/connector.ts';
import { emptyDatabase } from '../kit/database.ts';
import { text } from './_context.ts';

/** A call with its dispatches and reports, as one message holds them. */
export interface Family {
  icc_t_jjdb: Record<string, unknown>;
  icc_t_pjdb: Record<string, unknown>[];
  icc_t_fkdb: Record<string, unknown>[];
}

export const familiesOf = (messages: readonly RawMessage[]): Family[] =>
  messages.flatMap((message) => JSON.parse(text(message)) as Family | Family[]);
export const numbersOf = (messages: readonly RawMessage[]): unknown[] =>
  familiesOf(messages).map(({ icc_t_jjdb }) => icc_t_jjdb.jjdbh);

/** Wall clock of the database so many seconds ago. */
export const wall = (secondsAgo: number): string =>
  new Date(Date.now() + 8 * 3_600_000 - secondsAgo * 1000).toISOString().slice(0, 19).replace('T', ' ');

const schema = [
  `CREATE TABLE icc_t_jjdb (jjdbh VARCHAR(30) PRIMARY KEY, bjnr VARCHAR(4000), bjrxzb DECIMAL(18,6), serial BIGINT, gxsj DATETIME, KEY (gxsj)) CHARSET gbk`,
  `CREATE TABLE icc_t_pjdb (pjdbh VARCHAR(30) PRIMARY KEY, jjdbh VARCHAR(30), cdry VARCHAR(200), gxsj DATETIME, KEY (gxsj), KEY (jjdbh)) CHARSET gbk`,
  `CREATE TABLE icc_t_fkdb (fkdbh VARCHAR(30) PRIMARY KEY, jjdbh VARCHAR(30), cjczqk VARCHAR(200), gxsj DATETIME, KEY (jjdbh)) CHARSET gbk`,
];

/** The other side: a database of its own in GBK, and one connection that writes. */
export const dispatch = async () => {
  const url = await emptyDatabase();
  const connection = await mysql.createConnection(url);
  onTestFinished(() => connection.end());
  for (const statement of schema) await connection.query(statement);
  const { username, password, host, pathname } = new URL(url);
  const settings = {
    url: `mysql://${username}@${host}${pathname}`,
    password: decodeURIComponent(password) || 'none',
    table: 'icc_t_jjdb',
    key: 'jjdbh',
    cursorColumn: 'gxsj',
    children: [
      { table: 'icc_t_pjdb', key: 'pjdbh', foreignKey: 'jjdbh', cursorColumn: 'gxsj' },
      { table: 'icc_t_fkdb', key: 'fkdbh', foreignKey: 'jjdbh', cursorColumn: 'gxsj' },
    ],
    requestsPerSecond: 1000,
    historyDays: 1,
  };
  const insert = (table: string, row: Record<string, unknown>) =>
    connection.query('INSERT INTO ?? SET ?', [table, row]);
  return { connection, settings, insert };
};

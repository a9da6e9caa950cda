import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { startMariadb } from '../../../hub/dev/servers/mariadb.ts';
import { startPostgres } from '../../../hub/dev/servers/postgres.ts';
import { indexes, joinSql, type TableName, tables } from './asks.ts';
import { longestClipMs } from './province.ts';

/** What a database made of the join. */
export interface PeerRun {
  readonly name: string;
  readonly pairs: number;
  readonly hash: number;
  /** Of the join alone, wall, ms; tables, indexes and statistics stand before it begins. */
  readonly ms: number;
}

const create = (name: TableName): string => `CREATE TABLE ${name} (${tables[name].join(', ')})`;
const names = Object.keys(tables) as TableName[];
const createIndex = ([table, columns]: readonly [TableName, string], index: number): string =>
  `CREATE INDEX by_${table}_${index} ON ${table} (${columns})`;

const timed = async (
  name: string,
  ask: () => Promise<{ pairs: unknown; hash: unknown } | undefined>,
): Promise<PeerRun> => {
  const before = performance.now();
  const answer = await ask();
  return { name, pairs: Number(answer?.pairs), hash: Number(answer?.hash), ms: performance.now() - before };
};

/** @param folder with the CSV files of the tables */
export const runPostgres = async (folder: string): Promise<PeerRun> => {
  const runDir = await mkdtemp(join(tmpdir(), 'bench-pg-'));
  const server = await startPostgres({
    runDir,
    settings: { shared_buffers: '1GB', work_mem: '256MB', maintenance_work_mem: '512MB', synchronous_commit: 'off' },
  });
  try {
    const client = new pg.Client(await server.database('bench'));
    await client.connect();
    for (const name of names) {
      await client.query(create(name));
      await client.query(`COPY ${name} FROM '${join(folder, `${name}.csv`)}' WITH (FORMAT csv)`);
    }
    for (const [index, one] of indexes.entries()) await client.query(createIndex(one, index));
    await client.query('ANALYZE');
    const run = await timed('PostgreSQL', async () => (await client.query(joinSql(longestClipMs))).rows[0]);
    await client.end();
    return run;
  } finally {
    await server.stop();
    await rm(runDir, { recursive: true, force: true });
  }
};

/** @param folder with the CSV files of the tables */
export const runMariadb = async (folder: string): Promise<PeerRun> => {
  const runDir = await mkdtemp(join(tmpdir(), 'bench-maria-'));
  const server = await startMariadb({
    dataDir: join(runDir, 'data'),
    runDir,
    extra: [
      '--innodb-buffer-pool-size=1G',
      '--innodb-flush-log-at-trx-commit=0',
      '--secure-file-priv=',
      '--max-heap-table-size=1G',
      '--tmp-table-size=1G',
    ],
  });
  try {
    const connection = await mysql.createConnection(await server.database('bench'));
    for (const name of names) {
      await connection.query(create(name));
      await connection.query(
        `LOAD DATA INFILE '${join(folder, `${name}.csv`)}' INTO TABLE ${name} FIELDS TERMINATED BY ','`,
      );
    }
    for (const [index, one] of indexes.entries()) await connection.query(createIndex(one, index));
    await connection.query(`ANALYZE TABLE ${names.join(', ')}`);
    const run = await timed('MariaDB', async () => {
      const [rows] = await connection.query<mysql.RowDataPacket[]>(joinSql(longestClipMs));
      return rows[0] as { pairs: unknown; hash: unknown } | undefined;
    });
    await connection.end();
    return run;
  } finally {
    await server.stop();
    await rm(runDir, { recursive: true, force: true });
  }
};

/** @param folder with the CSV files of the tables */
export const runDuckdb = async (folder: string, threads: number): Promise<PeerRun> => {
  const instance = await DuckDBInstance.create(':memory:', { threads: `${threads}` });
  const connection = await instance.connect();
  try {
    for (const name of names) {
      await connection.run(create(name));
      await connection.run(`COPY ${name} FROM '${join(folder, `${name}.csv`)}' (FORMAT csv, HEADER false)`);
    }
    return await timed('DuckDB', async () => {
      const reader = await connection.runAndReadAll(joinSql(longestClipMs));
      const [pairs, hash] = reader.getRows()[0] ?? [];
      return { pairs, hash };
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

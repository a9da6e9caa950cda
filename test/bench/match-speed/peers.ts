import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { startMariadb } from '../../../hub/dev/servers/mariadb.ts';
import { startPostgres } from '../../../hub/dev/servers/postgres.ts';
import { fileOf, indexes, joinSql, rangeTables, type TableName, tables } from './asks.ts';
import { cpuMsOf, cpuMsOfBackend } from './clocks.ts';
import { longestClipMs } from './province.ts';

/** What a database made of the join. */
export interface PeerRun {
  readonly name: string;
  readonly pairs: number;
  readonly hash: number;
  readonly records: number;
  /** Of the join alone, ms; tables, indexes and statistics stand before it begins, and it was done once already. */
  readonly wallMs: number;
  /** Processor time of all its threads for the same, ms. */
  readonly cpuMs: number;
}

const create = (name: TableName): string => `CREATE TABLE ${name} (${tables[name].join(', ')})`;
const names = Object.keys(tables) as TableName[];
const createIndex = ([table, columns]: readonly [TableName, string], index: number): string =>
  `CREATE INDEX by_${table}_${index} ON ${table} (${columns})`;

/** Ask twice: what counts is the second time. @param cpuMs processor time of the peer so far */
const timed = async (
  name: string,
  records: number,
  ask: () => Promise<{ pairs: unknown; hash: unknown } | undefined>,
  cpuMs: () => number,
): Promise<PeerRun> => {
  await ask();
  const [wall, cpu] = [performance.now(), cpuMs()];
  const answer = await ask();
  return {
    name,
    records,
    pairs: Number(answer?.pairs),
    hash: Number(answer?.hash),
    wallMs: performance.now() - wall,
    cpuMs: cpuMs() - cpu,
  };
};

/** Joins the sample. @param folder with the CSV files of the tables */
export const runPostgres = async (folder: string, records: number): Promise<PeerRun> => {
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
      await client.query(`COPY ${name} FROM '${fileOf(folder, name, true)}' WITH (FORMAT csv)`);
    }
    for (const [index, one] of indexes.entries()) await client.query(createIndex(one, index));
    await client.query('ANALYZE');
    const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
    const run = await timed(
      'PostgreSQL',
      records,
      async () => (await client.query(joinSql(longestClipMs))).rows[0],
      () => cpuMsOfBackend(Number(rows[0].pid)),
    );
    await client.end();
    return run;
  } finally {
    await server.stop();
    await rm(runDir, { recursive: true, force: true });
  }
};

/** Joins the sample. @param folder with the CSV files of the tables */
export const runMariadb = async (folder: string, records: number): Promise<PeerRun> => {
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
        `LOAD DATA INFILE '${fileOf(folder, name, true)}' INTO TABLE ${name} FIELDS TERMINATED BY ','`,
      );
    }
    for (const [index, one] of indexes.entries()) await connection.query(createIndex(one, index));
    await connection.query(`ANALYZE TABLE ${names.join(', ')}`);
    const ask = async (sql: string) => (await connection.query<mysql.RowDataPacket[]>(sql))[0][0];
    const pid = Number(await readFile(String((await ask('SELECT @@pid_file AS path'))?.path), 'utf8'));
    const run = await timed(
      'MariaDB',
      records,
      async () => (await ask(joinSql(longestClipMs))) as { pairs: unknown; hash: unknown } | undefined,
      () => cpuMsOf(pid),
    );
    await connection.end();
    return run;
  } finally {
    await server.stop();
    await rm(runDir, { recursive: true, force: true });
  }
};

/** DuckDB with the tables loaded. @param isSample asks of the sample, or of all records */
const askDuckdb = async (
  folder: string,
  threads: number,
  isSample: boolean,
  run: (
    ask: (sql: string) => Promise<{ pairs: unknown; hash: unknown }>,
    create: (sql: string) => Promise<unknown>,
  ) => Promise<PeerRun>,
): Promise<PeerRun> => {
  const instance = await DuckDBInstance.create(':memory:', { threads: `${threads}` });
  const connection = await instance.connect();
  try {
    for (const name of names) {
      await connection.run(create(name));
      await connection.run(`COPY ${name} FROM '${fileOf(folder, name, isSample)}' (FORMAT csv, HEADER false)`);
    }
    const ask = async (sql: string) => {
      const [pairs, hash] = (await connection.runAndReadAll(sql)).getRows()[0] ?? [];
      return { pairs, hash };
    };
    return await run(ask, (sql) => connection.run(sql));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

const ownCpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Joins all records. @param folder with the CSV files of the tables */
export const runDuckdb = (folder: string, records: number, threads: number): Promise<PeerRun> =>
  askDuckdb(folder, threads, false, (ask) => timed('DuckDB', records, () => ask(joinSql(longestClipMs)), ownCpuMs));

/** Joins the sample by ranges of time alone, as one would write it first. @param folder with the CSV files of the tables */
export const runDuckdbByRanges = (folder: string, records: number, threads: number): Promise<PeerRun> =>
  askDuckdb(folder, threads, true, async (ask, create) => {
    for (const text of rangeTables) await create(text);
    return timed('DuckDB without hours', records, () => ask(joinSql(longestClipMs, { hours: false })), ownCpuMs);
  });

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import mysql from 'mysql2/promise';
import { type Child, startChild } from './child.ts';
import { freePort } from './free-port.ts';

const run = promisify(execFile);

/** A private MariaDB: own data folder, free port on loopback, a password nobody else knows. */
export interface Mariadb {
  readonly child: Child;
  readonly port: number;
  /** `mysql://…` of one database on it; the database is created when it is not there. */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
}

const programOf = (...names: string[]): string => {
  for (const name of names) {
    for (const folder of [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/libexec']) {
      if (folder && existsSync(join(folder, name))) return join(folder, name);
    }
  }
  throw new Error(`[hub] [dev] ${names[0]} is not installed; run: apt-get install -y mariadb-server`);
};

const asRoot = process.getuid?.() === 0;

const install = async (dataDir: string): Promise<void> => {
  // Marked only when complete: a crash halfway begins anew.
  const marker = join(dataDir, '.installed');
  if (existsSync(marker)) return;
  rmSync(dataDir, { recursive: true, force: true });
  // Every server that starts deletes temporary tables in its tmpdir, those of others in /tmp too.
  const temporary = mkdtempSync(join(tmpdir(), 'hub-db-'));
  mkdirSync(dataDir, { recursive: true });
  await run(programOf('mariadb-install-db', 'mysql_install_db'), [
    '--no-defaults',
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    `--datadir=${dataDir}`,
    `--tmpdir=${temporary}`,
    ...(asRoot ? ['--user=root'] : []),
  ]).finally(() => rmSync(temporary, { recursive: true, force: true }));
  writeFileSync(marker, '');
};

/**
 * Start a private MariaDB.
 *
 * @param options.dataDir kept between starts
 * @param options.runDir for the pid file and the log
 * @param options.port the port of an earlier start, when the server must come back at the same address
 * @throws with the last lines of its log when it does not come up
 */
export const startMariadb = async (options: {
  dataDir: string;
  runDir: string;
  port?: number;
  password?: string;
  extra?: string[];
}): Promise<Mariadb> => {
  await install(options.dataDir);
  const port = options.port ?? (await freePort());
  const password = options.password ?? randomBytes(18).toString('base64url');
  // A socket path may have 107 characters at most; a checkout can lie deeper than that.
  const socketDir = mkdtempSync(join(tmpdir(), 'hub-db-'));
  const initFile = join(socketDir, 'init.sql');
  writeFileSync(
    initFile,
    [
      `CREATE OR REPLACE USER hub@'127.0.0.1' IDENTIFIED BY '${password}';`,
      `GRANT ALL ON *.* TO hub@'127.0.0.1' WITH GRANT OPTION;`,
      `ALTER USER root@localhost IDENTIFIED BY '${password}';`,
    ].join('\n'),
    { mode: 0o600 },
  );
  const child = await startChild(
    'mariadb',
    programOf('mariadbd', 'mysqld'),
    [
      '--no-defaults',
      ...(asRoot ? ['--user=root'] : []),
      `--datadir=${options.dataDir}`,
      `--socket=${join(socketDir, 's')}`,
      `--pid-file=${join(socketDir, 'pid')}`,
      `--tmpdir=${socketDir}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      '--skip-log-bin',
      `--init-file=${initFile}`,
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_bin',
      '--default-time-zone=+08:00',
      '--innodb-buffer-pool-size=256M',
      '--innodb-log-file-size=128M',
      '--max-allowed-packet=64M',
      '--max-connections=300',
      '--performance-schema=OFF',
      ...(options.extra ?? []),
    ],
    { runDir: options.runDir },
  );
  const address = `mysql://hub:${password}@127.0.0.1:${port}`;
  // However it ends: who started it may know the process alone.
  void child.ended.then(() => rmSync(socketDir, { recursive: true, force: true }));
  const stop = (): Promise<void> => child.stop(20_000);
  for (let attempt = 0; ; attempt += 1) {
    try {
      const connection = await mysql.createConnection(address);
      await connection.end();
      break;
    } catch (error) {
      if (child.process.exitCode !== null || attempt > 600) {
        await stop();
        const log = readFileSync(join(options.runDir, 'mariadb.log'), 'utf8').trim().split('\n').slice(-8).join('\n');
        throw new Error(`[hub] [dev] MariaDB did not start; the end of its log:\n${log}`, { cause: error });
      }
      await pause(50);
    }
  }
  rmSync(initFile, { force: true });
  return {
    child,
    port,
    stop,
    database: async (name) => {
      const connection = await mysql.createConnection(address);
      await connection.query(`CREATE DATABASE IF NOT EXISTS \`${name}\``);
      await connection.end();
      return `${address}/${name}`;
    },
  };
};

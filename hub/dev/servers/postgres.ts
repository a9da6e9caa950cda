import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Child, startChild } from './child.ts';
import { freePort } from './free-port.ts';

const run = promisify(execFile);

/** A private PostgreSQL that keeps nothing: the other side of a source, or a peer of a benchmark. */
export interface Postgres {
  readonly child: Child;
  readonly port: number;
  /** `postgresql://…` of one database on it; the database is created when it is not there. */
  database(name: string, encoding?: 'UTF8' | 'EUC_CN'): Promise<string>;
  stop(): Promise<void>;
}

/** Debian keeps the programs of each version in a folder of their own, not on PATH. */
const programs = (): string => {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((left, right) => Number(right) - Number(left)) : [];
  const folder = versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  if (folder === undefined) {
    throw new Error(
      '[hub] [dev] postgresql is not installed; run: apt-get install -y --no-install-recommends postgresql',
    );
  }
  return folder;
};

/** PostgreSQL refuses to run as root: then the user that its package made runs it. */
const owner = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
};

/**
 * Start a private PostgreSQL on a free port of loopback.
 *
 * @param options.runDir for the pid file and the log
 * @param options.settings more of postgresql.conf, e.g. `{ shared_buffers: '512MB' }`
 * @throws with the last lines of its log when it does not come up
 */
export const startPostgres = async (options: {
  runDir: string;
  settings?: Readonly<Record<string, string>>;
}): Promise<Postgres> => {
  const bin = programs();
  const user = owner();
  const password = randomBytes(18).toString('base64url');
  // Directly below the temporary folder, where the other user may go.
  const folder = mkdtempSync(join(tmpdir(), 'hub-pg-'));
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  const dataDir = join(folder, 'data');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const initArgs = ['-D', dataDir, '-U', 'hub', '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await run(join(bin, 'initdb'), [...initArgs, `--pwfile=${passwordFile}`], { cwd: folder, ...user }).catch((error) => {
    remove();
    throw error;
  });
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port: `${port}`,
    unix_socket_directories: '',
    fsync: 'off',
    full_page_writes: 'off',
    timezone: 'Asia/Shanghai',
    ...options.settings,
  };
  const child = await startChild(
    'postgres',
    join(bin, 'postgres'),
    ['-D', dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { runDir: options.runDir, cwd: folder, user },
  ).catch((error) => {
    remove();
    throw error;
  });
  const address = `postgresql://hub:${password}@127.0.0.1:${port}`;
  const stop = async () => {
    // SIGTERM would wait for clients to leave.
    child.process.kill('SIGINT');
    await child.stop();
    remove();
  };
  const query = async (sql: string): Promise<number> => {
    const client = new pg.Client(`${address}/postgres`);
    await client.connect();
    const { rowCount } = await client.query(sql).finally(() => client.end());
    return rowCount ?? 0;
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      await query('SELECT 1');
      break;
    } catch (error) {
      if (child.process.exitCode !== null || attempt > 600) {
        await stop();
        const log = readFileSync(join(options.runDir, 'postgres.log'), 'utf8').trim().split('\n').slice(-8).join('\n');
        throw new Error(`[hub] [dev] PostgreSQL did not start; the end of its log:\n${log}`, { cause: error });
      }
      await pause(50);
    }
  }
  return {
    child,
    port,
    stop,
    database: async (name, encoding = 'UTF8') => {
      const known = await query(`SELECT 1 FROM pg_database WHERE datname = '${name}'`);
      if (known === 0) await query(`CREATE DATABASE "${name}" ENCODING '${encoding}' TEMPLATE template0`);
      return `${address}/${name}`;
    },
  };
};

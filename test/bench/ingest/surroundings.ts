import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMariadb } from '../../../hub/dev/servers/mariadb.ts';
import { startRedis } from '../../../hub/dev/servers/redis.ts';
import { migrate } from '../../../hub/store/migrate.ts';
import { openStore } from '../../../hub/store/open.ts';

/** Servers of this run alone, with the settings `npm start` gives them: commits wait for the disk. */
export interface Surroundings {
  /** The hub's own database, migrated. */
  readonly hubUrl: string;
  /** `mysql://…` of another database on the same server, created when it is not there. */
  database(name: string): Promise<string>;
  /** Environment of a hub process on them. */
  readonly env: Record<string, string>;
  close(): Promise<void>;
}

/** @param mappings files the hub shall know, beside the match rules */
export const startSurroundings = async (mappings: readonly string[]): Promise<Surroundings> => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-bench-'));
  const runDir = join(folder, 'run');
  const mappingsDir = join(folder, 'mappings');
  mkdirSync(mappingsDir);
  const rules = join(import.meta.dirname, '../../../mappings/matching.yaml');
  for (const file of [...mappings, rules]) copyFileSync(file, join(mappingsDir, file.split('/').at(-1) as string));
  const [mariadb, redis] = await Promise.all([
    startMariadb({ dataDir: join(folder, 'mariadb'), runDir }),
    startRedis({ runDir }),
  ]);
  const hubUrl = await mariadb.database('hub');
  const store = openStore(hubUrl);
  await migrate(store).finally(() => store.close());
  return {
    hubUrl,
    database: mariadb.database,
    env: {
      DATABASE_URL: hubUrl,
      REDIS_URL: redis.url,
      HUB_DATA: join(folder, 'data'),
      HUB_MAPPINGS: mappingsDir,
      HUB_SECRET: 'a secret of the benchmark, long enough for all',
      HUB_PORT: '0',
      LOG_LEVEL: 'warn',
    },
    async close() {
      await Promise.all([mariadb.stop(), redis.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

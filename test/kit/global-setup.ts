import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startMariadb } from '../../hub/dev/servers/mariadb.ts';
import { startRedis } from '../../hub/dev/servers/redis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `mysql://user:password@host:port`, without a database. */
    mariadb: string;
    redis: string;
  }
}

/** One private MariaDB and one Redis for the whole run; every test makes its own database on them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-test-'));
  const [mariadb, redis] = await Promise.all([
    startMariadb({
      dataDir: join(folder, 'mariadb'),
      runDir: join(folder, 'run'),
      // Thrown away afterwards: no need to wait for the disk at each commit.
      extra: ['--innodb-flush-log-at-trx-commit=0', '--skip-innodb-doublewrite'],
    }),
    startRedis({ runDir: join(folder, 'run') }),
  ]);
  project.provide('mariadb', (await mariadb.database('probe')).replace(/\/probe$/, ''));
  project.provide('redis', redis.url);
  return async () => {
    await Promise.all([mariadb.stop(), redis.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';
import type { Environment } from '../../hub/core/environment.ts';

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** A hub in a process of its own on the same store, which tests may kill. @param port any free one for 0 */
export const startChildHub = async (
  environment: Environment,
  port = 0,
): Promise<{ port: number; child: ChildProcess }> => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, '_hub-in-child.ts')], {
    env: {
      ...process.env,
      HUB_PORT: String(port),
      HUB_SECRET: environment.secret,
      DATABASE_URL: environment.databaseUrl,
      REDIS_URL: environment.redisUrl,
      HUB_DATA: environment.dataDir,
      HUB_MEDIA: environment.mediaDir,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const text of createInterface({ input: child.stdout })) {
    if (/^\d+$/.test(text)) return { port: Number(text), child };
  }
  throw new Error('the hub ended without a port');
};

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Child, startChild } from '../servers/child.ts';

const main = new URL('../../cli/main.ts', import.meta.url).pathname;

/**
 * Start `hub serve` as a process of its own; resolves when `/readyz` says yes.
 *
 * @throws when it ends before, with where its log is
 */
export const startHub = async (options: {
  runDir: string;
  url: string;
  env: NodeJS.ProcessEnv;
  name?: string;
  role?: string;
}): Promise<Child> => {
  const name = options.name ?? 'hub';
  const child = await startChild(
    name,
    process.execPath,
    ['--import', 'tsx', main, 'serve', '--role', options.role ?? 'api,worker,scheduler'],
    {
      runDir: options.runDir,
      env: { ...process.env, ...options.env, HUB_WATCH_PARENT: '1' },
    },
  );
  const ended = child.ended.then((how) => {
    throw new Error(`[hub] [dev] the hub did not start (${how}); see ${join(options.runDir, `${name}.log`)}`);
  });
  ended.catch(() => {});
  const ready = async (): Promise<void> => {
    for (;;) {
      const answer = await fetch(`${options.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await pause(100);
    }
  };
  await Promise.race([ready(), ended]);
  return child;
};

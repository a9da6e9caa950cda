import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../..', import.meta.url));

export interface Matcher {
  /** As a machine that loses its power. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const ended = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
};

/** A process of the hub that only matches, pinned to one core where one is named. Resolves when it works. */
export const startMatcher = async (env: Record<string, string>, core?: number): Promise<Matcher> => {
  const hub = ['--import', 'tsx', 'hub/cli/main.ts', 'serve', '--role', 'matcher'];
  const [command, args] =
    core === undefined ? [process.execPath, hub] : ['taskset', ['-c', String(core), process.execPath, ...hub]];
  const child = spawn(command, args, {
    cwd: project,
    env: { ...process.env, ...env, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the matcher ended with ${code}: ${said}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('the hub runs')) resolve();
    });
  });
  return { kill: () => ended(child, 'SIGKILL'), stop: () => ended(child, 'SIGTERM') };
};

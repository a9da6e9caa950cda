import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { processorSeconds } from '../media/processor-seconds.ts';
import { type CoreShare, openCoreShare } from './core-share.ts';

const project = fileURLToPath(new URL('../../..', import.meta.url));

export interface Matcher {
  /** Processor time since it began, s. */
  seconds(): Promise<number>;
  /** As a machine that loses its power. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Where a matcher runs; without a core wherever there is room. */
export interface Place {
  readonly core?: number;
  /** It gets no more than this of its core. */
  readonly share?: number;
}

const ended = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
};

const shareOf = async ({ core, share }: Place): Promise<CoreShare | undefined> => {
  if (share === undefined) return undefined;
  const opened = await openCoreShare(`hub-bench-${process.pid}-${core}`, share);
  if (opened === undefined)
    throw new Error('[hub] [bench] no control group for a share of a core; ask `openCoreShare` before');
  return opened;
};

/** A process of the hub that only matches. Resolves when it works. */
export const startMatcher = async (env: Record<string, string>, place: Place): Promise<Matcher> => {
  const { core } = place;
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
  const pid = child.pid as number;
  const share = await shareOf(place);
  await share?.hold(pid);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    await ended(child, signal);
    await share?.close();
  };
  return { seconds: () => processorSeconds(pid), kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
};

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A process we started and will end, known by name so that a crash of the starter leaves nothing behind. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly process: ChildProcess;
  /** Resolves with the exit code or signal. */
  readonly ended: Promise<number | string>;
  /** SIGTERM, then SIGKILL when it does not listen. */
  stop(graceMs?: number): Promise<void>;
}

export interface ChildOptions {
  /** Where `<name>.pid` and `<name>.log` are kept. */
  runDir: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Run it as another user: for servers that refuse to run as root. */
  user?: { uid: number; gid: number } | undefined;
  /** Give the child's stdout to us (for a ready line) in place of the log file. */
  readStdout?: boolean;
}

/** The moment a process began, in clock ticks: with its id it names the process even after ids are used again. */
const beganAt = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const endProcess = async (pid: number, began: string | undefined, graceMs: number): Promise<void> => {
  const alive = () => began !== undefined && beganAt(pid) === began;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!alive()) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const until = Date.now() + (signal === 'SIGTERM' ? graceMs : 5_000);
    while (alive() && Date.now() < until) await pause(20);
  }
};

/** End what an earlier run of the same name left behind, if it is still that very process. */
export const endLeftover = async (runDir: string, name: string): Promise<void> => {
  const file = join(runDir, `${name}.pid`);
  try {
    const [pid, began] = readFileSync(file, 'utf8').split(' ');
    if (pid && began && beganAt(Number(pid)) === began) await endProcess(Number(pid), began, 10_000);
  } catch {
    // No such file: nothing was left.
  }
  rmSync(file, { force: true });
};

/**
 * Start a process, its output in `<runDir>/<name>.log`, after ending a leftover of the same name.
 *
 * @throws when the program cannot be started at all
 */
export const startChild = async (
  name: string,
  command: string,
  args: string[],
  options: ChildOptions,
): Promise<Child> => {
  mkdirSync(options.runDir, { recursive: true });
  await endLeftover(options.runDir, name);
  const log = openSync(join(options.runDir, `${name}.log`), 'a');
  const spawnOptions: SpawnOptions = {
    cwd: options.cwd,
    ...options.user,
    env: options.env ?? process.env,
    // A pipe as stdin closes when we die: children that watch it end with us.
    stdio: ['pipe', options.readStdout ? 'pipe' : log, log],
    // Ctrl-C reaches us alone: we end our children in the right order.
    detached: true,
  };
  const child = spawn(command, args, spawnOptions);
  child.stdin?.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(
        new Error(`[hub] [dev] cannot start ${command}: ${error.message}; install it or put it on PATH`, {
          cause: error,
        }),
      ),
    );
  });
  const pid = child.pid as number;
  const began = beganAt(pid);
  const pidFile = join(options.runDir, `${name}.pid`);
  mkdirSync(dirname(pidFile), { recursive: true });
  writeFileSync(pidFile, `${pid} ${began}`);
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => {
      rmSync(pidFile, { force: true });
      resolve(code ?? signal ?? 'unknown');
    });
  });
  return {
    name,
    pid,
    process: child,
    ended,
    stop: async (graceMs = 8_000) => {
      await endProcess(pid, began, graceMs);
      await ended;
    },
  };
};

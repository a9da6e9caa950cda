import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { ConfigurationError, RecordError } from '../core/errors.ts';

export interface ProgramOptions {
  signal?: AbortSignal | undefined;
  /** Killed after this time; programs hang on odd input. */
  timeoutMs: number;
  cwd?: string | undefined;
}

const mostOutput = 8 * 2 ** 20;

/** Below the hub itself: a backlog of renditions must not keep answers and links waiting. */
const yieldToOthers = (pid: number | undefined): void => {
  try {
    if (pid !== undefined) setPriority(pid, 10);
  } catch {
    // It ended already, or this system does not allow it: it runs as it is.
  }
};

/**
 * Run ffmpeg or ffprobe, without a shell and without input.
 *
 * @returns what it wrote to standard output
 * @throws ConfigurationError when the program is not there, RecordError when it could not do it with this file
 */
export const runProgram = (program: string, args: readonly string[], options: ProgramOptions): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: options.cwd,
      signal: options.signal,
      killSignal: 'SIGKILL',
      timeout: options.timeoutMs,
    });
    yieldToOthers(child.pid);
    let output = '';
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (output.length < mostOutput) output += chunk.toString();
    });
    // The end says most: what went wrong last is what stopped it.
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-2_000);
    });
    child.on('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT' && cause.code !== 'EACCES') return reject(cause);
      reject(
        new ConfigurationError(`[hub] [media] the program ${program} cannot be started (${cause.code})`, {
          cause,
          remedy: 'install ffmpeg (apt-get install ffmpeg), or set FFMPEG_PATH and FFPROBE_PATH',
        }),
      );
    });
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const how = signal === null ? `ended with ${code}` : `was ended by ${signal}`;
      reject(
        new RecordError(`[hub] [media] ${program} ${how}: ${complaint.trim().split('\n').at(-1) ?? ''}`, {
          detail: { complaint },
        }),
      );
    });
  });

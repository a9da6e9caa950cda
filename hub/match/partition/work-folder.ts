import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/** With the machine's name, for machines and containers may share a folder and know nothing of each other's processes. */
const prefix = `hub-match-${hostname()}-`;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const sweep = (above: string): void => {
  for (const name of readdirSync(above)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (pid > 0 && !isAlive(pid)) rmSync(join(above, name), { recursive: true, force: true });
  }
};

export interface WorkFolder {
  readonly path: string;
  close(): void;
}

/**
 * An empty temporary folder that goes with the process, also when it is asked to end. What processes left that were killed
 * is taken away by the next one.
 *
 * @param above where it lies; the system's folder for temporary files when not given
 */
export const openWorkFolder = (above = tmpdir()): WorkFolder => {
  sweep(above);
  const path = mkdtempSync(join(above, `${prefix}${process.pid}-`));
  const close = (): void => {
    for (const signal of signals) process.off(signal, end);
    rmSync(path, { recursive: true, force: true });
  };
  const end = (signal: NodeJS.Signals): void => {
    close();
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, end);
  return { path, close };
};

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const root = new URL('../../..', import.meta.url).pathname;
const running: ChildProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), 'hub-city-'));

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

// This module is evaluated once for each test file, so this is the file's own hook.
afterAll(async () => {
  for (const child of running) child.kill('SIGTERM');
  await Promise.all(running.map(ended));
  rmSync(folder, { recursive: true, force: true });
});

/** A city of two days of history whose clock starts at `begins` (ISO time); returns the file for CITY_FILE. */
export const cityFile = (begins = '2026-03-04T10:00:00+08:00', speed = 1): string => {
  const file = join(folder, `city-${Math.random().toString(36).slice(2)}.json`);
  const clock = { startedAt: Date.now(), begins: Date.parse(begins), speed };
  writeFileSync(file, JSON.stringify({ seed: 7, firstDay: '2026-03-02', historyDays: 2, ...clock }));
  return file;
};

export interface StartedSimulator {
  url: string;
  /** What it has written to stderr so far. */
  log(): string;
  /** Closes its stdin, as the death of its parent would, and waits for its end. */
  orphan(): Promise<void>;
}

/** Starts a simulator as its own process and waits for its ready line. Rejects with its log when it ends before. */
export const startSimulator = (name: string, environment: Record<string, string>): Promise<StartedSimulator> => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, `hub/dev/simulators/${name}.ts`)], {
    cwd: root,
    env: { ...process.env, SIM_WATCH_PARENT: '1', PORT: '0', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.push(child);
  let log = '';
  let out = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}: ${log}`)));
    child.stdout.on('data', (chunk) => {
      out += chunk;
      if (!out.includes('\n')) return;
      const ready = JSON.parse(out) as { url: string };
      resolve({
        url: ready.url,
        log: () => log,
        orphan: () => {
          child.stdin.end();
          return ended(child);
        },
      });
    });
  });
};

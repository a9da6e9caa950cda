import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openWorkFolder } from '../../../hub/match/partition/work-folder.ts';

const above = mkdtempSync(join(tmpdir(), 'work-folder-'));
afterAll(() => rmSync(above, { recursive: true }));

const room = new URL('../../../hub/match/partition/work-folder.ts', import.meta.url).href;
const holder = `
  import(${JSON.stringify(room)}).then(({ openWorkFolder }) => {
    const { path } = openWorkFolder(process.argv[1]);
    setInterval(() => undefined, 1_000);
    console.log(path);
  });
`;

/** A process that has one and does nothing else, ended by a signal. @returns the folder, and the signal it ended by */
const endedBy = async (signal: NodeJS.Signals): Promise<{ path: string; by: unknown }> => {
  const child = spawn(process.execPath, ['--import', 'tsx', '--eval', holder, above], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const path = said.toString().trim();
  writeFileSync(join(path, 'rows'), 'x');
  child.kill(signal);
  const [, by] = await once(child, 'exit');
  return { path, by };
};

test('goes with a process that is asked to end, which still ends by that', async () => {
  const { path, by } = await endedBy('SIGTERM');
  expect(by).toBe('SIGTERM');
  expect(existsSync(path)).toBe(false);
});

test('is taken away by the next one after a kill; that of a living process stays', async () => {
  const { path } = await endedBy('SIGKILL');
  expect(existsSync(path)).toBe(true);
  const own = openWorkFolder(above);
  expect(existsSync(path)).toBe(false);
  const other = openWorkFolder(above);
  expect(existsSync(own.path)).toBe(true);
  own.close();
  other.close();
  expect(readdirSync(above)).toEqual([]);
});

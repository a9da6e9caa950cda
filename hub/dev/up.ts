import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { roleLabels } from '../access/roles.ts';
import type { Role } from '../core/vocabulary.ts';
import { type DemoFacts, startDemo } from './demo/demo.ts';

const number = (text: string): number => {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('give a number');
};

const options = new Command('npm start --')
  .description('Starts the hub with a simulated city around it.')
  .option('--data <folder>', 'where servers and media are kept', '.data')
  .option('--days <n>', 'days of history a new city begins with', number, 3)
  .option('--speed <n>', 'city seconds for each real second', number, 1)
  .option('--seed <n>', 'another seed, another city', number, 1)
  .option('--port <n>', "the hub's port at the first start; 0 takes a free one", number, 0)
  .parse()
  .opts<{ data: string; days: number; speed: number; seed: number; port: number }>();

const dataDir = resolve(options.data);
const lock = join(dataDir, 'up.pid');

/** One demo for each data folder: a second would fight over its database. */
const takeLock = (): void => {
  mkdirSync(dataDir, { recursive: true });
  const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
  const command =
    holder > 0 && existsSync(`/proc/${holder}/cmdline`) ? readFileSync(`/proc/${holder}/cmdline`, 'utf8') : '';
  if (command.includes('hub/dev/up.ts') && holder !== process.pid) {
    console.error(
      `[hub] the demo of ${dataDir} runs already (process ${holder}); stop it with Ctrl-C there, or give --data another folder`,
    );
    process.exit(1);
  }
  writeFileSync(lock, String(process.pid));
};

const began = Date.now();
const tell = (message: string): void =>
  console.log(`  ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${message}`);

const show = (facts: DemoFacts): void => {
  const width = Math.max(...facts.accounts.map(({ password }) => password.length));
  console.log(`\n  Footage Link Hub   ${facts.url}\n`);
  for (const { role, user, password } of facts.accounts) {
    const { zh, en } = roleLabels[role as Role];
    console.log(`    ${user.padEnd(11)} ${password.padEnd(width)}   ${zh} · ${en}`);
  }
  console.log(`\n  A case system that embeds it   ${facts.caseSystemUrl}`);
  console.log(`  API description                ${facts.url}/docs`);
  console.log(`\n  Ctrl-C stops everything. Logs: ${join(dataDir, 'run')}\n`);
};

takeLock();
console.log('Footage Link Hub: starting');
const starting = startDemo({ ...options, dataDir, tell });
let stopping = false;
const stop = async (): Promise<void> => {
  // A terminal's Ctrl-C arrives through npm and from the terminal itself: it counts once.
  if (stopping) return;
  stopping = true;
  console.log('\nstopping …');
  const demo = await starting.catch(() => undefined);
  await demo?.stop();
  rmSync(lock, { force: true });
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);

try {
  show((await starting).facts);
} catch (error) {
  if (!stopping) {
    console.error(error instanceof Error ? error.message : error);
    rmSync(lock, { force: true });
    process.exit(1);
  }
}

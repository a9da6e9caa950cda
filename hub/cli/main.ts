import { existsSync, readdirSync } from 'node:fs';
import { Command } from 'commander';
import { explain, HubError } from '../core/errors.ts';

/** A file of this folder that adds one command; files with a leading `_` are shared parts. */
export type AddCommand = (program: Command) => void;

const commands = readdirSync(import.meta.dirname)
  .map((file) => /^([a-z][a-z-]*)\.ts$/.exec(file)?.[1])
  .filter((name): name is string => name !== undefined && name !== 'main');

const program = new Command('hub')
  .description('Footage Link Hub: finds the footage of a police record, and the record of a piece of footage.')
  .showHelpAfterError('(hub --help lists the commands)');

// Settings may lie in a file beside the project; what the environment says already is not overridden.
if (existsSync('.env') && !process.env.DATABASE_URL) process.loadEnvFile('.env');

const wanted = process.argv[2] ?? '';
for (const name of commands.includes(wanted) ? [wanted] : commands) {
  const { default: add } = (await import(`./${name}.ts`)) as { default: AddCommand };
  add(program);
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof HubError)) throw error;
  console.error(explain(error));
  process.exitCode = 1;
}

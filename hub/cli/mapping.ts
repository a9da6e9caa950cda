import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { explain } from '../core/errors.ts';
import { compileMapping } from '../core/mapping/compile.ts';
import { dryRun } from '../core/mapping/dry-run.ts';
import { lintFolder, testFolder } from '../core/mapping/folder.ts';
import { mappingJsonSchemaText } from '../core/mapping/json-schema.ts';
import { parseMapping } from '../core/mapping/parse.ts';
import { problemText } from '../core/mapping/problem.ts';

const folderOption = [
  '-f, --folder <folder>',
  'folder with the YAML files',
  process.env.HUB_MAPPINGS ?? 'mappings',
] as const;

export default (program: Command): void => {
  const mapping = program.command('mapping').description('Check and try the YAML mappings.');

  mapping
    .command('lint')
    .description('Check every file; each problem is told with file, line, column and remedy.')
    .option(...folderOption)
    .action(async ({ folder }: { folder: string }) => {
      const problems = await lintFolder(folder);
      for (const problem of problems) console.error(problemText(problem));
      console.log(problems.length === 0 ? 'all mappings are well formed' : `${problems.length} problems`);
      if (problems.length > 0) process.exitCode = 1;
    });

  mapping
    .command('test')
    .description('Run the examples of every file.')
    .option(...folderOption)
    .action(async ({ folder }: { folder: string }) => {
      const results = await testFolder(folder);
      const failed = results.filter((result) => result.differences.length > 0);
      for (const result of failed) console.error(JSON.stringify(result, null, 2));
      console.log(`${results.length - failed.length} of ${results.length} examples hold`);
      if (failed.length > 0) process.exitCode = 1;
    });

  mapping
    .command('schema')
    .description('Write the JSON Schema that editors check the files with; needed when the declaration changed.')
    .option(...folderOption)
    .action(({ folder }: { folder: string }) =>
      writeFile(join(folder, 'mapping.schema.json'), mappingJsonSchemaText()),
    );

  mapping
    .command('dry-run')
    .description('Map one message from a file and show what would be stored. Nothing is stored.')
    .argument('<mapping>', 'YAML file')
    .argument('<message>', 'file with the raw message')
    .option('--content-type <type>', 'as the other side would label it', 'application/octet-stream')
    .option('--subject <subject>', 'operation or table of the message')
    .action(async (file: string, message: string, options: { contentType: string; subject?: string }) => {
      const body = await readFile(message).catch((cause: unknown) => {
        throw new InvalidArgumentError(`${message} cannot be read: ${cause instanceof Error ? cause.message : cause}`);
      });
      const compiled = compileMapping(parseMapping(await readFile(file, 'utf8'), file));
      const run = await dryRun(compiled, {
        body,
        contentType: options.contentType,
        ...(options.subject ? { subject: options.subject } : {}),
      });
      console.log(JSON.stringify(run, (_, value) => (value instanceof Error ? explain(value) : value), 2));
    });
};

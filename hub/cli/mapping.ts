import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { loadConnectors } from '../../connectors/_kit/scan.ts';
import { BadRequestError, explain } from '../core/errors.ts';
import { compileMapping } from '../core/mapping/compile.ts';
import { dryRun } from '../core/mapping/dry-run.ts';
import { lintFolder, testFolder } from '../core/mapping/folder.ts';
import { mappingJsonSchemaText } from '../core/mapping/json-schema.ts';
import { parseMapping } from '../core/mapping/parse.ts';
import { problemText } from '../core/mapping/problem.ts';
import { toIso } from '../core/time.ts';
import { fileText, requireMapping, versionInForce, versionText } from '../ingest/mapping-text.ts';
import { mostMessages, rehearse } from '../ingest/rehearse.ts';
import { returnMapping } from '../ingest/save-mapping.ts';
import { listMappingVersions } from '../store/mapping-versions.ts';
import { requireSource } from '../store/sources.ts';
import { lintDefaults } from './_lint-defaults.ts';
import { withHub } from './_with-hub.ts';

const folderOption = [
  '-f, --folder <folder>',
  'folder with the YAML files',
  process.env.HUB_MAPPINGS ?? 'mappings',
] as const;

const whole = (text: string): number => {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('give a whole number');
};

interface DryRunOptions {
  contentType: string;
  subject?: string;
  source?: string;
  last: number;
}

const print = (value: unknown): void =>
  console.log(JSON.stringify(value, (_, one) => (one instanceof Error ? explain(one) : one), 2));

const yamlAt = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new BadRequestError(`[hub] [mapping] the file ${file} cannot be read: ${cause.code}`, {
      remedy: 'name a YAML file, or try a mapping in force by its name with --source',
      cause,
    });
  });

const rehearseBySource = (mapping: string, source: string, last: number): Promise<void> =>
  withHub(async (hub) => {
    await requireSource(hub.store.db, source);
    const compiled = hub.mappings.get(mapping) ?? compileMapping(parseMapping(await yamlAt(mapping), mapping));
    print(await rehearse(hub.store, { source, mapping: compiled, last }));
  });

export default (program: Command): void => {
  const mapping = program.command('mapping').description('Check and try the YAML mappings.');

  mapping
    .command('lint')
    .description('Check every file; each problem is told with file, line, column and remedy.')
    .option(...folderOption)
    .action(async ({ folder }: { folder: string }) => {
      const problems = [...(await lintFolder(folder)), ...(await lintDefaults(folder, await loadConnectors()))];
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
    .description(
      'What a mapping would make of one message from a file, or with --source of the messages a source brought last. Nothing is stored.',
    )
    .argument('<mapping>', 'YAML file, or with --source also the name of a mapping in force')
    .argument('[message]', 'file with the raw message')
    .option('--content-type <type>', 'as the other side would label it', 'application/octet-stream')
    .option('--subject <subject>', 'operation or table of the message')
    .option('--source <name>', 'try it on what this source brought, against what is stored')
    .option('--last <n>', `messages of the source, at most ${mostMessages}`, whole, mostMessages)
    .action(async (file: string, message: string | undefined, options: DryRunOptions) => {
      if (options.source !== undefined) return rehearseBySource(file, options.source, options.last);
      if (message === undefined) throw new InvalidArgumentError('give a file with a message, or --source');
      const body = await readFile(message).catch((cause: unknown) => {
        throw new InvalidArgumentError(`${message} cannot be read: ${cause instanceof Error ? cause.message : cause}`);
      });
      const compiled = compileMapping(parseMapping(await yamlAt(file), file));
      const run = await dryRun(compiled, {
        body,
        contentType: options.contentType,
        ...(options.subject ? { subject: options.subject } : {}),
      });
      print(run);
    });

  mapping
    .command('versions')
    .description('Who changed a mapping when; the first is in force, 0 is the file.')
    .argument('<name>')
    .action((name: string) =>
      withHub(async (hub) => {
        await requireMapping(hub, name);
        for (const { id, author, at, note } of await listMappingVersions(hub.store.db, name))
          console.log([id, toIso(at), author, note].join('\t'));
        if ((await fileText(hub, name)) !== undefined) console.log(`0\t\t\t${name}.yaml`);
      }),
    );

  mapping
    .command('return')
    .description('Put an earlier version in force again; 0 is the file.')
    .argument('<name>')
    .argument('<version>', 'number, see: mapping versions', whole)
    .action((name: string, version: number) =>
      withHub(async (hub) => {
        const id = await returnMapping(hub, { name, version, author: 'cli' });
        console.log(`${name}: version ${id} is in force`);
      }),
    );

  mapping
    .command('export')
    .description('Write the version in force to a YAML file, to be kept with the others.')
    .argument('<name>')
    .argument('[file]', 'absent: the mappings folder')
    .action((name: string, file: string | undefined) =>
      withHub(async (hub) => {
        await requireMapping(hub, name);
        const target = file ?? join(hub.environment.mappingsDir, `${name}.yaml`);
        await writeFile(target, await versionText(hub, name, await versionInForce(hub, name)));
        console.log(`${target} ✓`);
      }),
    );
};

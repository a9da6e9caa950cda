import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { parse } from 'yaml';
import { BadRequestError } from '../core/errors.ts';
import { configureSource, shownSettings, sourceSpecSchema } from '../ingest/configure.ts';
import { fetchSample } from '../ingest/sample.ts';
import {
  deleteSource,
  listSources,
  pauseSource,
  requireSource,
  restartSource,
  resumeSource,
} from '../store/sources.ts';
import { addConversationCommands } from './_source-conversation.ts';
import { addWatchCommands } from './_source-watch.ts';
import { withHub } from './_with-hub.ts';
import { withStore } from './_with-store.ts';

const keyValue = (text: string, before: Record<string, string>): Record<string, string> => {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('write name=value');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
};

const readSpecs = async (file: string) => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new BadRequestError(`[hub] [source] ${file} cannot be read`, { cause, remedy: 'give a YAML file' });
  });
  const parsed: unknown = parse(text);
  const found = sourceSpecSchema.array().safeParse(Array.isArray(parsed) ? parsed : [parsed]);
  if (found.success) return found.data;
  const problems = found.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new BadRequestError(`[hub] [source] ${file}: ${problems.join('; ')}`, {
    remedy: 'name, mapping, schedule and settings make a source',
  });
};

export default (program: Command): void => {
  const source = program.command('source').description('The configured sources.');

  source
    .command('add')
    .description(
      "Connect a system: a mapping's name and what only the site knows. It begins paused; see check and resume.",
    )
    .argument('<name>')
    .requiredOption('-m, --mapping <mapping>', 'name of the YAML mapping')
    .option('-s, --set <name=value>', "a setting of the connector, repeated; over the mapping's defaults", keyValue, {})
    .option('--schedule <cron>', "over the mapping's schedule")
    .action(
      (name: string, { mapping, set, schedule }: { mapping: string; set: Record<string, string>; schedule?: string }) =>
        withHub(async (hub) => {
          await configureSource(hub, { name, mapping, settings: set, ...(schedule ? { schedule } : {}) });
          console.log(
            `${name} is there, paused. Try it with: hub check ${name}; start it with: hub source resume ${name}`,
          );
        }),
    );

  source
    .command('apply')
    .description(
      'Create or change the sources of a YAML file: one or a list of { name, mapping, schedule, settings, state }.',
    )
    .argument('<file>')
    .action((file: string) =>
      withHub(async (hub) => {
        for (const spec of await readSpecs(file)) {
          await configureSource(hub, spec);
          console.log(`${spec.name} ✓`);
        }
      }),
    );

  source
    .command('sample')
    .description(
      'Fetch the first page with rows from the beginning, and show it; nothing is stored and no position moves.',
    )
    .argument('<name>')
    .action((name: string) =>
      withHub(async (hub) => {
        const { connector, settings, mapping } = await requireSource(hub.store.db, name);
        const { messages, error } = await fetchSample(hub, { source: name, connector, settings, mapping });
        for (const message of messages) process.stdout.write(`${Buffer.from(message.body).toString()}\n`);
        if (!error) return;
        console.error([error.message, error.remedy].filter(Boolean).join('; '));
        process.exitCode = 1;
      }),
    );

  source
    .command('list')
    .description('All sources with their state and last error.')
    .action(() =>
      withStore(async (store) => {
        for (const { name, connector, mapping, schedule, state, lastError } of await listSources(store.db)) {
          console.log([name, state, connector, mapping, schedule ?? '-', lastError?.message ?? ''].join('\t'));
        }
      }),
    );

  source
    .command('show')
    .description('The settings of a source, secrets withheld.')
    .argument('<name>')
    .action((name: string) =>
      withHub(async (hub) => {
        const row = await requireSource(hub.store.db, name);
        console.log(JSON.stringify({ ...row, settings: shownSettings(hub, row) }, null, 2));
      }),
    );

  const verbs = {
    pause: ['Stop polling and refuse what is pushed, with an answer that asks to try again later.', pauseSource],
    resume: ['Go on from where it stands.', resumeSource],
    restart: ['Forget failures and go on at once.', restartSource],
    remove: ['Remove the source; its records, messages and sums stay.', deleteSource],
  } as const;
  for (const [verb, [description, change]] of Object.entries(verbs)) {
    source
      .command(verb)
      .description(description)
      .argument('<name>')
      .action((name: string) =>
        withStore(async (store) => {
          await requireSource(store.db, name);
          await change(store.db, name);
        }),
      );
  }
  addWatchCommands(source);
  addConversationCommands(source);
};

import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { BadRequestError, ConfigurationError } from '../core/errors.ts';
import { toIso } from '../core/time.ts';
import { inspectMessage, requireMessage } from '../ingest/inspect.ts';
import { replayMessages } from '../ingest/replay.ts';
import { retryMessage } from '../ingest/retry-message.ts';
import { secretsOf } from '../ingest/source-secrets.ts';
import { messagesOfNumber } from '../store/message-numbers.ts';
import { countMessages, listMessages, messageFilters, messageState } from '../store/messages.ts';
import { findSource } from '../store/sources.ts';
import type { Hub } from '../workers/hub.ts';
import { withHub } from './_with-hub.ts';

const by = 'cli';
type State = (typeof messageFilters)[number];
const atOnce = 200;

const whole = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('give a whole number');
};
const moment = (text: string): number => {
  const at = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+08:00` : text);
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError('write 2024-01-05 or 2024-01-05T08:48:09+08:00');
};
const stateOf = (text: string): State => {
  const state = messageFilters.find((one) => one === text);
  if (state) return state;
  throw new InvalidArgumentError(`choose one of ${messageFilters.join(', ')}`);
};

interface Filter {
  source?: string;
  state?: State;
  number?: string;
  from?: number;
  to?: number;
  limit: number;
}

const filtered = (command: Command, limit: number): Command =>
  command
    .option('--source <name>', 'of one source')
    .option('--state <state>', `what became of it: ${messageFilters.join(', ')}`, stateOf)
    .option('--number <number>', 'business number it brought or refers to')
    .option('--from <time>', 'received at or after', moment)
    .option('--to <time>', 'received before', moment)
    .option('--limit <n>', 'at most', whole, limit);

/** The filter as the store takes it; a number becomes the messages it came in. */
const selection = async (hub: Hub, { number, ...filter }: Filter) => ({
  ...filter,
  ...(number === undefined ? {} : { ids: await messagesOfNumber(hub.store.db, number) }),
});

const logged = (hub: Hub, action: string, detail: Record<string, unknown>, object?: string): Promise<void> =>
  hub.audit.record({ actor: by, actorKind: 'hub', action, object, detail });

/** Ask on the terminal; without one the answer is no. */
const agreed = async (question: string): Promise<boolean> => {
  if (!process.stdin.isTTY) {
    throw new BadRequestError(`[hub] [messages] ${question}`, { remedy: 'say --yes to do it' });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y/i.test(answer);
};

const show = async (hub: Hub, id: number, options: { row: number; count: number; raw?: boolean }): Promise<void> => {
  const { row, raw } = await requireMessage(hub.store, id);
  const source = await findSource(hub.store.db, row.source);
  const hide = secretsOf(hub, source);
  await logged(hub, 'message.read', { source: row.source }, `message:${id}`);
  if (options.raw) {
    process.stdout.write(hide.bytes(raw.body));
    return;
  }
  const mapping = source && hub.mappings.get(source.mapping);
  if (!mapping) {
    throw new ConfigurationError(`[hub] [messages] the source ${row.source} or its mapping is gone`, {
      remedy: 'use --raw to see the bytes',
    });
  }
  const { text: _, ...read } = await inspectMessage(hub.store, mapping, row.source, raw, {
    from: options.row,
    count: options.count,
  });
  const state = messageState(row);
  console.log(JSON.stringify(hide.value({ ...row, receivedAt: toIso(row.receivedAt), state, ...read }), null, 2));
};

const replayAll = async (hub: Hub, ids: readonly number[], filter: Filter & { yes?: boolean }): Promise<void> => {
  const { limit, yes, ...rest } = filter;
  const wanted = ids.length > 0 ? { ids } : await selection(hub, { ...rest, limit });
  if (ids.length === 0 && rest.source === undefined && rest.number === undefined) {
    throw new BadRequestError('[hub] [messages] it is not said which', { remedy: 'give ids, --source or --number' });
  }
  const { limit: _, ...chosen } = { limit, ...wanted };
  const { count, last: upTo } = await countMessages(hub.store.db, chosen, limit);
  if (count === 0) return console.log('no such messages');
  if (!yes && !(await agreed(`${count} messages are mapped again; what is newer stays.`))) return;
  let done = 0;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const part: Awaited<ReturnType<typeof replayMessages>> = await replayMessages(hub, {
      ...chosen,
      upTo,
      after,
      limit: atOnce,
      by,
    });
    done += part.messages;
    after = part.last;
    console.log(JSON.stringify({ done, of: count, ...part }));
  }
  await logged(hub, 'message.replay', { ...rest, ids: ids.slice(0, 100), messages: done });
};

export default (program: Command): void => {
  const messages = program.command('messages').description('Raw messages as they came, and what became of them.');

  filtered(messages.command('find'), 50)
    .description('List messages, latest first: number, moment, source, state, rows, dead, bytes.')
    .action((filter: Filter) =>
      withHub(async (hub) => {
        const { items } = await listMessages(hub.store.db, await selection(hub, filter));
        await logged(hub, 'message.list', { ...filter });
        for (const row of items) {
          const state = messageState(row);
          console.log([row.id, toIso(row.receivedAt), row.source, state, row.rows, row.dead, row.bytes].join('\t'));
        }
      }),
    );

  messages
    .command('show')
    .description(
      'One message row by row: decoded, as the present mapping reads it, what does not fit and where, stored.',
    )
    .argument('<id>', 'number of the message', whole)
    .option('--row <n>', 'first row that is shown', whole, 0)
    .option('--count <n>', 'rows that are shown', whole, 20)
    .option('--raw', 'the bytes as they came instead')
    .action((id: number, options: { row: number; count: number; raw?: boolean }) =>
      withHub((hub) => show(hub, id, options)),
    );

  filtered(messages.command('replay'), 10_000)
    .description('Map messages again by the mapping in force, oldest first; what the store has newer stays.')
    .argument('[ids...]', 'numbers of messages; without them the options choose')
    .option('-y, --yes', 'do not ask')
    .action((ids: string[], filter: Filter & { yes?: boolean }) =>
      withHub((hub) => replayAll(hub, ids.map(whole), filter)),
    );

  messages
    .command('retry')
    .description('Store an edited message as a new one that names its origin; the original stays.')
    .argument('<id>', 'the message it was made from', whole)
    .argument('<file>', 'its text as it should have come, in UTF-8; see: messages show --raw')
    .action((id: number, file: string) =>
      withHub(async (hub) => {
        const text = await readFile(file, 'utf8').catch((cause: unknown) => {
          throw new BadRequestError(`[hub] [messages] ${file} cannot be read`, { cause, remedy: 'give a text file' });
        });
        const delivery = await retryMessage(hub, { messageId: id, text, by });
        await logged(hub, 'message.retry', { messageId: delivery.messageId }, `message:${id}`);
        console.log(JSON.stringify(delivery));
      }),
    );
};

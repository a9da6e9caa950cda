import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { loadConnectors } from '../../connectors/_kit/scan.ts';
import { BadRequestError } from '../core/errors.ts';
import { readConversation } from '../ingest/conversation/fixture.ts';
import { playRecording, sendMessages } from '../ingest/conversation/play.ts';
import { recordConversation } from '../ingest/conversation/record.ts';
import { requireSource } from '../store/sources.ts';
import { stopSignal } from './_stop-signal.ts';
import { withHub } from './_with-hub.ts';

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const duration = (text: string): number => {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError('write a number with s, m, h or d, e.g. 1m');
  return Number(count) * (units[unit] ?? 0);
};

const wholeNumber = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('write a whole number');
  return Number(text);
};

const header = (text: string, before: Record<string, string>): Record<string, string> => {
  const [, name, value] = /^([\w-]+):\s*(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('write name: value');
  return { ...before, [name]: value };
};

/** Add `record` and `play` to the command `source`. */
export const addConversationCommands = (source: Command): void => {
  source
    .command('record')
    .description(
      'Keep a conversation with the other side as a file, without secrets and people. Polled by HTTP: requests and answers; from a database: its rows; from a folder: the messages alone; pushed: what came in that time. Nothing is stored.',
    )
    .argument('<name>')
    .requiredOption('-o, --out <file>', 'where to write it')
    .option('--for <time>', 'as long at most, e.g. 1m', duration, 60_000)
    .option('--pages <n>', 'so many pages at most', wholeNumber, 20)
    .action((name: string, { out, for: forMs, pages }: { out: string; for: number; pages: number }) =>
      withHub(async (hub) => {
        const row = await requireSource(hub.store.db, name);
        const conversation = await recordConversation(hub, row, { forMs, pages, signal: stopSignal() });
        await writeFile(out, `${JSON.stringify(conversation, null, 2)}\n`);
        const { exchanges, messages } = conversation;
        console.log(
          `${out}: ${exchanges.length} exchanges, ${messages.length} messages. Read it before you pass it on.`,
        );
      }),
    );

  source
    .command('play')
    .description(
      'Be the other side of a recorded conversation (--port), or send its messages to a receive address (--to).',
    )
    .argument('<file>')
    .option(
      '--port <port>',
      'answer as the recording did, by HTTP or as a MySQL server; 0 takes a free port',
      wholeNumber,
    )
    .option('--to <url>', 'POST the messages there, e.g. https://hub.example/receive/name')
    .option('--header <name: value>', 'a header of each message sent, repeated', header, {})
    .action(async (file: string, options: { port?: number; to?: string; header: Record<string, string> }) => {
      const conversation = await readConversation(file);
      if (options.to !== undefined) {
        const statuses = await sendMessages(conversation, options.to, options.header);
        const refused = statuses.filter((status) => status >= 300);
        console.log(
          `${statuses.length} messages sent, ${refused.length} refused${refused.length > 0 ? `: ${[...new Set(refused)].join(', ')}` : ''}`,
        );
        if (refused.length > 0) process.exitCode = 1;
        return;
      }
      if (options.port === undefined) {
        throw new BadRequestError(`[hub] [source] ${file} is to be played, but not where`, {
          remedy: 'give --port or --to',
        });
      }
      const player = await playRecording(await loadConnectors(), conversation, options.port);
      console.log(`${player.url} answers as ${conversation.source} did; end with Ctrl-C`);
      const signal = stopSignal();
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      await player.close();
      for (const request of player.unknown ?? []) console.log(`not in the recording: ${request}`);
    });
};

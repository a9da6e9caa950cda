import { type Command, InvalidArgumentError } from 'commander';
import { replay, replayMessages } from '../ingest/replay.ts';
import { withHub } from './_with-hub.ts';

const count = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('give a whole number above zero');
};

export default (program: Command): void => {
  program
    .command('replay')
    .description(
      "Map a source's dead letters again with the present mapping; with --all every message. What is newer stays.",
    )
    .argument('<source>')
    .option('--all', 'every stored message of the source, not only dead letters')
    .option('--limit <n>', 'dead letters at most', count, 1_000)
    .action((source: string, { all, limit }: { all?: boolean; limit: number }) =>
      withHub(async (hub) => {
        if (!all) {
          console.log(JSON.stringify(await replay(hub, { source, limit, by: 'cli' })));
          return;
        }
        for (let after: number | undefined = 0; after !== undefined; ) {
          const { last, ...done }: Awaited<ReturnType<typeof replayMessages>> = await replayMessages(hub, {
            source,
            after,
            by: 'cli',
          });
          console.log(JSON.stringify(done));
          after = last;
        }
      }),
    );
};

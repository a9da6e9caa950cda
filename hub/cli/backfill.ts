import type { Command } from 'commander';
import { BadRequestError } from '../core/errors.ts';
import { backfillSource } from '../ingest/backfill.ts';
import { requireSource } from '../store/sources.ts';
import { stopSignal } from './_stop-signal.ts';
import { withHub } from './_with-hub.ts';

const cursorOf = (text: string | undefined): unknown => {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BadRequestError('[hub] [backfill] --from is no JSON', {
      cause,
      remedy: 'copy a cursor from "hub source show"',
    });
  }
};

export default (program: Command): void => {
  program
    .command('backfill')
    .description(
      'Read a source again beside the live position, which does not move. What the store has already is unchanged.',
    )
    .argument('<source>')
    .option('--from <cursor>', 'a cursor of the source, JSON; from the beginning when left out')
    .action((name: string, { from }: { from?: string }) =>
      withHub(async (hub) => {
        const source = await requireSource(hub.store.db, name);
        console.log(JSON.stringify(await backfillSource(hub, source, cursorOf(from), { signal: stopSignal() })));
      }),
    );
};

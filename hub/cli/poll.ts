import type { Command } from 'commander';
import { pollSource } from '../ingest/poll.ts';
import { requireSource } from '../store/sources.ts';
import { stopSignal } from './_stop-signal.ts';
import { withHub } from './_with-hub.ts';

export default (program: Command): void => {
  program
    .command('poll')
    .description('Poll a source once, now, from where it stands.')
    .argument('<source>')
    .action((name: string) =>
      withHub(async (hub) => {
        const run = await pollSource(hub, name, { signal: stopSignal() });
        console.log(JSON.stringify(run));
        const { lastError } = await requireSource(hub.store.db, name);
        if (!lastError) return;
        console.error([lastError.message, lastError.remedy].filter(Boolean).join('; '));
        process.exitCode = 1;
      }),
    );
};

import type { Command } from 'commander';
import { checkSource } from '../ingest/check.ts';
import { requireSource } from '../store/sources.ts';
import { withHub } from './_with-hub.ts';

export default (program: Command): void => {
  program
    .command('check')
    .description('Try the settings of a source: connect and sign in, read nothing.')
    .argument('<source>')
    .action((name: string) =>
      withHub(async (hub) => {
        const steps = await checkSource(hub, await requireSource(hub.store.db, name));
        for (const { ok, step, detail, rows, reply, doubt } of steps) {
          console.log(
            `${doubt ? '!' : ok ? '✓' : '✗'} ${step}${detail ? `: ${detail}` : ''}${rows ? `, rows: ${rows}` : ''}`,
          );
          if (doubt === 'no-list') console.log('  the answer holds no list of rows: it may be a refusal');
          if (reply) console.log(`  the answer begins: ${reply}`);
        }
        if (steps.some(({ ok }) => !ok)) process.exitCode = 1;
      }),
    );
};

import type { Command } from 'commander';
import { reconciliation } from '../ingest/reconcile.ts';
import { withStore } from './_with-store.ts';

const dayMs = 86_400_000;

export default (program: Command): void => {
  program
    .command('reconcile')
    .description(
      'Received = stored + unchanged + dead-lettered, for every source and hour; the exit status says whether it holds.',
    )
    .option('--source <name>', 'one source only')
    .option('--days <n>', 'how far back', Number, 7)
    .action(({ source, days }: { source?: string; days: number }) =>
      withStore(async (store) => {
        const to = Date.now();
        const rows = await reconciliation(store.db, { ...(source ? { source } : {}), from: to - days * dayMs, to });
        for (const { source: name, hour, received, stored, unchanged, dead, balanced } of rows) {
          const sums = `received ${received} = stored ${stored} + unchanged ${unchanged} + dead ${dead}`;
          console.log([new Date(hour).toISOString().slice(0, 13), name, sums, balanced ? '✓' : '✗'].join('\t'));
        }
        if (rows.some(({ balanced }) => !balanced)) process.exitCode = 1;
      }),
    );
};

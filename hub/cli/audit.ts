import type { Command } from 'commander';
import { verifyChain } from '../audit/verify-chain.ts';
import { withStore } from './_with-store.ts';

export default (program: Command): void => {
  program
    .command('audit')
    .description('Walk the audit log and say whether a row was changed, removed or put in.')
    .action(() =>
      withStore(async (store) => {
        const verdict = await verifyChain(store.db);
        console.log(JSON.stringify(verdict));
        if (!verdict.ok) process.exitCode = 1;
      }),
    );
};

import type { Command } from 'commander';
import { migrate } from '../store/migrate.ts';
import { withStore } from './_with-store.ts';

export default (program: Command): void => {
  program
    .command('migrate')
    .description('Bring the tables of DATABASE_URL to the present layout. May be run at any time, by several at once.')
    .action(() => withStore((store) => migrate(store)));
};

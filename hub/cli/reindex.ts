import type { Command } from 'commander';
import { searchFile } from '../core/environment.ts';
import { openSearch } from '../search/open.ts';
import { reindex } from '../search/reindex.ts';
import { withStore } from './_with-store.ts';

export default (program: Command): void => {
  program
    .command('reindex')
    .description('Build the search index anew from the store.')
    .action(() =>
      withStore(async (store, environment) => {
        const engine = openSearch({
          meiliUrl: environment.meiliUrl,
          meiliKey: environment.meiliKey,
          file: searchFile(environment),
        });
        try {
          const done = await reindex(store.db, engine, (count) => console.error(`${count} documents`));
          console.log(`${done} documents in ${engine.name}`);
        } finally {
          await engine.close();
        }
      }),
    );
};

import type { Environment } from '../core/environment.ts';
import { readEnvironment } from '../core/environment.ts';
import { openStore, type Store } from '../store/open.ts';

/** Run a command that needs the database alone, and close it whatever happens. */
export const withStore = async <T>(run: (store: Store, environment: Environment) => Promise<T>): Promise<T> => {
  const environment = readEnvironment();
  const store = openStore(environment.databaseUrl);
  try {
    return await run(store, environment);
  } finally {
    await store.close();
  }
};

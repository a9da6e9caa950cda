import { Worker } from 'node:worker_threads';
import { RetriableError } from '../../core/errors.ts';
import type { SearchAnswer, SearchEngine } from '../engine.ts';
import type { SearchIndex } from './index-file.ts';
import type { Answer, Ask } from './worker.ts';

/** `tsx` has to be told to a thread; the thread's own file is TypeScript. */
const bootstrap = `
  const { workerData } = require('node:worker_threads');
  import('tsx/esm/api').then(({ register }) => {
    register();
    return import(workerData.entry);
  });
`;

const closed = (): RetriableError =>
  new RetriableError('[hub] [search] the embedded index is not open', { remedy: 'start the hub again' });

/**
 * The embedded engine: SQLite FTS5 in a worker thread, one file, one machine. Several processes on that machine may
 * share the file.
 *
 * @param file where the index lies; it is made when it is not there
 */
export const embeddedEngine = (file: string): SearchEngine => {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let next = 0;
  let gone: Error | undefined;
  const worker = new Worker(bootstrap, {
    eval: true,
    workerData: { file, entry: new URL('./worker.ts', import.meta.url).href },
  });
  // An idle index does not keep the process alive; a waiting caller does.
  worker.unref();
  const fail = (error: Error) => {
    gone = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('error', (error) =>
    fail(new RetriableError(`[hub] [search] the embedded index failed: ${error.message}`, { cause: error })),
  );
  worker.on('exit', () => fail(gone ?? closed()));
  worker.on('message', (answer: Answer) => {
    const caller = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) worker.unref();
    if ('error' in answer) caller?.reject(new RetriableError(`[hub] [search] ${answer.error}`));
    else caller?.resolve(answer.value);
  });
  const ask = <T>(method: keyof SearchIndex, ...args: unknown[]): Promise<T> =>
    new Promise((resolve, reject) => {
      if (gone) return reject(gone);
      const id = next++;
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      worker.ref();
      worker.postMessage({ id, method, args } satisfies Ask);
    });
  return {
    name: 'embedded',
    put: (documents) => ask('put', documents),
    remove: (ids) => ask('remove', ids),
    clear: () => ask('clear'),
    search: (request) => ask<SearchAnswer>('search', request),
    count: () => ask<number>('count'),
    ping: async () => void (await ask('count')),
    close: async () => {
      if (!gone) await ask('close').catch(() => {});
      await worker.terminate();
    },
  };
};

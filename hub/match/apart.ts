import { Worker } from 'node:worker_threads';
import { BadRequestError, HubError } from '../core/errors.ts';

const heapMb = 1_536;

/** What a thread answers: the result, or what the person did wrong. */
export type ApartAnswer<T> = { readonly result: T } | { readonly refused: string; readonly remedy: string };

/** `tsx` has to be told to a thread; the thread's own file is TypeScript. */
const bootstrap = `
  const { workerData } = require('node:worker_threads');
  import('tsx/esm/api').then(({ register }) => {
    register();
    return import(workerData.entry);
  });
`;

/**
 * Do long work in a thread of its own with a bounded heap, so that nobody else waits for it.
 *
 * @param entry the thread's file: it reads `workerData.order`, posts one `ApartAnswer` and ends
 * @throws BadRequestError for what the person did wrong, too much data among it; any other error as it came; the signal's
 *   reason when aborted
 */
export const apart = <T>(entry: URL, order: unknown, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(bootstrap, {
      eval: true,
      workerData: { order, entry: entry.href },
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    const stop = (): void => {
      void worker.terminate();
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    worker.once('message', (answer: ApartAnswer<T>) => {
      if ('result' in answer) resolve(answer.result);
      else reject(new BadRequestError(answer.refused, { remedy: answer.remedy }));
    });
    worker.once('error', (error: NodeJS.ErrnoException) => {
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const full = '[hub] [lab] the records and recordings of that time do not fit into memory';
      reject(isFull ? new BadRequestError(full, { remedy: 'choose fewer days', cause: error }) : error);
    });
    worker.once('exit', () => {
      signal.removeEventListener('abort', stop);
      reject(new Error('[hub] [lab] the thread ended without an answer'));
    });
    if (signal.aborted) stop();
  });

/** In the thread: the result of some work, or what was wrong with the order; anything else ends the thread. */
export const answerOf = async <T>(work: () => Promise<T>): Promise<ApartAnswer<T>> => {
  try {
    return { result: await work() };
  } catch (error) {
    if (error instanceof HubError && error.next !== 'retry')
      return { refused: error.message, remedy: error.remedy ?? 'correct what was asked' };
    throw error;
  }
};

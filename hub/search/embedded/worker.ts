import { parentPort, workerData } from 'node:worker_threads';
import { openIndex, type SearchIndex } from './index-file.ts';

/** What the engine asks of its thread: a method of the index and its arguments. */
export interface Ask {
  id: number;
  method: keyof SearchIndex;
  args: unknown[];
}
export type Answer = { id: number; value: unknown } | { id: number; error: string };

const index = openIndex((workerData as { file: string }).file);

parentPort?.on('message', ({ id, method, args }: Ask) => {
  try {
    const work = index[method] as (...args: unknown[]) => unknown;
    parentPort?.postMessage({ id, value: work(...args) } satisfies Answer);
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies Answer);
  }
});

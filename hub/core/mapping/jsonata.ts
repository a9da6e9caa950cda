import { Worker } from 'node:worker_threads';
import jsonata from 'jsonata';
import { RecordError } from '../errors.ts';
import { limits } from './limits.ts';
import type { Complain } from './problem.ts';

interface Waiting {
  resolve(values: unknown[]): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

const refuse = (what: string): RecordError =>
  new RecordError(`[hub] [jsonata] ${what}`, {
    remedy: 'correct the expression in the mapping; try it with `hub mapping dry-run`',
    misfit: { field: '', rule: 'jsonata', value: undefined },
  });

let running: { worker: Worker; waiting: Map<number, Waiting> } | undefined;
let lastId = 0;

/** A worker that stopped or was killed takes what it was doing with it; the next evaluation starts a new one. */
const start = (): NonNullable<typeof running> => {
  const worker = new Worker(new URL('./jsonata-worker.mjs', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  });
  const mine = { worker, waiting: new Map<number, Waiting>() };
  const end = (why: string): void => {
    if (running === mine) running = undefined;
    for (const { reject, timer } of mine.waiting.values()) {
      clearTimeout(timer);
      reject(refuse(why));
    }
    mine.waiting.clear();
  };
  worker.on('message', ({ id, values, error }: { id: number; values?: unknown[]; error?: string }) => {
    const waiter = mine.waiting.get(id);
    if (!waiter) return;
    mine.waiting.delete(id);
    clearTimeout(waiter.timer);
    if (mine.waiting.size === 0) worker.unref();
    if (values) waiter.resolve(values);
    else waiter.reject(refuse(`the expression failed: ${error}`));
  });
  worker.on('error', (error) => end(`the expression failed: ${error.message}`));
  worker.on('exit', () => end('the expression was stopped'));
  worker.unref();
  return mine;
};

/**
 * Evaluate expressions over one row, in a worker that is killed when it takes too long.
 *
 * @throws RecordError with the rule `jsonata`
 */
export const evaluate = (expressions: readonly string[], row: unknown): Promise<unknown[]> =>
  new Promise((resolve, reject) => {
    running ??= start();
    const mine = running;
    lastId += 1;
    const id = lastId;
    // The first evaluation also waits for the worker to start.
    const patience = limits.jsonataMs * expressions.length + (mine.worker.threadId === -1 || id === 1 ? 5_000 : 0);
    const timer = setTimeout(() => {
      mine.waiting.delete(id);
      reject(refuse(`the expression took longer than ${limits.jsonataMs} ms`));
      if (running === mine) running = undefined;
      void mine.worker.terminate();
    }, patience);
    mine.waiting.set(id, { resolve, reject, timer });
    mine.worker.ref();
    mine.worker.postMessage({ id, expressions, row });
  });

/** Complain about expressions that cannot be parsed. */
export const checkExpression = (expression: string, path: readonly (string | number)[], complain: Complain): void => {
  try {
    jsonata(expression);
  } catch (error) {
    complain(path, (error as { message?: string }).message ?? String(error), 'correct the JSONata expression');
  }
};

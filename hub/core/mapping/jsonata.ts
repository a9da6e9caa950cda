import { Worker } from 'node:worker_threads';
import jsonata from 'jsonata';
import { RecordError } from '../errors.ts';
import { limits } from './limits.ts';
import type { Complain } from './problem.ts';

/** One row to evaluate expressions over. */
interface Job {
  readonly expressions: readonly string[];
  readonly row: unknown;
  resolve(values: unknown[]): void;
  reject(error: Error): void;
}

interface Helper {
  readonly thread: Worker;
  isReady: boolean;
  timer?: NodeJS.Timeout;
}

type Answer = { ready: true } | { values: unknown[] } | { error: string };

/** How long a worker may take to start on a busy machine. */
const startMs = 10_000;

const refuse = (what: string): RecordError =>
  new RecordError(`[hub] [jsonata] ${what}`, {
    remedy: 'correct the expression in the mapping; try it with `hub mapping dry-run`',
    misfit: { field: '', rule: 'jsonata', value: undefined },
  });

/** Rows are evaluated one by one: the time of each is its own, and one that is killed takes no other with it. */
const queue: Job[] = [];
let active: Job | undefined;
let helper: Helper | undefined;

const finish = (result: unknown[] | Error): void => {
  const job = active;
  active = undefined;
  if (helper) clearTimeout(helper.timer);
  if (result instanceof Error) job?.reject(result);
  else job?.resolve(result);
  next();
};

/** Give up the worker with what it is doing; the next row gets a new one. */
const abandon = (mine: Helper, why: string): void => {
  if (helper !== mine) return;
  clearTimeout(mine.timer);
  helper = undefined;
  void mine.thread.terminate();
  finish(refuse(why));
};

const begin = (mine: Helper, { expressions, row }: Job): void => {
  const patience = limits.jsonataMs * expressions.length;
  mine.timer = setTimeout(() => abandon(mine, `the expression took longer than ${limits.jsonataMs} ms`), patience);
  mine.thread.postMessage({ expressions, row });
};

const start = (): Helper => {
  const thread = new Worker(new URL('./jsonata-worker.mjs', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  });
  const mine: Helper = { thread, isReady: false };
  mine.timer = setTimeout(() => abandon(mine, `no worker started within ${startMs / 1000} s`), startMs);
  thread.on('message', (answer: Answer) => {
    if (helper !== mine) return;
    if ('values' in answer) finish(answer.values);
    else if ('error' in answer) finish(refuse(`the expression failed: ${answer.error}`));
    else {
      mine.isReady = true;
      clearTimeout(mine.timer);
      if (active) begin(mine, active);
    }
  });
  thread.on('error', (error) => abandon(mine, `the expression failed: ${error.message}`));
  thread.on('exit', () => abandon(mine, 'the expression was stopped'));
  return mine;
};

/** Take the next row in hand, when there is one and nothing is under way. An idle worker keeps no process alive. */
const next = (): void => {
  if (active) return;
  active = queue.shift();
  if (!active) {
    helper?.thread.unref();
    return;
  }
  helper ??= start();
  helper.thread.ref();
  if (helper.isReady) begin(helper, active);
};

/**
 * Evaluate expressions over one row, in a worker that is killed when it takes too long.
 *
 * @throws RecordError with the rule `jsonata`
 */
export const evaluate = (expressions: readonly string[], row: unknown): Promise<unknown[]> =>
  new Promise((resolve, reject) => {
    queue.push({ expressions, row, resolve, reject });
    next();
  });

/** Complain about expressions that cannot be parsed. */
export const checkExpression = (expression: string, path: readonly (string | number)[], complain: Complain): void => {
  try {
    jsonata(expression);
  } catch (error) {
    complain(path, (error as { message?: string }).message ?? String(error), 'correct the JSONata expression');
  }
};

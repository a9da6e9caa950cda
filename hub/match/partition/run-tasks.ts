import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type RunContext, runTask, type Task, type TaskResult } from './run-partition.ts';

/** A thread does not inherit the TypeScript loader, whoever started the process, so it registers its own. */
const bootstrap = `
  const { workerData } = require('node:worker_threads');
  import('tsx/esm/api').then(({ register }) => { register(); return import(workerData.entry); });
`;

/** Matching makes many objects that live for a moment: with room for them they are never carried about. */
const nurseryMb = 96;

/**
 * Do tasks in threads. With one thread they are done in this one.
 *
 * @param done told of every result as it comes, in any order
 * @throws what a task throws; the other threads are ended
 */
export const runTasks = async (
  context: RunContext,
  tasks: readonly Task[],
  threads: number,
  done: (result: TaskResult) => void,
): Promise<void> => {
  if (threads <= 1 || tasks.length <= 1) {
    for (const task of tasks) done(await runTask(context, task));
    return;
  }
  const waiting = [...tasks];
  const workers: Worker[] = [];
  const work = async (): Promise<void> => {
    const entry = new URL('./task-thread.ts', import.meta.url).href;
    const worker = new Worker(bootstrap, {
      eval: true,
      workerData: { ...context, entry },
      resourceLimits: { maxYoungGenerationSizeMb: nurseryMb },
    });
    workers.push(worker);
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      worker.postMessage(task);
      const [result] = (await once(worker, 'message')) as [TaskResult];
      done(result);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(threads, tasks.length) }, work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
};

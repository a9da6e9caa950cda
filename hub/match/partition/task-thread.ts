import { parentPort, workerData } from 'node:worker_threads';
import { type RunContext, runTask, type Task } from './run-partition.ts';

/** The inside of a thread of `runTasks`: does the tasks it is sent, one after the other. */
parentPort?.on('message', async (task: Task) => {
  parentPort?.postMessage(await runTask(workerData as RunContext, task));
});

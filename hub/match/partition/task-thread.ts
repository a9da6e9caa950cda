import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { type RunContext, runTask, type Task } from './run-partition.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** The inside of a thread of `runTasks`: does the tasks it is sent, one after the other. */
parentPort?.on('message', async (task: Task) => {
  parentPort?.postMessage(await runTask(workerData as RunContext, task));
  // A whole partition is garbage now. V8 would rather let the heap grow by the next one, and the one after.
  collect();
});

import { Worker } from 'node:worker_threads';
import { BadRequestError } from '../../core/errors.ts';
import type { ApartAnswer } from '../apart.ts';

/** What a thread says on the way to its answer: from here on it mostly waits for the store. */
export const writing = 'writing';

/** What a thread is told. */
export interface PartOrder {
  readonly databaseUrl: string;
  /** YAML. */
  readonly rules: string;
  readonly partId: number;
}

const heapMb = 1_536;
/** A part makes many objects that live for a moment: with room for them they are never carried about. */
const nurseryMb = 128;
/** A thread that nobody needs for so long ends; until then it keeps its connections and what it has compiled. */
const idleMs = 30_000;

/** `tsx` has to be told to a thread; the thread's own file is TypeScript. */
const bootstrap = `
  const { workerData } = require('node:worker_threads');
  import('tsx/esm/api').then(({ register }) => {
    register();
    return import(workerData.entry);
  });
`;

interface Idle {
  readonly thread: Worker;
  /** Take it out of rest. */
  wake(): void;
}

const idle: Idle[] = [];

const startThread = (): Worker => {
  const entry = new URL('./part-thread.ts', import.meta.url).href;
  const resourceLimits = { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: nurseryMb };
  return new Worker(bootstrap, { eval: true, workerData: { entry }, resourceLimits });
};

const takeThread = (): Worker => {
  const one = idle.at(-1);
  if (one === undefined) return startThread();
  one.wake();
  return one.thread;
};

/** Keep a thread for the next part. It keeps no process alive. */
const restThread = (thread: Worker): void => {
  const end = setTimeout(() => void thread.terminate(), idleMs).unref();
  const wake = (): void => {
    clearTimeout(end);
    thread.off('error', wake).off('exit', wake).ref();
    idle.splice(idle.indexOf(one), 1);
  };
  const one = { thread, wake };
  // It has nothing to do, so there is nobody to tell that it ended.
  thread.once('error', wake).once('exit', wake).unref();
  idle.push(one);
};

/**
 * `doPart` in a thread of its own with a bounded heap, so that the process goes on answering meanwhile. Threads are used
 * again; as many run as parts are done at once.
 *
 * @param onWriting called when all is decided and being written: from there on it takes little of a core
 * @throws BadRequestError for an order that cannot be carried out, any other error as it came, the signal's reason when
 *   aborted
 */
export const doPartApart = (order: PartOrder, signal: AbortSignal, onWriting = (): void => undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const thread = takeThread();
    const settle = (): void => {
      signal.removeEventListener('abort', stop);
      thread.off('message', answered).off('error', failed).off('exit', ended);
    };
    const failed = (reason: unknown): void => {
      settle();
      reject(reason);
    };
    const ended = (): void => failed(new Error('[hub] [match] the thread that matched a part ended without an answer'));
    const stop = (): void => {
      failed(signal.reason);
      void thread.terminate();
    };
    const answered = (answer: ApartAnswer<void> | typeof writing): void => {
      if (answer === writing) {
        onWriting();
        return;
      }
      settle();
      restThread(thread);
      if ('result' in answer) resolve(answer.result);
      else reject(new BadRequestError(answer.refused, { remedy: answer.remedy }));
    };
    signal.addEventListener('abort', stop, { once: true });
    thread.on('message', answered).once('error', failed).once('exit', ended);
    thread.postMessage(order);
  });

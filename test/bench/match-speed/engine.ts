import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { addUp, type Measured, nothingMeasured, type Step, steps } from './measure-stretch.ts';
import type { Stretch } from './stretches.ts';

/** What the engine did with some stretches. */
export interface EngineRun {
  readonly sum: Measured;
  /** That of the thread that took longest for a step, ms. */
  wallMs(step: Step): number;
  /** Of all threads together, ms. */
  cpuMs(step: Step): number;
  /** From records to decisions, of all threads together, ms. */
  readonly throughCpuMs: number;
}

const bootstrap = `
  const { workerData } = require('node:worker_threads');
  import('tsx/esm/api').then(({ register }) => { register(); return import(workerData.entry); });
`;

/** Match stretches in threads, every nth stretch in the nth thread. */
export const runInThreads = async (
  stretches: readonly Stretch[],
  sampleEvery: number,
  threads: number,
): Promise<EngineRun> => {
  const entry = new URL('./engine-thread.ts', import.meta.url).href;
  const parts = await Promise.all(
    Array.from({ length: threads }, async (_, thread) => {
      const mine = stretches.filter((_stretch, index) => index % threads === thread);
      const worker = new Worker(bootstrap, { eval: true, workerData: { entry, stretches: mine, sampleEvery } });
      const [measured] = (await once(worker, 'message')) as [Measured];
      await worker.terminate();
      return measured;
    }),
  );
  const sum = parts.reduce(addUp, nothingMeasured());
  return {
    sum,
    wallMs: (step) => Math.max(...parts.map((part) => part[`${step}WallMs`])),
    cpuMs: (step) => sum[`${step}CpuMs`],
    throughCpuMs: steps.reduce((all, step) => all + (step === 'pairs' ? 0 : sum[`${step}CpuMs`]), 0),
  };
};

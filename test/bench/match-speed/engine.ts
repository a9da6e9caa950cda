import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { loadRules } from '../../../hub/match/rules.ts';
import { addUp, type Measured, measureCity, nothingMeasured } from './measure-city.ts';

/** What the engine did with some cities. */
export interface EngineRun {
  readonly sum: Measured;
  /** Wall time of a step: that of the thread that took longest for it, ms. */
  wallMs(step: Step): number;
}

export const steps = ['layMs', 'indexMs', 'pairsMs', 'scoredMs', 'decidedMs'] as const;
export type Step = (typeof steps)[number];

const bootstrap = `
  const { workerData } = require('node:worker_threads');
  import('tsx/esm/api').then(({ register }) => { register(); return import(workerData.entry); });
`;

/** Match cities one after the other in this thread. @param clock of the wall or of the processor, ms */
export const runInThisThread = (cities: readonly number[], sampleEvery: number, clock: () => number): EngineRun => {
  const rules = loadRules();
  let sum = nothingMeasured();
  for (const city of cities) sum = addUp(sum, measureCity(rules, city, sampleEvery, clock));
  return { sum, wallMs: (step) => sum[step] };
};

/** Match cities in threads, every nth city in the nth thread. */
export const runInThreads = async (
  cities: readonly number[],
  sampleEvery: number,
  threads: number,
): Promise<EngineRun> => {
  const entry = new URL('./engine-thread.ts', import.meta.url).href;
  const parts = await Promise.all(
    Array.from({ length: threads }, async (_, thread) => {
      const mine = cities.filter((_city, index) => index % threads === thread);
      const worker = new Worker(bootstrap, { eval: true, workerData: { entry, cities: mine, sampleEvery } });
      const [measured] = (await once(worker, 'message')) as [Measured];
      await worker.terminate();
      return measured;
    }),
  );
  return {
    sum: parts.reduce(addUp, nothingMeasured()),
    wallMs: (step) => Math.max(...parts.map((part) => part[step])),
  };
};

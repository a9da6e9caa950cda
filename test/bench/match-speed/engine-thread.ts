import { parentPort, workerData } from 'node:worker_threads';
import { loadRules } from '../../../hub/match/rules/rules.ts';
import { clockOfThread } from './clocks.ts';
import { addUp, measureStretch, nothingMeasured } from './measure-stretch.ts';
import type { Stretch } from './stretches.ts';

/** The inside of a thread of the benchmark: measures the stretches it is given, one after the other. */
const { stretches, sampleEvery } = workerData as { stretches: readonly Stretch[]; sampleEvery: number };
const rules = loadRules();
const measure = (stretch: Stretch) => measureStretch(rules, stretch, sampleEvery, clockOfThread);
// Warm, so that what is measured is the work and not the compiler.
stretches.slice(0, 1).forEach(measure);
parentPort?.postMessage(stretches.map(measure).reduce(addUp, nothingMeasured()));

import { parentPort, workerData } from 'node:worker_threads';
import { loadRules } from '../../../hub/match/rules.ts';
import { addUp, measureCity, nothingMeasured } from './measure-city.ts';

/** The inside of a thread of the benchmark: measures the cities it is given, one after the other. */
const { cities, sampleEvery } = workerData as { cities: readonly number[]; sampleEvery: number };
const rules = loadRules();
const now = () => performance.now();
// Warm, so that what is measured is the work and not the compiler.
for (const city of cities.slice(0, 1)) measureCity(rules, city, sampleEvery, now);
let sum = nothingMeasured();
for (const city of cities) sum = addUp(sum, measureCity(rules, city, sampleEvery, now));
parentPort?.postMessage(sum);

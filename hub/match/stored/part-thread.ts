import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from '../../store/open.ts';
import { answerOf } from '../apart.ts';
import { parseRules } from '../rules.ts';
import { doPart } from './do-part.ts';
import type { PartOrder } from './part-apart.ts';

/** One part of a run, in a thread of its own: its own connections, one answer, and the end. */
const { order } = workerData as { order: PartOrder };
const store = openStore(order.databaseUrl, { connections: 2 });
try {
  const answer = await answerOf(() => doPart(store, parseRules(order.rules, 'rules in force'), order.partId));
  parentPort?.postMessage(answer);
} finally {
  await store.close();
}

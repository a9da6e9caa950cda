import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from '../../store/open.ts';
import { answerOf } from '../apart.ts';
import { parseRules } from '../rules/rules.ts';
import { type LabOrder, tryRules } from './lab.ts';

/** One trial, in a thread of its own: its own connections, one answer, and the end. */
const { order } = workerData as { order: LabOrder };
const store = openStore(order.databaseUrl, { connections: 2 });
try {
  const answer = await answerOf(() =>
    tryRules(store.db, parseRules(order.inForce, 'rules in force'), parseRules(order.draft, 'draft'), order),
  );
  parentPort?.postMessage(answer);
} finally {
  await store.close();
}

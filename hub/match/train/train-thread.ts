import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from '../../store/open.ts';
import { answerOf } from '../apart.ts';
import { parseRules } from '../rules/rules.ts';
import { type TrainOrder, trainOnStore } from './train-on-store.ts';

/** One training, in a thread of its own: its own connections, one answer, and the end. */
const { order } = workerData as { order: TrainOrder };
const store = openStore(order.databaseUrl, { connections: 2 });
try {
  parentPort?.postMessage(
    await answerOf(() => trainOnStore(store.db, parseRules(order.inForce, 'rules in force'), order)),
  );
} finally {
  await store.close();
}

import { parentPort, workerData } from 'node:worker_threads';
import { HubError } from '../core/errors.ts';
import { openStore } from '../store/open.ts';
import { type LabAnswer, type LabOrder, tryRules } from './lab.ts';
import { parseRules } from './rules.ts';

/** One trial, in a thread of its own: its own connection, one answer, and the end. */
const { order } = workerData as { order: LabOrder };
const store = openStore(order.databaseUrl, { connections: 2 });

const answer = async (): Promise<LabAnswer> => {
  try {
    const inForce = parseRules(order.inForce, 'rules in force');
    const draft = parseRules(order.draft, 'draft');
    return { result: await tryRules(store.db, inForce, draft, order) };
  } catch (error) {
    if (error instanceof HubError && error.next !== 'retry')
      return { refused: error.message, remedy: error.remedy ?? 'correct the draft' };
    throw error;
  }
};

try {
  parentPort?.postMessage(await answer());
} finally {
  await store.close();
}

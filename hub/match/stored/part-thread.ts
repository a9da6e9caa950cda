import { parentPort } from 'node:worker_threads';
import { openStore, type Store } from '../../store/open.ts';
import { answerOf } from '../apart.ts';
import { parseRules, type Rules } from '../rules/rules.ts';
import { doPart } from './do-part.ts';
import { type PartOrder, writing } from './part-apart.ts';

/** Parts of runs, one after the other, in a thread of its own: its own connections, one answer for each. */
let store: { readonly url: string; readonly open: Store } | undefined;
let rules: { readonly yaml: string; readonly parsed: Rules } | undefined;

const storeAt = async (url: string): Promise<Store> => {
  if (store?.url !== url) {
    await store?.open.close();
    store = { url, open: openStore(url, { connections: 2 }) };
  }
  return store.open;
};

const rulesOf = (yaml: string): Rules => {
  if (rules?.yaml !== yaml) rules = { yaml, parsed: parseRules(yaml, 'rules in force') };
  return rules.parsed;
};

parentPort?.on('message', async ({ databaseUrl, rules: yaml, partId }: PartOrder) => {
  const onWriting = (): void => parentPort?.postMessage(writing);
  const answer = await answerOf(async () => doPart(await storeAt(databaseUrl), rulesOf(yaml), partId, { onWriting }));
  parentPort?.postMessage(answer);
});

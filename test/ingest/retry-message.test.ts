import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { everything } from '../../hub/core/scope.ts';
import { deliver } from '../../hub/ingest/deliver.ts';
import { reconciliation } from '../../hub/ingest/reconcile.ts';
import { retryMessage } from '../../hub/ingest/retry-message.ts';
import { listDeadLetters } from '../../hub/store/dead-letters.ts';
import { getMessage, rawMessage } from '../../hub/store/messages.ts';
import { findRecord } from '../../hub/store/records.ts';
import { database } from '../kit/database.ts';
import { ingestDeps, message, testMapping, testSource } from './deps.ts';

const gbk = testMapping({
  open: (raw) => testMapping().open({ ...raw, body: Buffer.from(iconv.decode(Buffer.from(raw.body), 'gbk')) }),
  readable: ({ body }) => ({ text: iconv.decode(Buffer.from(body), 'gbk'), charset: 'gbk' }),
});

test('an edited message is encoded as the original was, and both are kept', async () => {
  const { store } = await database();
  const source = await testSource(store);
  const deps = ingestDeps(store, { mappings: new Map([['test', gbk]]) });
  const original = iconv.encode('[{"id":"a","title":"电动车"},{"id":"b","title":"broken"}]', 'gbk');
  const [first] = await deliver(deps, source, [{ body: original, contentType: 'application/json' }]);
  const from = first?.messageId ?? 0;
  const text = '[{"id":"a","title":"电动车"},{"id":"b","title":"自行车"}]';
  const second = await retryMessage(deps, { messageId: from, text, by: 'zhou' });
  expect(second).toMatchObject({ stored: 1, unchanged: 1, deadLettered: 0 });
  expect(await findRecord(store.db, everything, 'dispatch', 'b')).toMatchObject({ title: '自行车' });
  expect(await getMessage(store.db, second.messageId)).toMatchObject({ editedFrom: from, editedBy: 'zhou' });
  expect((await rawMessage(store.db, second.messageId))?.body).toEqual(iconv.encode(text, 'gbk'));
  expect((await rawMessage(store.db, from))?.body).toEqual(original);
  expect((await listDeadLetters(store.db, {})).items).toMatchObject([{ state: 'dismissed', closedBy: 'zhou' }]);
  const sums = await reconciliation(store.db, { from: Date.now() - 60_000, to: Date.now() + 60_000 });
  expect(sums.every(({ balanced }) => balanced)).toBe(true);
});

test('what is no better than before is refused, and nothing is stored', async () => {
  const { store } = await database();
  const source = await testSource(store);
  const deps = ingestDeps(store);
  const [first] = await deliver(deps, source, [message([{ id: 'a' }, { id: 'b', title: 'broken' }])]);
  const from = first?.messageId ?? 0;
  const edit = (rows: unknown) =>
    retryMessage(deps, { messageId: from, text: typeof rows === 'string' ? rows : JSON.stringify(rows), by: 'zhou' });
  await expect(edit([{ id: 'a' }, { id: 'b', title: 'broken' }])).rejects.toThrow('title');
  await expect(edit([{ id: 'a', title: 'broken' }, { id: 'b' }])).rejects.toThrow('title');
  await expect(edit('{')).rejects.toThrow('JSON');
  expect(await getMessage(store.db, from + 1)).toBeUndefined();
  expect((await listDeadLetters(store.db, { state: 'open' })).items).toHaveLength(1);
});

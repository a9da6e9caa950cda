import { expect, test } from 'vitest';
import { RowStates } from '../../../hub/match/stored/row-states.ts';
import { footageSearch, recordSearch } from '../../../hub/match/stored/searches.ts';
import { saveFootage } from '../../../hub/store/footage.ts';
import { footageTexts, recordTexts } from '../../../hub/store/partition-rows.ts';
import { saveRecord } from '../../../hub/store/records.ts';
import { database } from '../../kit/database.ts';
import { call, clip, minute, rules, ten } from '../_fixtures.ts';

const origin = { messageId: null, at: ten } as never;
const plan = { regions: [[]], tiedFrom: 0, tiedTo: 0, longestRecordMs: 60 * minute, clocks: true };

test('what stands otherwise than it was read is found: another version, another clock, a new row', async () => {
  const { store } = await database();
  const save = (id: string): Promise<void> =>
    store.transaction(async (tx) => {
      await saveRecord(tx, call({ id, arrived: ten }), origin);
      await saveFootage(tx, clip({ id, start: ten }), origin);
    });
  for (const id of ['one', 'two', 'three']) await save(id);
  const span = { from: ten - 60 * minute, to: ten + 60 * minute };
  const searched = {
    records: recordSearch(rules, plan, undefined, span),
    footage: footageSearch(rules, undefined, span),
  };
  const read = async (): Promise<RowStates> => {
    const states = new RowStates(store.pool);
    for await (const texts of recordTexts(store.pool, searched.records))
      for (const { id, version } of texts) states.noteRecord(id, version);
    for await (const texts of footageTexts(store.pool, searched.footage))
      for (const { id, version, clockErrorMs } of texts) states.noteClip(id, version, clockErrorMs);
    return states;
  };
  const idOf = async (table: string, name: string): Promise<number> => {
    const [rows] = await store.pool.query(`SELECT id FROM ${table} WHERE externalId = ?`, [name]);
    return Number((rows as { id: unknown }[])[0]?.id);
  };
  const none = { recordIds: [], footageIds: [] };

  const states = await read();
  expect(await states.changes([searched])).toEqual(none);
  // Looked for in two stretches, there is no sum to compare: every row is.
  expect(await states.changes([searched, searched])).toEqual(none);

  await store.pool.query("UPDATE records SET version = version + 1 WHERE externalId = 'one'");
  await store.pool.query("UPDATE footage SET clockErrorMs = 0 WHERE externalId = 'two'");
  await store.pool.query("UPDATE footage SET clockErrorMs = 7200000 WHERE externalId = 'three'");
  await save('four');
  const expected = {
    recordIds: [await idOf('records', 'one'), await idOf('records', 'four')],
    footageIds: [await idOf('footage', 'two'), await idOf('footage', 'three'), await idOf('footage', 'four')],
  };
  expect(await states.changes([searched])).toEqual(expected);
  expect(await states.changes([searched, searched])).toEqual(expected);
  expect(await (await read()).changes([searched])).toEqual(none);

  const known = await idOf('footage', 'two');
  const again = await read();
  again.noteClock(known, null);
  expect(await again.changes([searched])).toEqual({ recordIds: [], footageIds: [known] });
});

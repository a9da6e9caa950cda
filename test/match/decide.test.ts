import { expect, test } from 'vitest';
import type { Footage } from '../../hub/core/footage.ts';
import type { BusinessRecord } from '../../hub/core/record.ts';
import { decide, type Verdict } from '../../hub/match/decide.ts';
import { matchFootage, matchRecord } from '../../hub/match/online/online.ts';
import { saveFootage } from '../../hub/store/footage.ts';
import { allLinksOf } from '../../hub/store/links.ts';
import { saveRecord } from '../../hub/store/records.ts';
import { database } from '../kit/database.ts';
import { call, clip, iso, minute, rules, ten } from './_fixtures.ts';

const { store } = await database();
const weekMs = 7 * 24 * 60 * minute;
let turn = 0;

const putRecord = async (record: BusinessRecord): Promise<number> => {
  const { id } = await store.transaction((tx) => saveRecord(tx, record, { messageId: null, at: ten }));
  await store.transaction((tx) => matchRecord(tx, rules, id));
  return id;
};
const putClip = async (entry: Footage): Promise<number> => {
  const { id } = await store.transaction((tx) => saveFootage(tx, entry, { messageId: null, at: ten }));
  await store.transaction((tx) => matchFootage(tx, rules, id));
  return id;
};

/** A call and a clip of ten minutes in a week of their own. */
const pair = async () => {
  turn += 1;
  const at = ten + turn * weekMs;
  const officer = String(970_000 + turn);
  const entry = clip({ id: `decide-${turn}`, policeId: officer, start: at });
  const recordId = await putRecord(call({ id: `decide-${turn}`, officers: [officer], arrived: at }));
  const footageId = await putClip(entry);
  const say = (user: string, decision: Verdict['decision'], more: Partial<Verdict> = {}) =>
    decide(store, rules, { recordId, footageId, user, decision, ...more });
  const link = async () => (await allLinksOf(store.db, [recordId])).find((one) => one.footageId === footageId);
  return { at, entry, say, link };
};

test('undo gives back the decision before with the seconds it named', async () => {
  const { at, say, link } = await pair();
  const first = { start: at, end: at + 2 * minute };
  await say('one', 'confirmed', { segment: first });
  await say('two', 'confirmed', { segment: { start: at + 3 * minute, end: at + 4 * minute } });
  await say('two', 'undone');
  expect(await link()).toMatchObject({ decidedBy: 'one', segmentStart: first.start, segmentEnd: first.end });
  await say('one', 'undone');
  expect(await link()).toMatchObject({ decision: 'linked', decidedBy: 'rule' });
});

test('who saw no decision does not overwrite the one somebody made meanwhile', async () => {
  const { say, link } = await pair();
  await say('one', 'rejected');
  await expect(say('two', 'confirmed', { isFirst: true })).rejects.toMatchObject({
    status: 409,
    detail: { decision: 'rejected', decidedBy: 'one' },
  });
  expect(await link()).toMatchObject({ decision: 'rejected' });
  // One's own word may be taken back.
  await say('one', 'confirmed', { isFirst: true });
  expect(await link()).toMatchObject({ decision: 'confirmed' });
});

test('what was confirmed stays within a clip that is sent again shorter', async () => {
  const { at, entry, say, link } = await pair();
  await say('one', 'confirmed');
  const before = await link();
  await putClip({ ...entry, end: iso(at + 5 * minute) });
  expect(await link()).toMatchObject({ decision: 'confirmed', segmentEnd: at + 5 * minute });
  expect((await link())?.version).toBe((before?.version ?? 0) + 1);
  // Nothing is left of it: the whole clip.
  await say('one', 'confirmed', { segment: { start: at + 3 * minute, end: at + 4 * minute } });
  await putClip({ ...entry, end: iso(at + 2 * minute) });
  expect(await link()).toMatchObject({ decision: 'confirmed', segmentStart: at, segmentEnd: at + 2 * minute });
});

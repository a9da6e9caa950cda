import { and, eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Footage } from '../../../hub/core/footage.ts';
import type { BusinessRecord } from '../../../hub/core/record.ts';
import { decide } from '../../../hub/match/decide.ts';
import { matchNow } from '../../../hub/match/online/online.ts';
import { saveFootage } from '../../../hub/store/footage.ts';
import { forgetPairsOf } from '../../../hub/store/match-pairs.ts';
import type { Store } from '../../../hub/store/open.ts';
import { saveRecord } from '../../../hub/store/records.ts';
import { links } from '../../../hub/store/tables/catalogue.ts';
import { formerContents, matchPairs } from '../../../hub/store/tables/matching.ts';
import { database } from '../../kit/database.ts';
import { call, clip, minute, rules, ten } from '../_fixtures.ts';

let store: Store;
beforeAll(async () => {
  ({ store } = await database());
});

const origin = { messageId: null, at: ten } as never;
const saveCall = async (record: BusinessRecord): Promise<number> =>
  (await store.transaction((tx) => saveRecord(tx, record, origin))).id;
const saveClip = async (entry: Footage): Promise<number> =>
  (await store.transaction((tx) => saveFootage(tx, entry, origin))).id;
const matchOf = (recordId: number, on: Store = store) => matchNow(on, rules, { recordIds: [recordId], footageIds: [] });
const linkOf = async (recordId: number, footageId: number) =>
  (
    await store.db
      .select()
      .from(links)
      .where(and(eq(links.recordId, recordId), eq(links.footageId, footageId)))
  )[0];

/** A store on which something happens between the reading and the first writing. */
const interrupted = (happens: () => Promise<unknown>): { store: Store; writes: () => number } => {
  let writes = 0;
  const write: Store['journeys']['write'] = async (statements) => {
    writes += 1;
    if (writes === 1) await happens();
    return store.journeys.write(statements);
  };
  return { store: { ...store, journeys: { ...store.journeys, write } }, writes: () => writes };
};

test('what somebody else decides between reading and writing is heard', async () => {
  const officers = ['007701'];
  const footageId = await saveClip(clip({ id: 'race', policeId: '007701' }));
  await matchNow(store, rules, { recordIds: [], footageIds: [footageId] });
  const one = await saveCall(call({ id: 'race-1', officers, at: null }));
  const other = await saveCall(call({ id: 'race-2', officers, arrived: ten + minute, at: null }));
  const race = interrupted(() => matchOf(other));
  expect(await matchOf(one, race.store)).toEqual(new Set([one, other]));
  expect(race.writes()).toBe(2);
  for (const [id, rival] of [
    [one, 'race-2'],
    [other, 'race-1'],
  ] as const) {
    const link = await linkOf(id, footageId);
    expect(link?.decision).toBe('review');
    expect(link?.evidence.at(-1)?.detail).toMatchObject({ record: `dispatch/${rival}` });
  }
});

test('a person’s decision between reading and writing stands', async () => {
  const at = ten + 7 * 24 * 60 * minute;
  const footageId = await saveClip(clip({ id: 'person', start: at, policeId: '007711' }));
  const recordId = await saveCall(call({ id: 'person', officers: ['007711'], arrived: at, at: null }));
  const verdict = { recordId, footageId, user: 'reviewer', decision: 'rejected' } as const;
  const race = interrupted(() => decide(store, rules, verdict));
  expect(await matchOf(recordId, race.store)).toEqual(new Set());
  expect(await linkOf(recordId, footageId)).toMatchObject({ decision: 'rejected', decidedBy: 'reviewer' });
});

test.each([
  { name: 'as pairs are kept', day: 14, isLost: false },
  // As after a run over the whole store, which keeps none.
  { name: 'where no pairs are kept', day: 28, isLost: true },
])('an edit undoes what the former content was weighed against, linked or not, $name', async ({ day, isLost }) => {
  const at = ten + day * 24 * 60 * minute;
  const officer = `00772${day}`;
  const footageId = await saveClip(clip({ id: `former-${day}`, start: at, policeId: officer }));
  const strong = await saveCall(call({ id: `former-${day}-1`, officers: [officer], arrived: at, at: null }));
  // Too far beside to be offered, and yet a rival to be named.
  const weak = call({ id: `former-${day}-2`, officers: [officer], arrived: at + 16 * minute, at: null });
  const weakId = await saveCall(weak);
  await matchNow(store, rules, { recordIds: [], footageIds: [footageId] });
  expect(await linkOf(weakId, footageId)).toBeUndefined();
  expect((await linkOf(strong, footageId))?.evidence.at(-1)?.comparison).toBe('rivals');
  if (isLost) await store.db.delete(matchPairs);
  await saveCall({ ...weak, officers: [{ policeId: '007729' }] });
  await matchOf(weakId);
  expect((await linkOf(strong, footageId))?.evidence.some(({ comparison }) => comparison === 'rivals')).toBe(false);
  expect(await store.db.select().from(formerContents).where(eq(formerContents.id, weakId))).toEqual([]);
});

test('pairs that are not kept are looked up, and kept from then on', async () => {
  const at = ten + 21 * 24 * 60 * minute;
  const officers = ['007731'];
  const footageId = await saveClip(clip({ id: 'kept', start: at, policeId: '007731' }));
  const first = await saveCall(call({ id: 'kept-1', officers, arrived: at, at: null }));
  await matchNow(store, rules, { recordIds: [first], footageIds: [footageId] });
  const marks = () =>
    store.db
      .select()
      .from(matchPairs)
      .where(and(eq(matchPairs.footageId, footageId), eq(matchPairs.recordId, 0)));
  expect(await marks()).toHaveLength(1);
  const rows = () => store.db.select().from(matchPairs).where(eq(matchPairs.footageId, footageId));
  const before = await rows();
  // As if the pair had never been kept: the mark says so.
  await store.transaction((tx) => forgetPairsOf(tx, [first], [footageId]));
  await store.db.delete(matchPairs).where(eq(matchPairs.recordId, first));
  const second = await saveCall(call({ id: 'kept-2', officers, arrived: at + minute, at: null }));
  expect(await matchOf(second)).toEqual(new Set([first, second]));
  expect((await linkOf(first, footageId))?.evidence.at(-1)?.detail).toMatchObject({ record: 'dispatch/kept-2' });
  expect(await marks()).toHaveLength(1);
  expect(await rows()).toEqual(expect.arrayContaining(before));
});

test('other partners begin something only where they bring other pairs', async () => {
  const at = ten + 28 * 24 * 60 * minute;
  const [own, mate] = ['007741', '007742'];
  await saveClip(clip({ id: 'mate-own', start: at, policeId: own }));
  const alone = await saveCall(call({ id: 'mate-1', officers: [own], arrived: at, at: null }));
  await matchOf(alone);
  const asked: string[] = [];
  const watched: Store = {
    ...store,
    journeys: {
      ...store.journeys,
      ask: (statements) => {
        asked.push(...statements);
        return store.journeys.ask(statements);
      },
    },
  };
  const isDecided = (id: number) =>
    asked.some((text) => text.includes('evidence') && new RegExp(`\\b${id}\\b`).test(text));
  // Two common calls far from the clip make partners of them, and neither shows anything of the other's.
  const far = { dispatched: at + 5 * 60 * minute, arrived: at + 5 * 60 * minute, at: null };
  await matchOf(await saveCall(call({ id: 'mate-2', officers: [own, mate], ...far })), watched);
  await matchOf(await saveCall(call({ id: 'mate-3', officers: [own, mate], ...far })), watched);
  expect(isDecided(alone)).toBe(false);

  const { recordId, footageId } = {
    recordId: alone,
    footageId: await saveClip(clip({ id: 'mate', start: at, policeId: mate })),
  };
  await matchNow(watched, rules, { recordIds: [], footageIds: [footageId] });
  const pairs = () =>
    store.db
      .select({ scored: matchPairs.scored })
      .from(matchPairs)
      .where(and(eq(matchPairs.recordId, recordId), eq(matchPairs.footageId, footageId)));
  const partner = await pairs();
  expect(partner).toHaveLength(1);
  // Calls of his own make him nobody's partner: the pair goes, and the other record is decided again.
  asked.length = 0;
  for (const number of [4, 5, 6, 7]) {
    const id = await saveCall(call({ id: `mate-${number}`, officers: [own], ...far }));
    await matchOf(id, watched);
  }
  expect(isDecided(alone)).toBe(true);
  expect(await pairs()).not.toEqual(partner);
});

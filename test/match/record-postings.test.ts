import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { HubEvent } from '../../hub/core/event.ts';
import type { BusinessRecord } from '../../hub/core/record.ts';
import { matchArrivals } from '../../hub/match/online/online.ts';
import { savePeople } from '../../hub/store/directory.ts';
import { saveFootage } from '../../hub/store/footage.ts';
import { allLinksOf } from '../../hub/store/links.ts';
import type { Store } from '../../hub/store/open.ts';
import { saveRecord } from '../../hub/store/records.ts';
import { repostFootage, repostStated, repostWithdrawn } from '../../hub/store/repost.ts';
import { repostRecords } from '../../hub/store/repost-records.ts';
import { statedBy } from '../../hub/store/statements.ts';
import { footage, records } from '../../hub/store/tables/catalogue.ts';
import { outbox } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';
import { call, clip, minute, place, rules, ten } from './_fixtures.ts';

let store: Store;
beforeAll(async () => {
  ({ store } = await database());
});

const day = 86_400_000;
const [own, lentFrom] = ['440106590000', '440106580000'];
const origin = { messageId: null, at: ten };

const put = async (record: BusinessRecord): Promise<number> =>
  (await store.transaction((tx) => saveRecord(tx, record, origin))).id;
const roster = (policeId: string, org: string, since: number) =>
  store.transaction((tx) => savePeople(tx, [{ policeId, name: '借调甲', org, since }]));

/** What workers do with what was told, but matching; until nothing is told any more. @returns records to be matched again */
const follow = async (): Promise<number[]> => {
  const concerned = new Set<number>();
  for (;;) {
    const told = await store.db.select({ name: outbox.name, data: outbox.data }).from(outbox);
    await store.db.delete(outbox);
    if (told.length === 0) return [...concerned];
    for (const { name, data } of told as HubEvent[]) {
      if (name === 'statements.withdrawn') await store.transaction((tx) => repostWithdrawn(tx, data.said));
      if (name !== 'record.changed') continue;
      concerned.add(data.id);
      await store.transaction(async (tx) => repostStated(tx, await statedBy(tx, [data.id])));
      await store.transaction((tx) => repostRecords(tx, [data.id]));
    }
  }
};

const officerEvidence = async (recordId: number) => {
  await store.transaction((tx) => matchArrivals(tx, rules, { recordIds: [recordId], footageIds: [] }));
  const [link] = await allLinksOf(store.db, [recordId]);
  return link?.evidence.find(({ comparison }) => comparison === 'officer');
};

test('the roster says where an officer served that a record only names, and each edit of it has the record matched again', async () => {
  const id = await put(call({ officers: ['008101'], org: own, at: place() }));
  await put(call({ id: 'other', officers: ['008102'], org: own, at: place(), arrived: ten + day }));
  const worn = clip({ policeId: '008103', org: lentFrom, at: place(), lengthMs: 20 * minute });
  await store.transaction((tx) => saveFootage(tx, worn, origin));
  await follow();
  expect((await officerEvidence(id))?.level).toBe('another');
  await roster('008101', lentFrom, ten - 30 * day);
  expect(await follow()).toEqual([id]);
  expect(await officerEvidence(id)).toMatchObject({
    level: 'colleague',
    detail: { officersServedAt: [lentFrom] },
  });
  // He came a day later than the roster said at first.
  await roster('008101', own, ten - 30 * day);
  await roster('008101', lentFrom, ten + day);
  expect(await follow()).toEqual([id]);
  expect((await officerEvidence(id))?.level).toBe('another');
});

test('an edit of the record keeps what is known of its officers', async () => {
  await roster('008104', lentFrom, ten - 30 * day);
  const record = call({ id: 'edited', officers: ['008104'], org: own });
  const id = await put(record);
  await follow();
  await put({ ...record, title: '改过的标题' });
  await follow();
  const [row] = await store.db.select({ data: records.data }).from(records).where(eq(records.id, id));
  expect(row?.data).toEqual({ ...record, title: '改过的标题', postings: { '008104': lentFrom } });
});

test('a recording whose roster was read between its look at it and its being stored is looked at again', async () => {
  const worn = clip({ id: 'meanwhile', policeId: '008105', org: own });
  await roster('008105', lentFrom, ten - 30 * day);
  const { id } = await store.transaction((tx) => saveFootage(tx, worn, origin));
  const stationOf = async () =>
    (await store.db.select({ station: footage.station }).from(footage).where(eq(footage.id, id)))[0]?.station;
  expect(await stationOf()).toBe(lentFrom);
  // As it is stored by whoever had looked before.
  await store.db.update(footage).set({ station: own, data: worn }).where(eq(footage.id, id));
  await store.db.delete(outbox);
  expect(await repostFootage(store, id)).toBe(true);
  expect(await stationOf()).toBe(lentFrom);
  expect(await repostFootage(store, id)).toBe(false);
  const told = await store.db.select({ name: outbox.name, data: outbox.data }).from(outbox);
  expect(told).toEqual([{ name: 'footage.changed', data: { id } }]);
});

test('whatever comes first, every record ends with the same stations', async () => {
  let round = 0;
  const station = fc.constantFrom(own, lentFrom);
  const world = fc.record({
    said: fc.array(fc.record({ hours: fc.integer({ min: -200, max: 200 }), org: station }), { maxLength: 5 }),
    named: fc.array(fc.integer({ min: -150, max: 150 }), { minLength: 1, maxLength: 4 }),
    since: fc.option(fc.record({ hours: fc.integer({ min: -150, max: 150 }), org: station })),
    seed: fc.integer({ min: 0, max: 1_000 }),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ said, named, since, seed }) => {
      round += 1;
      const start = ten + 60 * round * day;
      const storeAs = async (policeId: string, shuffle: (count: number) => number[]) => {
        const at = (hours: number) => start + hours * 60 * minute;
        const ids: number[] = [];
        const steps = [
          ...named.map((hours, index) => async () => {
            const id = `${policeId}-${round}-named-${index}`;
            ids[index] = await put(call({ id, officers: [policeId], org: own, at: null, arrived: at(hours) }));
          }),
          ...said.map(({ hours, org }, index) => async () => {
            const id = `${policeId}-${round}-said-${index}`;
            await put(call({ id, at: null, arrived: at(hours), more: { officers: [{ policeId, org }] } }));
          }),
          ...(since === null ? [] : [() => roster(policeId, since.org, at(since.hours))]),
        ];
        for (const step of shuffle(steps.length)) {
          await steps[step]?.();
          await follow();
        }
        const rows = await store.db.select({ id: records.id, data: records.data }).from(records);
        const postings = new Map(rows.map(({ id, data }) => [id, data.postings?.[policeId]]));
        return ids.map((id) => postings.get(id));
      };
      const inOrder = (count: number) => Array.from({ length: count }, (_, index) => index);
      const shuffled = (count: number) =>
        inOrder(count).sort((one, other) => ((one * 7 + seed) % (count + 1)) - ((other * 7 + seed) % (count + 1)));
      const [one, other] = [`8${round}1`, `8${round}2`];
      expect(await storeAs(one, shuffled)).toEqual(await storeAs(other, (count) => inOrder(count).reverse()));
    }),
    { numRuns: 25 },
  );
});

import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { HubEvent } from '../../hub/core/event.ts';
import type { Footage } from '../../hub/core/footage.ts';
import type { BusinessRecord } from '../../hub/core/record.ts';
import { matchAll } from '../../hub/match/batch.ts';
import { matchFootageOf } from '../../hub/match/inputs.ts';
import { matchArrivals } from '../../hub/match/online/online.ts';
import { evidenceOf } from '../../hub/match/resolve/evidence.ts';
import { saveSightings } from '../../hub/store/devices.ts';
import { savePeople } from '../../hub/store/directory.ts';
import { saveFootage } from '../../hub/store/footage.ts';
import { allLinksOf } from '../../hub/store/links.ts';
import type { Store } from '../../hub/store/open.ts';
import { saveRecord } from '../../hub/store/records.ts';
import { repostStated, repostWithdrawn } from '../../hub/store/repost.ts';
import { statedBy } from '../../hub/store/statements.ts';
import { footage } from '../../hub/store/tables/catalogue.ts';
import { outbox } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';
import { asRecords, call, clip, minute, place, rules, ten } from './_fixtures.ts';

let store: Store;
beforeAll(async () => {
  ({ store } = await database());
});

const day = 86_400_000;
const [old, next] = ['440106590000', '440106580000'];
const origin = { messageId: null, at: ten };

const put = (record: BusinessRecord) => store.transaction((tx) => saveRecord(tx, record, origin));
const putClip = (entry: Footage) => store.transaction((tx) => saveFootage(tx, entry, origin));
const match = (recordIds: number[], footageIds: number[]) =>
  store.transaction((tx) => matchArrivals(tx, rules, { recordIds, footageIds }));
const linksOf = async (recordId: number) => await allLinksOf(store.db, [recordId]);

/** Two stations, the same call at each on Tuesday and on Thursday, and nobody named; the camera states the old station always. */
const week = (officer: string, start: number) => {
  const days = [0, 2].flatMap((offset) =>
    [old, next].map((org) => ({
      name: `${org === old ? 'old' : 'next'} ${offset === 0 ? 'before' : 'after'}`,
      record: call({
        ...{ id: `${officer}-${org}-${offset}`, org, officers: [], at: null },
        arrived: start + offset * day,
      }),
    })),
  );
  const clips = [0, 2].map((offset) =>
    clip({
      ...{ id: `${officer}-${offset}`, policeId: officer, device: `device-${officer}`, org: old },
      start: start + offset * day,
    }),
  );
  return { days, clips };
};

const found = async (ids: ReadonlyMap<string, number>) => {
  const list: Record<string, string[]> = {};
  for (const [name, id] of ids)
    list[name] = (await linksOf(id)).map(({ decision }) => decision).filter((decision) => decision !== 'rejected');
  return list;
};

const storeWeek = async (officer: string, start: number) => {
  const { days, clips } = week(officer, start);
  const ids = new Map<string, number>();
  for (const { name, record } of days) ids.set(name, (await put(record)).id);
  const clipIds: number[] = [];
  for (const one of clips) clipIds.push((await putClip(one)).id);
  await match([...ids.values()], clipIds);
  return { ids, clipIds };
};

const transfer = (officer: string, start: number) =>
  store.transaction((tx) =>
    savePeople(tx, [
      { policeId: officer, name: '调动甲', org: old, since: start - 300 * day, until: start + day },
      { policeId: officer, name: '调动甲', org: next, since: start + day },
    ]),
  );

const stationsOf = async (clipIds: readonly number[]) => {
  const rows = await store.db.select({ id: footage.id, station: footage.station }).from(footage);
  const stations = new Map(rows.map(({ id, station }) => [id, station]));
  return clipIds.map((id) => stations.get(id));
};

const moved = { 'old before': ['review'], 'next before': [], 'old after': [], 'next after': ['review'] };

test('after a transfer in mid-week the officer’s clips are of the new station, before it of the old one', async () => {
  await transfer('007101', ten);
  const { ids, clipIds } = await storeWeek('007101', ten);
  expect(await found(ids)).toEqual(moved);
  const [row] = await store.db
    .select()
    .from(footage)
    .where(eq(footage.id, clipIds[1] ?? 0));
  expect(row).toMatchObject({ org: old, station: next });
});

test('a roster that comes later has the clips matched again, and only those it moves', async () => {
  const start = ten + 30 * day;
  const { ids, clipIds } = await storeWeek('007102', start);
  expect(await found(ids)).toEqual({ ...moved, 'old after': ['review'], 'next after': [] });
  await store.db.delete(outbox);
  await transfer('007102', start);
  const told = await store.db.select({ name: outbox.name, data: outbox.data }).from(outbox);
  expect(told).toEqual([{ name: 'footage.changed', data: { id: clipIds[1] } }]);
  await match([], [clipIds[1] ?? 0]);
  expect(await found(ids)).toEqual(moved);
});

test('a transfer whose day is corrected has the clips between the two days matched again', async () => {
  const start = ten + 45 * day;
  await transfer('007111', start - 3 * day);
  const { ids, clipIds } = await storeWeek('007111', start);
  expect(await stationsOf(clipIds)).toEqual([next, next]);
  await store.db.delete(outbox);
  await transfer('007111', start);
  const told = await store.db.select({ data: outbox.data }).from(outbox);
  expect(told).toEqual([{ data: { id: clipIds[0] } }]);
  await match([], clipIds);
  expect(await found(ids)).toEqual(moved);
});

/** A call that says where an officer serves so many days after the week began. */
const statement = (officer: string, start: number, days: number, org: string, more: Partial<BusinessRecord> = {}) =>
  call({
    ...{ id: `${officer}-said-${days}`, org, at: place(9000, 0), arrived: start + days * day + 180 * minute },
    more: { officers: [{ policeId: officer, org }], ...more },
  });

/** What workers do with what was told since the last time. */
const followStatements = async () => {
  const told = await store.db.select({ name: outbox.name, data: outbox.data }).from(outbox);
  await store.db.delete(outbox);
  for (const { name, data } of told as HubEvent[]) {
    if (name === 'record.changed')
      await store.transaction(async (tx) => repostStated(tx, await statedBy(tx, [data.id])));
    if (name === 'statements.withdrawn') await store.transaction((tx) => repostWithdrawn(tx, data.said));
  }
};

test('messages that name the officer with his station tell it as well, whatever comes first', async () => {
  const officer = '007103';
  const start = ten + 60 * day;
  const { ids, clipIds } = await storeWeek(officer, start);
  // What came first in time comes last.
  for (const [days, org] of [
    [3, next],
    [1, next],
    [-1, old],
  ] as const) {
    await put(statement(officer, start, days, org));
    await followStatements();
  }
  await match([], clipIds);
  expect(await found(ids)).toEqual(moved);
});

test('what an edited message says no more moves no recording', async () => {
  const officer = '007105';
  const start = ten + 90 * day;
  const { ids, clipIds } = await storeWeek(officer, start);
  for (const days of [1, 3]) await put(statement(officer, start, days, next));
  await followStatements();
  await match([], clipIds);
  expect(await found(ids)).toEqual(moved);
  await put(statement(officer, start, 3, next, { officers: [{ policeId: '007106', org: next }] }));
  await followStatements();
  expect(await stationsOf(clipIds)).toEqual([old, old]);
  await match([], clipIds);
  expect(await found(ids)).toEqual({ ...moved, 'old after': ['review'], 'next after': [] });
});

test('what a docking station takes back of a hand-out moves no recording', async () => {
  const officer = '007107';
  const start = ten + 120 * day;
  const { clipIds } = await storeWeek(officer, start);
  const handOut = (policeId: string, days: number) =>
    store.transaction((tx) => {
      const at = new Date(start + days * day);
      const observation = { kind: 'issue' as const, deviceId: 'spare-1', at, policeId, org: next };
      return saveSightings(tx, [{ source: 'dock', observation }]);
    });
  await handOut(officer, 1);
  await handOut(officer, 3);
  expect(await stationsOf(clipIds)).toEqual([old, next]);
  await handOut('007108', 3);
  expect(await stationsOf(clipIds)).toEqual([old, old]);
});

test('edited statements leave what the last version of each message alone would', async () => {
  const edits = fc.array(
    fc.record({
      number: fc.integer({ min: 0, max: 4 }),
      hours: fc.integer({ min: -200, max: 200 }),
      org: fc.constantFrom(old, next, undefined),
    }),
    { minLength: 1, maxLength: 12 },
  );
  let round = 0;
  await fc.assert(
    fc.asyncProperty(edits, async (list) => {
      round += 1;
      const start = ten + (200 + 40 * round) * day;
      const versions = list.map(({ number, hours, org }) => ({ number, hours, org }));
      const last = new Map(versions.map((one) => [one.number, one]));
      const clipsOf = (officer: string) =>
        [-72, -10, 0, 14, 90].map((hours) =>
          clip({
            ...{ id: `${officer}-${round}-${hours}`, policeId: officer, device: `device-${officer}`, org: old },
            start: start + hours * 60 * minute,
          }),
        );
      const say = async (officer: string, { number, hours, org }: (typeof versions)[number]) => {
        const officers = [{ policeId: officer, ...(org === undefined ? {} : { org }) }];
        const id = `${officer}-${round}-${number}`;
        await put(call({ id, arrived: start + hours * 60 * minute, at: null, more: { officers } }));
        await followStatements();
      };
      const [edited, plain] = ['007109', '007110'];
      const editedIds: number[] = [];
      const plainIds: number[] = [];
      for (const one of clipsOf(edited)) editedIds.push((await putClip(one)).id);
      for (const one of versions) await say(edited, one);
      for (const one of last.values()) await say(plain, one);
      for (const one of clipsOf(plain)) plainIds.push((await putClip(one)).id);
      expect(await stationsOf(editedIds)).toEqual(await stationsOf(plainIds));
    }),
    { numRuns: 40 },
  );
});

test('a colleague is who served at the station then, and the reason says so', () => {
  const others = call({ officers: ['007201'], org: next, at: place() });
  const worn = { ...clip({ policeId: '007104', org: old, at: place() }), posting: next };
  const [posted] = matchAll(rules, asRecords([others]), [matchFootageOf(1, worn)]);
  const { posting: _, ...unposted } = worn;
  const [stated] = matchAll(rules, asRecords([others]), [matchFootageOf(1, unposted)]);
  if (!posted) throw new Error('a pair is expected');
  expect(evidenceOf(rules, posted).find(({ comparison }) => comparison === 'officer')).toMatchObject({
    level: 'colleague',
    detail: { wearerServedAt: next, stated: old },
  });
  expect(stated?.pair.levels.officer?.level).toBe('another');
});

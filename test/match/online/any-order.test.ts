import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { matchAll } from '../../../hub/match/batch.ts';
import { matchFootage, matchRecord } from '../../../hub/match/online/online.ts';
import { rematch } from '../../../hub/match/online/rematch.ts';
import { saveFootage } from '../../../hub/store/footage.ts';
import { saveRecord } from '../../../hub/store/records.ts';
import { footage, links, records } from '../../../hub/store/tables/catalogue.ts';
import { asFootage, asRecords, call, clip, iso, minute, place, rules } from '../_fixtures.ts';
import { openArriving, origin } from './_arriving.ts';

const { store, week, putRecord, putClip, linksOf, decisionsOf } = await openArriving();

test('online, in any order of arrival, comes to the same links as the batch', async () => {
  const { at, day } = week();
  const officer = (index: number) => `0088${String(index).padStart(2, '0')}`;
  const recordList = Array.from({ length: 14 }, (_, index) =>
    call({
      id: `order-r${index}-${day}`,
      arrived: at + index * 13 * minute,
      cleared: at + index * 13 * minute + (10 + (index % 4) * 5) * minute,
      officers: index % 5 === 4 ? [] : [officer(index % 3), officer(10 + (index % 3))],
      at: index % 2 ? place(index * 150, 0) : null,
    }),
  );
  const clipList = Array.from({ length: 16 }, (_, index) =>
    clip({
      id: `order-f${index}-${day}`,
      start: at + index * 12 * minute - (index % 3) * minute,
      lengthMs: (4 + (index % 5) * 5) * minute,
      policeId: index % 6 === 5 ? null : officer(index % 3),
      device: `4401061315100000${String(100 + (index % 3))}`,
      at: index % 2 ? place(index * 140, 30) : null,
    }),
  );
  const expected = matchAll(rules, asRecords(recordList), asFootage(clipList))
    .flatMap(({ pair, decision, segment }) =>
      decision
        ? [`${pair.left.record.externalId} ${pair.right.footage.externalId} ${decision} ${segment.from} ${segment.to}`]
        : [],
    )
    .sort();
  const arrivals = [
    ...recordList.map((record) => () => putRecord(record)),
    ...clipList.map((entry) => () => putClip(entry)),
  ];
  // A fixed shuffle: 17 is coprime to 30.
  for (let index = 0; index < arrivals.length; index += 1) await arrivals[(index * 17) % arrivals.length]?.();
  const stored = await store.db
    .select({ link: links, record: records.externalId, clip: footage.externalId })
    .from(links)
    .innerJoin(records, eq(records.id, links.recordId))
    .innerJoin(footage, eq(footage.id, links.footageId));
  const found = stored
    .filter(({ record }) => record.startsWith('order-') && record.endsWith(`-${day}`))
    .map(({ link, record, clip: name }) => `${record} ${name} ${link.decision} ${link.segmentStart} ${link.segmentEnd}`)
    .sort();
  expect(expected.length).toBeGreaterThan(10);
  expect(found).toEqual(expected);
});

test('many at once end in the same links, without a deadlock that shows', async () => {
  const { at, day } = week();
  const numbers = Array.from({ length: 6 }, (_, index) => index);
  const ids = await Promise.all(
    numbers.flatMap((index) => [
      store
        .transaction((tx) =>
          saveRecord(tx, call({ id: `crowd-${index}-${day}`, arrived: at + index * 40 * minute }), origin),
        )
        .then(
          ({ id }) =>
            () =>
              store.transaction((tx) => matchRecord(tx, rules, id)),
        ),
      store
        .transaction((tx) =>
          saveFootage(tx, clip({ id: `crowd-${index}-${day}`, start: at + index * 40 * minute }), origin),
        )
        .then(
          ({ id }) =>
            () =>
              store.transaction((tx) => matchFootage(tx, rules, id)),
        ),
    ]),
  );
  await Promise.all([...ids, ...ids].map((match) => match()));
  const linked = await store.db
    .select({ record: records.externalId, clip: footage.externalId, decision: links.decision })
    .from(links)
    .innerJoin(records, eq(records.id, links.recordId))
    .innerJoin(footage, eq(footage.id, links.footageId));
  const crowd = linked.filter(({ record, decision }) => record.startsWith('crowd-') && decision === 'linked');
  expect(crowd.map(({ record, clip: name }) => record === name)).toEqual(numbers.map(() => true));
});

test('a stretch of time is matched again, whoever stored it', async () => {
  const { at, day } = week();
  const { id } = await store.transaction((tx) => saveRecord(tx, call({ id: `again-${day}`, arrived: at }), origin));
  const saved = await store.transaction((tx) => saveFootage(tx, clip({ id: `again-${day}`, start: at }), origin));
  expect(await linksOf(id)).toEqual([]);
  const stretch = { from: iso(at - 10 * minute), to: iso(at) };
  expect(await rematch(store, rules, { ...stretch, org: '440105000000' })).toEqual(new Set());
  expect(await rematch(store, rules, { ...stretch, org: '440106000000' })).toEqual(new Set([id]));
  expect(await decisionsOf(id)).toEqual({ [saved.id]: 'linked' });
});

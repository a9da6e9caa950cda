import { expect, test } from 'vitest';
import { cellsOfTrack } from '../../hub/core/cell.ts';
import type { Footage } from '../../hub/core/footage.ts';
import { everything } from '../../hub/core/scope.ts';
import { findFootage, getFootage, saveFootage } from '../../hub/store/footage.ts';
import { listFootage } from '../../hub/store/footage-list.ts';
import type { Store } from '../../hub/store/open.ts';
import { saveRecord } from '../../hub/store/records.ts';
import { footage, footageCells, footageReferences, links } from '../../hub/store/tables/catalogue.ts';
import { outbox } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';
import { sampleFootage, sampleRecord } from './samples.ts';

const save = (store: Store, entry: Footage, messageId: number | null = null) =>
  store.transaction((tx) => saveFootage(tx, entry, { messageId, at: Date.now() }));

test('a recording is stored with cells, references and its events', async () => {
  const { store } = await database();
  const entry = sampleFootage({ media: { url: 'http://dock/1.mp4', bytes: 12 } });
  const { id } = await save(store, entry);
  expect(await getFootage(store.db, everything, id)).toMatchObject({ mediaState: 'remote', version: 1, data: entry });
  const cells = await store.db.select().from(footageCells);
  expect(cells.map(({ cell }) => cell)).toEqual(cellsOfTrack(entry.track));
  expect(await store.db.select().from(footageReferences)).toEqual([
    { footageId: id, kind: 'dispatch', target: '440106000001' },
  ]);
  const events = await store.db.select().from(outbox);
  expect(events).toMatchObject([
    { lane: 'events', name: 'footage.changed', data: { id } },
    { lane: 'media', name: 'media.wanted', data: { footageId: id } },
  ]);
});

test('an edit replaces the track and leaves what matching and media keep', async () => {
  const { store } = await database();
  const { id } = await save(store, sampleFootage());
  await store.db.update(footage).set({ linkCount: 3, clockErrorMs: 90_000, mediaState: 'stored', path: 'a/b.mp4' });
  const moved = sampleFootage({
    track: [[Date.parse('2024-01-05T08:55:00+08:00'), 110, 20]],
    references: [],
    media: { url: 'http://dock/2' },
  });
  expect(await save(store, moved)).toEqual({ id, outcome: 'stored' });
  expect(await getFootage(store.db, everything, id)).toMatchObject({
    linkCount: 3,
    clockErrorMs: 90_000,
    mediaState: 'stored',
    path: 'a/b.mp4',
    version: 2,
  });
  expect((await store.db.select().from(footageCells)).map(({ cell }) => cell)).toEqual(cellsOfTrack(moved.track));
  expect(await store.db.select().from(footageReferences)).toEqual([]);
});

test('an address that comes later makes the bytes wanted', async () => {
  const { store } = await database();
  const { id } = await save(store, sampleFootage());
  expect((await getFootage(store.db, everything, id))?.mediaState).toBe('none');
  await save(store, sampleFootage({ media: { url: 'http://dock/1.mp4' } }));
  expect((await getFootage(store.db, everything, id))?.mediaState).toBe('remote');
  const names = (await store.db.select().from(outbox)).map(({ name }) => name);
  expect(names).toEqual(['footage.changed', 'footage.changed', 'media.wanted']);
});

test('a recording that ends before it starts does not fit', async () => {
  const { store } = await database();
  await expect(save(store, sampleFootage({ end: '2024-01-05T08:49:59+08:00' }))).rejects.toThrow(
    /ends before it starts/,
  );
});

test('a scope of records shows the footage linked to them, rejected links excepted', async () => {
  const { store } = await database();
  const linked = await save(store, sampleFootage());
  const rejected = await save(store, sampleFootage({ externalId: 'wjbh-2' }));
  await save(store, sampleFootage({ externalId: 'wjbh-3' }));
  const record = await store.transaction((tx) => saveRecord(tx, sampleRecord(), { messageId: null, at: 1 }));
  const link = (footageId: number, decision: 'linked' | 'rejected') => ({
    ...{ recordId: record.id, footageId, segmentStart: 1, segmentEnd: 2, weight: 1, probability: 1, decision },
    ...{ decidedBy: 'rule', rule: 'r', evidence: [], createdAt: 1, changedAt: 1 },
  });
  await store.db.insert(links).values([link(linked.id, 'linked'), link(rejected.id, 'rejected')]);
  const seen = await listFootage(store.db, { kind: 'records', records: [record.id] });
  expect(seen.items.map(({ id }) => id)).toEqual([linked.id]);
  expect(await getFootage(store.db, { kind: 'records', records: [] }, linked.id)).toBeUndefined();
  expect(await findFootage(store.db, { kind: 'orgs', orgs: ['440106000000'] }, 'dock-test', 'wjbh-1')).toMatchObject({
    id: linked.id,
  });
  expect((await listFootage(store.db, everything, { deviceKind: 'interview-room' })).items).toEqual([]);
  expect((await listFootage(store.db, everything, { policeId: '009901', org: '440106590000' })).items).toHaveLength(3);
});

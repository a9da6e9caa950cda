import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { everything } from '../../hub/core/scope.ts';
import { embeddedEngine } from '../../hub/search/embedded/engine.ts';
import { indexFootage, indexRecords, reindex } from '../../hub/search/reindex.ts';
import { search } from '../../hub/search/search.ts';
import { saveFootage } from '../../hub/store/footage.ts';
import { allLinksOf, dropLinks, putLinks, recount } from '../../hub/store/links.ts';
import { saveRecord } from '../../hub/store/records.ts';
import { records } from '../../hub/store/tables/catalogue.ts';
import { database } from '../kit/database.ts';
import { sampleFootage, sampleRecord } from '../store/samples.ts';

const { store } = await database();
const folder = await mkdtemp(join(tmpdir(), 'hub-reindex-'));
const engine = embeddedEngine(join(folder, 'search.db'));
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const origin = { messageId: 1, at: Date.now() };
const ids = async (text: string): Promise<string[]> => {
  const { items } = await search(engine, { text, mode: 'all', filter: {}, scope: everything, limit: 20 });
  return items.map(({ document }) => document.id).sort();
};

const record = await saveRecord(
  store.db,
  sampleRecord({ externalId: 'R1', title: '石桥路口剐蹭', summary: '两车剐蹭，无人受伤' }),
  origin,
);
const clip = await saveFootage(store.db, sampleFootage({ externalId: 'F1', policeId: '009977' }), origin);

test('a recording is found by what it shows, as long as it shows it', async () => {
  await putLinks(store.db, [
    {
      version: 1,
      content: {
        recordId: record.id,
        footageId: clip.id,
        viaRecordId: null,
        segmentStart: 0,
        segmentEnd: 1_000,
        weight: 9,
        probability: 0.99,
        decision: 'linked',
        decidedBy: 'rule',
        rule: 'test',
        evidence: [],
      },
    },
  ]);
  await recount(store.db, [record.id], [clip.id]);
  await indexRecords(store.db, engine, [record.id]);
  await indexFootage(store.db, engine, [clip.id]);
  expect(await ids('剐蹭')).toEqual([`footage-${clip.id}`, `record-${record.id}`]);
  // And the record by the number of the officer who filmed it.
  expect(await ids('009977')).toEqual([`footage-${clip.id}`, `record-${record.id}`]);

  const [link] = await allLinksOf(store.db, [record.id]);
  await dropLinks(store.db, [link?.id ?? 0]);
  await recount(store.db, [record.id], [clip.id]);
  await indexRecords(store.db, engine, [record.id]);
  await indexFootage(store.db, engine, [clip.id]);
  expect(await ids('剐蹭')).toEqual([`record-${record.id}`]);
  expect(await ids('linked:true')).toEqual([]);
});

test('an index that lost everything is built again from the store', async () => {
  await engine.clear();
  expect(await ids('剐蹭')).toEqual([]);
  expect(await reindex(store.db, engine)).toBe(2);
  expect(await ids('剐蹭')).toEqual([`record-${record.id}`]);
});

test('what is gone from the store leaves the index', async () => {
  await store.db.delete(records);
  await indexRecords(store.db, engine, [record.id]);
  expect(await ids('剐蹭')).toEqual([]);
});

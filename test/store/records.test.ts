import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { RecordError } from '../../hub/core/errors.ts';
import { everything } from '../../hub/core/scope.ts';
import type { Store } from '../../hub/store/open.ts';
import { prepareRecord } from '../../hub/store/prepare-record.ts';
import { neighboursOf, referencesOf, referredBy } from '../../hub/store/record-references.ts';
import { findRecord, getRecord, listRecords, saveRecord, saveRecords } from '../../hub/store/records.ts';
import { recordOfficers, recordReferences, records } from '../../hub/store/tables/catalogue.ts';
import { outbox } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';
import { sampleRecord } from './samples.ts';

const save = (store: Store, record: ReturnType<typeof sampleRecord>, messageId: number | null = null) =>
  store.transaction((tx) => saveRecord(tx, record, { messageId, at: Date.now() }));

test('a new record is stored with officers, references and one event', async () => {
  const { store } = await database();
  const { id, outcome } = await save(store, sampleRecord());
  expect(outcome).toBe('stored');
  const row = await getRecord(store.db, everything, id);
  expect(row).toMatchObject({
    externalId: '440106000001',
    title: '报警：道路纠纷',
    version: 1,
    startAt: Date.parse('2024-01-05T08:48:09+08:00'),
    endAt: Date.parse('2024-01-05T09:30:00+08:00'),
    data: sampleRecord(),
  });
  const officers = await store.db.select().from(recordOfficers).where(eq(recordOfficers.recordId, id));
  expect(officers.map(({ policeId }) => policeId)).toEqual(['009901', '009902']);
  expect(await store.db.select().from(recordReferences)).toEqual([{ recordId: id, kind: 'case', target: 'A4401' }]);
  expect(await store.db.select().from(outbox)).toMatchObject([
    { lane: 'events', name: 'record.changed', data: { id } },
  ]);
});

test('the same content in another key order is unchanged and tells nothing', async () => {
  const { store } = await database();
  await save(store, sampleRecord({ attributes: { a: 1, b: { c: 2, d: 3 } } }));
  const again = await save(store, sampleRecord({ attributes: { b: { d: 3, c: 2 }, a: 1 } }));
  expect(again.outcome).toBe('unchanged');
  expect(await store.db.select().from(outbox)).toHaveLength(1);
});

test('an edit replaces officers and counts the version up', async () => {
  const { store } = await database();
  const { id } = await save(store, sampleRecord());
  expect(await save(store, sampleRecord({ officers: [{ policeId: '009903' }], references: [] }))).toEqual({
    id,
    outcome: 'stored',
  });
  const officers = await store.db.select().from(recordOfficers);
  expect(officers).toMatchObject([{ recordId: id, policeId: '009903' }]);
  expect(await store.db.select().from(recordReferences)).toEqual([]);
  expect(await getRecord(store.db, everything, id)).toMatchObject({ version: 2 });
});

test('an older version that arrives late does not overwrite, by its own version or else by its message', async () => {
  const { store } = await database();
  const at = (minute: string, title: string) => sampleRecord({ updatedAt: `2024-01-05T09:${minute}:00+08:00`, title });
  await save(store, at('20', 'new'), 5);
  expect((await save(store, at('10', 'old'), 6)).outcome).toBe('unchanged');
  expect((await save(store, at('30', 'newest'), 4)).outcome).toBe('stored');
  const bare = (title: string) => sampleRecord({ externalId: 'no-version', title });
  await save(store, bare('a'), 1);
  await save(store, bare('b'), 2);
  expect((await save(store, bare('a'), 1)).outcome).toBe('unchanged');
  // The same content came again with message 4: what message 3 said is older than that.
  expect((await save(store, bare('b'), 4)).outcome).toBe('unchanged');
  expect((await save(store, bare('c'), 3)).outcome).toBe('unchanged');
  const rows = await listRecords(store.db, everything);
  expect(rows.items.map(({ title }) => title).sort()).toEqual(['b', 'newest']);
});

test('a message told again by a mended mapping corrects its version too, whatever that was', async () => {
  const { store } = await database();
  const at = (time: string, title: string) => sampleRecord({ updatedAt: `2024-01-05T${time}:00+08:00`, title });
  await save(store, at('17:20', 'eight hours ahead'), 5);
  expect((await save(store, at('09:20', 'mended'), 5)).outcome).toBe('stored');
  expect((await save(store, at('09:20', 'mended'), 5)).outcome).toBe('unchanged');
  expect((await save(store, at('12:00', 'later'), 6)).outcome).toBe('stored');
  expect((await save(store, at('09:20', 'mended'), 5)).outcome).toBe('unchanged');
});

test('several versions in one batch give one row, in order', async () => {
  const { store } = await database();
  const items = ['a', 'a', 'b', 'a'].map((title) => ({
    prepared: prepareRecord(sampleRecord({ title })),
    origin: { messageId: 1, at: Date.now() },
  }));
  const results = await store.transaction((tx) => saveRecords(tx, items));
  expect(results.map(({ outcome }) => outcome)).toEqual(['stored', 'unchanged', 'stored', 'stored']);
  expect(new Set(results.map(({ id }) => id)).size).toBe(1);
  expect(await store.db.select().from(records)).toMatchObject([{ title: 'a', version: 3 }]);
});

test('concurrent first inserts neither fail nor duplicate', async () => {
  const { store } = await database();
  const batch = (order: 1 | -1) =>
    [...Array(30).keys()]
      .sort((left, right) => order * (left - right))
      .map((number) => ({
        prepared: prepareRecord(sampleRecord({ externalId: `n${number}` })),
        origin: { messageId: null, at: Date.now() },
      }));
  const saved = await Promise.all(
    [1, -1, 1, -1, 1, -1].map((order) => store.transaction((tx) => saveRecords(tx, batch(order as 1 | -1)))),
  );
  expect(saved.flat().filter(({ outcome }) => outcome === 'stored')).toHaveLength(30);
  expect(await store.db.select().from(records)).toHaveLength(30);
  expect(await store.db.select().from(recordOfficers)).toHaveLength(60);
  expect(await store.db.select().from(outbox)).toHaveLength(30);
});

test('what no column can hold is refused by field', () => {
  expect(() => prepareRecord(sampleRecord({ org: '4401065900001' }))).toThrow(RecordError);
  expect(() => prepareRecord(sampleRecord({ references: [{ kind: 'case', id: 'x'.repeat(191) }] }))).toThrow(
    'references.id',
  );
  expect(() => prepareRecord(sampleRecord({ time: { start: '0001-01-01T00:00:00Z', precision: 'day' } }))).toThrow(
    'time.start',
  );
  expect(prepareRecord(sampleRecord({ title: '长'.repeat(600) })).record.title).toHaveLength(600);
});

test('odd texts survive', async () => {
  const { store } = await database();
  const odd = `'";\\ -- \u0000 😀 𠮷 ? ?? :a %_ ${'长'.repeat(600)}`;
  const { id } = await save(store, sampleRecord({ externalId: "o'\\?", title: odd, attributes: { odd } }));
  const row = await getRecord(store.db, everything, id);
  expect(row?.data.attributes.odd).toBe(odd);
  expect(row?.externalId).toBe("o'\\?");
  expect([...(row?.title ?? '')]).toHaveLength(500);
});

test('lists are filtered, scoped and paged without gaps', async () => {
  const { store } = await database();
  await store.transaction((tx) =>
    saveRecords(
      tx,
      [...Array(25).keys()].map((number) => ({
        prepared: prepareRecord(
          sampleRecord({
            externalId: `n${number}`,
            ...(number % 5 === 0 ? {} : { org: number % 2 ? '440106590000' : '440103000000' }),
            // Two of a time, so that the id has to decide.
            time: {
              start: new Date(1_700_000_000_000 + Math.floor(number / 2) * 1000).toISOString(),
              precision: 'second',
            },
          }),
        ),
        origin: { messageId: null, at: Date.now() },
      })),
    ),
  );
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listRecords(store.db, everything, { limit: 4, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ externalId }) => externalId));
    cursor = page.next;
  } while (cursor);
  expect(new Set(seen).size).toBe(25);
  expect(seen).toHaveLength(25);
  const scoped = await listRecords(store.db, { kind: 'orgs', orgs: ['440103000000'] }, { limit: 100 });
  expect(new Set(scoped.items.map(({ org }) => org))).toEqual(new Set(['440103000000']));
  expect((await listRecords(store.db, { kind: 'orgs', orgs: [] })).items).toEqual([]);
  expect((await listRecords(store.db, everything, { policeId: '009902', limit: 100 })).items).toHaveLength(25);
  expect((await listRecords(store.db, everything, { policeId: 'nobody' })).items).toEqual([]);
  expect((await listRecords(store.db, everything, { linked: true })).items).toEqual([]);
  const [one] = scoped.items;
  expect((await listRecords(store.db, { kind: 'records', records: [one?.id ?? 0] })).items).toHaveLength(1);
  expect(
    await findRecord(store.db, { kind: 'orgs', orgs: ['440106000000'] }, 'dispatch', one?.externalId ?? ''),
  ).toBeUndefined();
  await expect(listRecords(store.db, everything, { cursor: 'bm9uc2Vuc2U' })).rejects.toThrow('cursor');
});

test('references lead both ways', async () => {
  const { store } = await database();
  const call = await save(store, sampleRecord());
  const kase = await save(
    store,
    sampleRecord({ source: 'case-test', system: 'case', kind: 'case', externalId: 'A4401', references: [] }),
  );
  expect(await referencesOf(store.db, everything, call.id)).toMatchObject([
    { kind: 'case', id: 'A4401', recordId: kase.id },
  ]);
  const rows = await referredBy(store.db, everything, { system: 'case', externalId: 'A4401' });
  expect(rows.map(({ id }) => id)).toEqual([call.id]);
  expect(await neighboursOf(store.db, kase.id)).toEqual([call.id]);
  expect(await neighboursOf(store.db, call.id)).toEqual([kase.id]);
  const outside = await referencesOf(store.db, { kind: 'orgs', orgs: ['110000000000'] }, call.id);
  expect(outside).toEqual([{ kind: 'case', id: 'A4401' }]);
});

import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Footage } from '../../../hub/core/footage.ts';
import type { BusinessRecord } from '../../../hub/core/record.ts';
import { linksOf, matchWithClocks } from '../../../hub/match/batch.ts';
import { matchRecord } from '../../../hub/match/online/online.ts';
import { doPart } from '../../../hub/match/stored/do-part.ts';
import { planRun } from '../../../hub/match/stored/plan-run.ts';
import { saveFootage } from '../../../hub/store/footage.ts';
import { listRuns, runById, startRun } from '../../../hub/store/match-runs.ts';
import type { Store } from '../../../hub/store/open.ts';
import { saveRecord } from '../../../hub/store/records.ts';
import { database } from '../../kit/database.ts';
import { asFootage, asRecords, call, clip, minute, rules, ten } from '../_fixtures.ts';
import { world } from '../_world.ts';

let store: Store;
beforeAll(async () => {
  ({ store } = await database());
});

const origin = { messageId: null, at: ten } as never;
const tables = [
  ...['records', 'record_officers', 'record_references', 'footage', 'footage_cells', 'footage_references'],
  ...['links', 'outbox', 'match_runs', 'match_parts', 'match_clocks_found', 'match_pairs'],
];

const fill = async (records: readonly BusinessRecord[], clips: readonly Footage[]): Promise<void> => {
  for (const table of tables) await store.pool.query(`DELETE FROM ${table}`);
  await store.transaction(async (tx) => {
    for (const one of records) await saveRecord(tx, one, origin);
    for (const one of clips) await saveFootage(tx, one, origin);
  });
};

type Row = { [column: string]: unknown };
const rowsOf = async (sql: string): Promise<Row[]> => (await store.pool.query(sql))[0] as Row[];
const openParts = async (): Promise<number[]> =>
  (await rowsOf('SELECT id FROM match_parts WHERE doneAt IS NULL ORDER BY id')).map(({ id }) => Number(id));

interface Stretch {
  readonly from?: number;
  readonly to?: number;
  readonly org?: string;
  /** So many clips with corrected clocks are decided by themselves; for more, whole days are. */
  readonly few?: number;
}

const wholeRun = async (mostRows: number, { from = 0, to = Number.MAX_SAFE_INTEGER, org, few }: Stretch = {}) => {
  const run = { fromAt: from, toAt: to, org: org ?? null, startedBy: 'test' };
  const id = await store.transaction((tx) => startRun(tx, run));
  await planRun(store, id, mostRows);
  for (let parts = await openParts(); parts.length > 0; parts = await openParts())
    // Backwards, so that heirs are mostly matched before those they inherit from.
    for (const part of parts.reverse()) await doPart(store, rules, part, few === undefined ? {} : { few });
  expect((await runById(store.db, id))?.finishedAt).not.toBeNull();
  const [progress] = await listRuns(store.db, 1);
  return progress;
};

const said = (record: unknown, footage: unknown, decision: unknown, from: unknown, to: unknown, weight: unknown) =>
  [record, footage, decision, Number(from), Number(to), Number(weight).toFixed(3)].join(' ');

const linksInStore = async (): Promise<string[]> => {
  const sql = `SELECT CONCAT(r.source, '/', r.externalId) r, CONCAT(f.source, '/', f.externalId) f, l.decision, l.segmentStart a, l.segmentEnd b, l.weight w
    FROM links l JOIN records r ON r.id = l.recordId JOIN footage f ON f.id = l.footageId`;
  return (await rowsOf(sql)).map(({ r, f, decision, a, b, w }) => said(r, f, decision, a, b, w)).sort();
};

const linksInMemory = (records: readonly BusinessRecord[], clips: readonly Footage[]): string[] => {
  const [left, right] = [asRecords(records), asFootage(clips)];
  return [...linksOf(rules, left, matchWithClocks(rules, left, right))]
    .map(({ record, footage, decision, segment, weight }) =>
      said(record, footage, decision, Date.parse(segment.start), Date.parse(segment.end), weight),
    )
    .sort();
};

test('however the store is cut, its links are those of the files, and neither another run nor online changes them', async () => {
  let links = 0;
  await fc.assert(
    fc.asyncProperty(world, fc.constantFrom(1, 12, 1_000), fc.constantFrom(0, 2, 32), async (city, mostRows, few) => {
      const { records, clips } = city;
      await fill(records, clips);
      await wholeRun(mostRows, { few });
      const found = await linksInStore();
      links += found.length;
      expect(found).toEqual(linksInMemory(records, clips));
      const ids = (await rowsOf('SELECT id FROM records')).map(({ id }) => Number(id));
      for (const id of ids) expect(await store.transaction((tx) => matchRecord(tx, rules, id))).toEqual(new Set());
      expect((await wholeRun(1_000))?.changed).toBe(0);
      expect(await linksInStore()).toEqual(found);
    }),
    { numRuns: 12 },
  );
  expect(links).toBeGreaterThan(50);
}, 300_000);

/** A camera that runs a quarter of an hour fast, over ten days; nothing but its links can tell. */
const fastCamera = () => {
  const officers = ['0988001'];
  const days = Array.from({ length: 10 }, (_, day) => ten + day * 24 * 60 * minute);
  const records = days.map((at, day) => call({ id: `fast-${day}`, arrived: at, officers, at: null }));
  const clips = days.map((at, day) =>
    clip({ id: `fast-${day}`, start: at + 15 * minute, lengthMs: 6 * minute, policeId: '0988001', device: 'fast' }),
  );
  return { records, clips };
};

test.each([
  { few: 0, passes: ['first', 'clocks', 'again'] },
  { few: 32, passes: ['first', 'clocks'] },
])(
  'a clock that only the links of many parts tell of is corrected in all of them: $passes',
  async ({ few, passes }) => {
    const { records, clips } = fastCamera();
    await fill(records, clips);
    const progress = await wholeRun(1, { few });
    expect(progress?.passes.map(({ pass }) => pass)).toEqual(passes);
    const clocks = await rowsOf('SELECT DISTINCT clockErrorMs AS errorMs FROM footage');
    expect(clocks).toHaveLength(1);
    expect(Number(clocks[0]?.errorMs)).toBeGreaterThan(5 * minute);
    expect(await linksInStore()).toEqual(linksInMemory(records, clips));
    // A clock that is known does not vote for itself: the next run comes to the same.
    expect((await wholeRun(1))?.changed).toBe(0);
  },
);

test('what people decided outranks a run, and whatever a killed process left undone is done', async () => {
  const { records, clips } = fastCamera();
  await fill(records, clips);
  await wholeRun(1);
  await store.pool.query("UPDATE links SET decision = 'rejected', decidedBy = 'reviewer' ORDER BY id LIMIT 1");
  await store.pool.query("DELETE FROM links WHERE decision <> 'rejected'");
  const id = await store.transaction((tx) =>
    startRun(tx, { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER, org: null, startedBy: 'test' }),
  );
  await planRun(store, id, 1);
  await planRun(store, id, 1);
  const parts = await openParts();
  expect(parts.length).toBeGreaterThanOrEqual(10);
  // Two processes at the same part, as when one of them is taken for dead: neither harms the other.
  await Promise.all([doPart(store, rules, parts[0] as number), doPart(store, rules, parts[0] as number)]);
  for (let left = await openParts(); left.length > 0; left = await openParts())
    for (const part of left) await doPart(store, rules, part);
  const rows = await rowsOf('SELECT decision, COUNT(*) AS total FROM links GROUP BY decision');
  const totals = Object.fromEntries(rows.map(({ decision, total }) => [decision, Number(total)]));
  expect(totals.rejected).toBe(1);
  expect((totals.linked ?? 0) + (totals.review ?? 0)).toBe(linksInMemory(records, clips).length - 1);
  const counts = await rowsOf(
    "SELECT COUNT(*) AS wrong FROM records r WHERE linkCount <> (SELECT COUNT(*) FROM links l WHERE l.recordId = r.id AND l.decision IN ('linked', 'confirmed'))",
  );
  expect(Number(counts[0]?.wrong)).toBe(0);
});

test('a run of an organisation and some days leaves everything else alone', async () => {
  const inside = call({ id: 'in', arrived: ten, org: '440106590000' });
  const later = call({ id: 'later', arrived: ten + 3 * 24 * 60 * minute, org: '440106590000' });
  const elsewhere = call({ id: 'elsewhere', arrived: ten, org: '440105590000', officers: ['009955'] });
  await fill(
    [inside, later, elsewhere],
    [
      clip({ id: 'in', start: ten }),
      clip({ id: 'later', start: ten + 3 * 24 * 60 * minute }),
      clip({ id: 'elsewhere', start: ten, policeId: '009955', org: '440105590000', device: 'other' }),
    ],
  );
  await wholeRun(1_000, { from: ten - 60 * minute, to: ten + 60 * minute, org: '440106000000' });
  expect((await linksInStore()).map((link) => link.split(' ')[0])).toEqual(['dispatch/in']);
});

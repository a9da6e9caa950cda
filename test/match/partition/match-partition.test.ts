import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Footage } from '../../../hub/core/footage.ts';
import { linkSchema } from '../../../hub/core/link.ts';
import type { BusinessRecord } from '../../../hub/core/record.ts';
import { linksOf, matchAll, matchWithClocks } from '../../../hub/match/batch.ts';
import { matchFiles } from '../../../hub/match/match-files.ts';
import { storeOf } from '../../../hub/match/partition/in-memory.ts';
import { matchPartition } from '../../../hub/match/partition/match-partition.ts';
import { openResolved } from '../../../hub/match/resolve/explained.ts';
import { asFootage, asRecords, call, clip, minute, rules, ten } from '../_fixtures.ts';
import { world } from '../_world.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'partition-'));
});
afterAll(() => rm(folder, { recursive: true }));

const hour = 60 * minute;

const linksOfWhole = (records: readonly BusinessRecord[], clips: readonly Footage[]): string[] => {
  const [left, right] = [asRecords(records), asFootage(clips)];
  return [...linksOf(rules, left, matchWithClocks(rules, left, right))].map((link) => JSON.stringify(link)).sort();
};

test('whatever the cuts, a partition decides its own records as the whole does', () => {
  fc.assert(
    fc.property(
      world,
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 }),
      ({ records, clips }, hours) => {
        // Numbers join across any time, which the files' own search tells a partition; here there are none.
        const [left, right] = [asRecords(records), asFootage(clips.map((one) => ({ ...one, references: [] })))];
        const said = (one: ReturnType<typeof matchAll>[number]) =>
          JSON.stringify([
            one.pair.left.record.name,
            one.pair.right.footage.name,
            one.weight,
            one.decision,
            one.segment,
          ]);
        const whole = matchAll(rules, left, right).map(said).sort();
        const cuts = [...new Set([0, ...hours, 200])].sort((one, other) => one - other).map((at) => ten + at * hour);
        const store = storeOf(rules, left, right);
        const none = { ofRecord: new Map(), ofClip: new Map() };
        const parts = cuts.flatMap((from, index) => {
          const to = cuts[index + 1] ?? Number.MAX_SAFE_INTEGER;
          const own = { from: index === 0 ? 0 : from, to };
          const decided = matchPartition(rules, store, own, none);
          const resolved = openResolved(decided.frames, decided.pairs, decided.verdicts);
          return [...decided.verdicts.pair.keys()]
            .map(resolved)
            .filter(({ pair }) => decided.isOwned(pair.left.record))
            .map(said);
        });
        expect(parts.sort()).toEqual(whole);
      },
    ),
    { numRuns: 60 },
  );
});

test('files come to the same links whatever their order, the partitions and the threads', async () => {
  const lines = (list: readonly unknown[]) => list.map((one) => `${JSON.stringify(one)}\n`).join('');
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      world,
      fc.constantFrom(1, 20_000, 200_000, 48_000_000),
      fc.constantFrom(1, 1, 1, 2, 3),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      async ({ records, clips }, partitionBytes, threads, chance) => {
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map((one) => ({ one, place: chance.next().value as number }))
            .sort((left, right) => left.place - right.place)
            .map(({ one }) => one);
        run += 1;
        const [left, right, out] = ['r', 'f', 'l'].map((name) => join(folder, `${name}-${run}.jsonl`)) as [
          string,
          string,
          string,
        ];
        await writeFile(left, lines(shuffled(records)));
        await writeFile(right, lines(shuffled(clips)));
        const files = { records: left, footage: right, out };
        const told = await matchFiles(rules, files, ({ reason }) => expect.fail(reason), { partitionBytes, threads });
        const found = (await readFile(out, 'utf8')).split('\n').filter((line) => line !== '');
        for (const line of found) linkSchema.parse(JSON.parse(line));
        expect(found.sort()).toEqual(linksOfWhole(records, clips));
        expect(told.links.linked + told.links.review).toBe(found.length);
      },
    ),
    { numRuns: 12 },
  );
}, 300_000);

test('the same thing again is a newer version of it, on whatever day that was', async () => {
  const [left, right, out] = ['again-r', 'again-f', 'again-l'].map((name) => join(folder, `${name}.jsonl`)) as [
    string,
    string,
    string,
  ];
  const records = [call({ id: 'moved' }), call({ id: 'stays', officers: ['009902'] })];
  const newer = call({ id: 'moved', arrived: ten + 90 * hour });
  const clips = [clip({ id: 'first' }), clip({ id: 'second', start: ten + 90 * hour })];
  await writeFile(left, [...records, newer].map((one) => JSON.stringify(one)).join('\n'));
  await writeFile(right, clips.map((one) => JSON.stringify(one)).join('\n'));
  const told = await matchFiles(rules, { records: left, footage: right, out }, ({ reason }) => expect.fail(reason), {
    partitionBytes: 1,
    threads: 1,
  });
  expect(told.records).toBe(2);
  const found = (await readFile(out, 'utf8')).split('\n').filter((line) => line.includes('"linked"'));
  expect(
    found.map((line) => linkSchema.parse(JSON.parse(line))).map(({ record, footage }) => [record, footage]),
  ).toEqual([['dispatch/moved', 'dock/second']]);
});

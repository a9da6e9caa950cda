import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Footage } from '../../../hub/core/footage.ts';
import { linkSchema } from '../../../hub/core/link.ts';
import type { BusinessRecord } from '../../../hub/core/record.ts';
import { linksOf, matchAll, matchWithClocks } from '../../../hub/match/batch.ts';
import { openResolved } from '../../../hub/match/explained.ts';
import { matchFiles } from '../../../hub/match/match-files.ts';
import { storeOf } from '../../../hub/match/partition/in-memory.ts';
import { matchPartition } from '../../../hub/match/partition/match-partition.ts';
import { asFootage, asRecords, call, clip, minute, place, rules, ten } from '../_fixtures.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'partition-'));
});
afterAll(() => rm(folder, { recursive: true }));

const hour = 60 * minute;
const cities = ['440106590000', '440301520000'] as const;

/**
 * Three days of two cities. Officers work around the clock, so that chains of pairs cross every midnight; some clips are a
 * zone wrong, unsigned, named by a record of another day, or of an officer lent to the other city.
 */
const world = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 4, max: 200 }),
      city: fc.integer({ min: 0, max: 1 }),
      officers: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { maxLength: 2 }),
      lent: fc.integer({ min: 0, max: 19 }),
      east: fc.integer({ min: 0, max: 1500 }),
      clips: fc.array(
        fc.record({
          late: fc.integer({ min: -20, max: 40 }),
          length: fc.integer({ min: 1, max: 90 }),
          signed: fc.integer({ min: 0, max: 3 }),
          zone: fc.integer({ min: 0, max: 9 }),
          seen: fc.boolean(),
          names: fc.integer({ min: 0, max: 15 }),
        }),
        { maxLength: 2 },
      ),
    }),
    { minLength: 8, maxLength: 40 },
  )
  .map((events) => {
    const records: BusinessRecord[] = [];
    const clips: Footage[] = [];
    let at = ten;
    for (const [index, event] of events.entries()) {
      at += event.gap * minute;
      const org = cities[event.city] as string;
      const force = event.lent === 0 ? 1 - event.city : event.city;
      const officers = event.officers.map((officer) => `0${force}990${officer}`);
      const where = { ...place(event.east, 0), lon: place(event.east, 0).lon + event.city };
      records.push(call({ id: `r${index}`, arrived: at, officers, org, at: event.east % 4 === 0 ? null : where }));
      for (const [part, one] of event.clips.entries()) {
        const policeId = officers[part % 2] ?? `0${force}9909`;
        const start = at + one.late * minute + (one.zone === 0 ? 8 * hour : 0);
        clips.push(
          clip({
            id: `c${index}-${part}`,
            start,
            lengthMs: one.length * minute,
            policeId: one.signed === 0 ? null : policeId,
            device: `device-${policeId}`,
            org,
            at: one.seen ? where : null,
            references: one.names === 0 ? [{ kind: 'dispatch', id: `r${events.length - 1 - index}` }] : [],
          }),
        );
      }
    }
    return { records, clips };
  });

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
}, 120_000);

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

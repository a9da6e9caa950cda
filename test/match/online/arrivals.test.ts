import { inArray } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Footage } from '../../../hub/core/footage.ts';
import type { BusinessRecord } from '../../../hub/core/record.ts';
import { matchAll } from '../../../hub/match/batch.ts';
import { linkContentOf } from '../../../hub/match/link-content.ts';
import { matchArrivals, matchNow } from '../../../hub/match/online/online.ts';
import { saveFootage } from '../../../hub/store/footage.ts';
import type { LinkContent } from '../../../hub/store/links.ts';
import type { Store } from '../../../hub/store/open.ts';
import { saveRecord } from '../../../hub/store/records.ts';
import { footage, links, records } from '../../../hub/store/tables/catalogue.ts';
import { matchPairs } from '../../../hub/store/tables/matching.ts';
import { database } from '../../kit/database.ts';
import { asFootage, asRecords, call, clip, minute, place, rules, ten } from '../_fixtures.ts';

let store: Store;
beforeAll(async () => {
  ({ store } = await database());
});

const hour = 60 * minute;
const origin = { messageId: null, at: ten } as never;

/** One that arrives: what is in force in the end, and what was said of it before, if anything. */
interface Arrival<T> {
  readonly final: T;
  readonly before: T | undefined;
}

const event = fc.record({
  at: fc.integer({ min: 0, max: 300 }),
  lasts: fc.integer({ min: 5, max: 60 }),
  officers: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }),
  east: fc.integer({ min: 0, max: 1200 }),
  isPlaced: fc.boolean(),
});
const shot = fc.record({
  late: fc.integer({ min: -20, max: 40 }),
  of: fc.integer({ min: 0, max: 11 }),
  lasts: fc.integer({ min: 1, max: 50 }),
  officer: fc.integer({ min: 0, max: 3 }),
  isSigned: fc.integer({ min: 0, max: 3 }),
  isZoneWrong: fc.integer({ min: 0, max: 9 }),
  isSeen: fc.boolean(),
});
/** A city of one evening: four officers, no camera with so many clips that its clock would be judged by their links. */
const world = fc.record({
  events: fc.array(fc.tuple(event, fc.option(event)), { minLength: 3, maxLength: 12 }),
  shots: fc.array(fc.tuple(shot, fc.option(shot)), { minLength: 3, maxLength: 12 }),
  order: fc.infiniteStream(fc.nat()),
  together: fc.integer({ min: 1, max: 3 }),
  isEdited: fc.boolean(),
  /** What is kept of pairs is lost now and then, as after a run over the whole store. */
  isForgetful: fc.boolean(),
});

let run = 0;
const written = (record: string, footageName: string, { evidence, ...link }: LinkContent): string =>
  JSON.stringify([
    record,
    footageName,
    link.decision,
    link.segmentStart,
    link.segmentEnd,
    Math.round(link.weight * 1000),
    evidence,
  ]);

test('records and clips in any order, alone or together, end in the links of one batch, to the last detail', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ events, shots, order, together, isEdited, isForgetful }) => {
      run += 1;
      const start = ten + run * 14 * 24 * hour;
      const callOf = (index: number, one: typeof event extends fc.Arbitrary<infer E> ? E : never): BusinessRecord => {
        const arrived = start + one.at * minute;
        return call({
          id: `r${index}-${run}`,
          arrived,
          cleared: arrived + one.lasts * minute,
          officers: one.officers.map((officer) => `0${run}-${officer}`),
          at: one.isPlaced ? place(one.east, 0) : null,
        });
      };
      const clipOf = (index: number, one: typeof shot extends fc.Arbitrary<infer S> ? S : never): Footage => {
        const about = events[one.of % events.length]?.[0];
        const begins = start + ((about?.at ?? 0) + one.late) * minute + (one.isZoneWrong === 0 ? 8 * hour : 0);
        return clip({
          id: `f${index}-${run}`,
          start: begins,
          lengthMs: one.lasts * minute,
          policeId: one.isSigned === 0 ? null : `0${run}-${one.officer}`,
          device: `camera-${run}-${one.officer}-${Math.floor(index / 3)}`,
          at: one.isSeen ? place(about?.east ?? 0, 40) : null,
        });
      };
      const calls = events.map(
        ([one, before], index): Arrival<BusinessRecord> => ({
          final: callOf(index, one),
          before: before === null || !isEdited ? undefined : callOf(index, before),
        }),
      );
      const clips = shots.map(
        ([one, before], index): Arrival<Footage> => ({
          final: clipOf(index, one),
          before: before === null || !isEdited ? undefined : clipOf(index, before),
        }),
      );
      const putRecord = async (record: BusinessRecord) => ({
        recordIds: [(await store.transaction((tx) => saveRecord(tx, record, origin))).id],
        footageIds: [],
      });
      const putClip = async (entry: Footage) => ({
        recordIds: [],
        footageIds: [(await store.transaction((tx) => saveFootage(tx, entry, origin))).id],
      });
      // What was said before comes before what is in force, whatever lies between.
      const waiting = [
        ...calls.map(({ before, final }) => [...(before ? [before] : []), final].map((one) => () => putRecord(one))),
        ...clips.map(({ before, final }) => [...(before ? [before] : []), final].map((one) => () => putClip(one))),
      ];
      let group: { recordIds: number[]; footageIds: number[] } = { recordIds: [], footageIds: [] };
      let [held, groups] = [0, 0];
      const everything = { recordIds: new Set<number>(), footageIds: new Set<number>() };
      const match = async () => {
        const arrivals = group;
        [group, held] = [{ recordIds: [], footageIds: [] }, 0];
        groups += 1;
        // Both ways of writing keep the same pairs for each other.
        if (groups % 3 === 0) await store.transaction((tx) => matchArrivals(tx, rules, arrivals));
        else await matchNow(store, rules, arrivals);
        if (isForgetful && groups % 2 === 0) await store.db.delete(matchPairs);
      };
      while (waiting.some((list) => list.length > 0)) {
        const open = waiting.filter((list) => list.length > 0);
        const put = open[(order.next().value as number) % open.length]?.shift();
        if (put === undefined) break;
        const { recordIds, footageIds } = await put();
        group = { recordIds: [...group.recordIds, ...recordIds], footageIds: [...group.footageIds, ...footageIds] };
        for (const id of recordIds) everything.recordIds.add(id);
        for (const id of footageIds) everything.footageIds.add(id);
        held += 1;
        if (held >= together) await match();
      }
      await match();

      const left = asRecords(calls.map(({ final }) => final));
      const right = asFootage(clips.map(({ final }) => final));
      const expected = matchAll(rules, left, right).flatMap((one) => {
        const content = linkContentOf(rules, one);
        return content === undefined
          ? []
          : [written(one.pair.left.record.externalId, one.pair.right.footage.externalId, content)];
      });
      const recordRows = await store.db
        .select({ id: records.id, name: records.externalId })
        .from(records)
        .where(
          inArray(
            records.externalId,
            left.map(({ externalId }) => externalId),
          ),
        );
      const recordNames = new Map(recordRows.map(({ id, name }) => [id, name]));
      const clipNames = new Map(
        (
          await store.db
            .select({ id: footage.id, name: footage.externalId })
            .from(footage)
            .where(
              inArray(
                footage.externalId,
                right.map(({ externalId }) => externalId),
              ),
            )
        ).map(({ id, name }) => [id, name]),
      );
      const stored = await store.db
        .select()
        .from(links)
        .where(inArray(links.recordId, [...recordNames.keys()]));
      const found = stored.map((link) =>
        written(recordNames.get(link.recordId) ?? '', clipNames.get(link.footageId) ?? '', link),
      );
      expect(found.sort()).toEqual(expected.sort());
    }),
    { numRuns: 20, endOnFailure: true },
  );
}, 240_000);

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Footage } from '../../../hub/core/footage.ts';
import type { BusinessRecord } from '../../../hub/core/record.ts';
import { matchAll } from '../../../hub/match/batch.ts';
import { asFootage, asRecords, call, clip, minute, place, rules, ten } from '../_fixtures.ts';

/** A busy shift of one station, drawn at random. */
const shift = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 40 }),
      officer: fc.integer({ min: 0, max: 3 }),
      east: fc.integer({ min: 0, max: 900 }),
      filmed: fc.boolean(),
    }),
    {
      minLength: 2,
      maxLength: 14,
    },
  )
  .map((events) => {
    let at = ten;
    const records: BusinessRecord[] = [];
    const clips: Footage[] = [];
    for (const [index, { gap, officer, east, filmed }] of events.entries()) {
      at += gap * minute;
      const policeId = `00990${officer}`;
      records.push(
        call({ id: `r${index}`, arrived: at, officers: officer === 3 ? [] : [policeId], at: place(east, 0) }),
      );
      if (filmed)
        clips.push(
          clip({
            id: `c${index}`,
            start: at + (gap % 3) * minute,
            policeId,
            device: `device-${officer}`,
            at: gap % 2 ? place(east + 30, 0) : null,
          }),
        );
    }
    return { records: asRecords(records), clips: asFootage(clips) };
  });

const said = (resolved: ReturnType<typeof matchAll>) =>
  resolved
    .map(
      ({ pair, decision, segment, weight }) =>
        `${pair.left.record.name} ${pair.right.footage.name} ${decision} ${segment.from} ${segment.to} ${weight.toFixed(6)}`,
    )
    .sort();

test('the order of arrival changes nothing', () => {
  fc.assert(
    fc.property(shift, ({ records, clips }) => {
      expect(said(matchAll(rules, records.toReversed(), clips.toReversed()))).toEqual(
        said(matchAll(rules, records, clips)),
      );
    }),
    { numRuns: 60 },
  );
});

test('partitions by day with margins come to the same links as the whole', () => {
  const dayMs = 24 * 60 * minute;
  fc.assert(
    fc.property(fc.array(shift, { minLength: 2, maxLength: 3 }), (shifts) => {
      const later = (at: number, day: number) => at + day * dayMs;
      const records = shifts.flatMap(({ records: list }, day) =>
        list.map((record) => ({
          ...record,
          id: record.id + day * 100,
          name: `${day} ${record.name}`,
          start: later(record.start, day),
          end: record.end && later(record.end, day),
          milestones: record.milestones.map(({ name, at }) => ({ name, at: later(at, day) })),
        })),
      );
      const clips = shifts.flatMap(({ clips: list }, day) =>
        list.map((one) => ({
          ...one,
          id: one.id + day * 100,
          name: `${day} ${one.name}`,
          start: later(one.start, day),
          end: later(one.end, day),
          track: one.track.map(([at, lon, lat]): [number, number, number] => [later(at, day), lon, lat]),
        })),
      );
      const whole = said(matchAll(rules, records, clips));
      const margin = 16 * 60 * minute;
      const parts = shifts.flatMap((_, day) => {
        const [from, to] = [later(ten - 120 * minute, day), later(ten - 120 * minute, day + 1)];
        const near = (start: number) => start >= from - margin && start < to + margin;
        const part = matchAll(
          rules,
          records.filter(({ start }) => near(start)),
          clips.filter(({ start }) => near(start)),
        );
        return said(part.filter(({ pair }) => pair.left.record.start >= from && pair.left.record.start < to));
      });
      expect(parts.sort()).toEqual(whole);
    }),
    { numRuns: 40 },
  );
});

test('what a person decided stands whatever else is there', () => {
  fc.assert(
    fc.property(shift, fc.nat(), fc.boolean(), ({ records, clips }, pick, isConfirmed) => {
      const before = matchAll(rules, records, clips);
      if (before.length === 0) return;
      const chosen = before[pick % before.length];
      if (!chosen) return;
      const isChosen = (pair: typeof chosen.pair) =>
        pair.left.record.id === chosen.pair.left.record.id && pair.right.footage.id === chosen.pair.right.footage.id;
      const after = matchAll(rules, records, clips, (record, footage) =>
        records[record]?.id === chosen.pair.left.record.id && clips[footage]?.id === chosen.pair.right.footage.id
          ? isConfirmed
            ? 'confirmed'
            : 'rejected'
          : undefined,
      );
      const now = after.find(({ pair }) => isChosen(pair));
      expect(now?.decision).toBe(isConfirmed ? 'linked' : undefined);
    }),
    { numRuns: 60 },
  );
});

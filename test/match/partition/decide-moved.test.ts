import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkOf } from '../../../hub/match/batch.ts';
import { registersOf } from '../../../hub/match/frames/registers.ts';
import type { MatchFootage } from '../../../hub/match/inputs.ts';
import { areSameRows, decideMoved } from '../../../hub/match/partition/decide-moved.ts';
import { type Decided, decideLoaded, type Loaded } from '../../../hub/match/partition/match-partition.ts';
import { ownResolved } from '../../../hub/match/partition/own-resolved.ts';
import { asFootage, asRecords, clip, minute, rules } from '../_fixtures.ts';
import { world } from '../_world.ts';

const always = [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }];
const nowhere = { ofRecord: new Map(), ofClip: new Map() };

const decided = (result: ReturnType<typeof decideLoaded>): Decided => {
  if ('missing' in result) throw new Error('everything is loaded');
  return result;
};

const linksOf = (result: Decided): string[] =>
  [...ownResolved(result)].map((one) => JSON.stringify(linkOf(rules, one))).sort();

test('after clocks turned out otherwise, what is scored anew and what is kept come to the links of a new beginning', () => {
  let moved = 0;
  fc.assert(
    fc.property(
      world,
      fc.infiniteStream(fc.constantFrom(undefined, undefined, undefined, 0, 3, -7, 25, 480)),
      ({ records, clips }, errors) => {
        const [left, right] = [asRecords(records), asFootage(clips)];
        const registers = registersOf(rules, left, right);
        const withClock = (one: MatchFootage): MatchFootage => {
          const error = errors.next().value as number | undefined;
          return { ...one, clockErrorMs: error === undefined ? one.clockErrorMs : error * minute };
        };
        const loaded: Loaded = { spans: always, records: left, footage: right, registers };
        const later: Loaded = { ...loaded, footage: right.map(withClock) };
        const first = decided(decideLoaded(rules, loaded, () => true, nowhere));
        const anew = linksOf(decided(decideLoaded(rules, later, () => true, nowhere)));
        expect(areSameRows(first, later)).toBe(true);
        expect(linksOf(decided(decideMoved(first, later, nowhere)))).toEqual(anew);
        if (linksOf(first).join() !== anew.join()) moved += 1;
      },
    ),
    { numRuns: 80 },
  );
  expect(moved).toBeGreaterThan(20);
});

test('rows that came or went are not the same rows', () => {
  const [one, other] = asFootage([clip({ id: 'one' }), clip({ id: 'other' })]) as [MatchFootage, MatchFootage];
  const loaded = (footage: readonly MatchFootage[]): Loaded => ({
    ...{ spans: always, records: [], footage },
    registers: registersOf(rules, [], []),
  });
  const former = decided(decideLoaded(rules, loaded([one]), () => true, nowhere));
  expect(areSameRows(former, loaded([{ ...one, clockErrorMs: minute }]))).toBe(true);
  expect(areSameRows(former, loaded([other]))).toBe(false);
  expect(areSameRows(former, loaded([one, other]))).toBe(false);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutDays } from '../../../hub/match/stored/plan-run.ts';

const dayMs = 86_400_000;
const [north, south] = ['440106590000', '440301520000'];
const regions = [[north], [south, null]];

test('every day of every region lies in one part, none larger than it has to be, the largest first', () => {
  const day = fc.record({
    org: fc.constantFrom(north, south, null),
    day: fc.integer({ min: 100, max: 130 }),
    rows: fc.integer({ min: 1, max: 500 }),
  });
  fc.assert(
    fc.property(fc.array(day, { maxLength: 60 }), fc.integer({ min: 1, max: 1_500 }), (days, mostRows) => {
      const own = { from: 105 * dayMs + 1_000, to: 125 * dayMs };
      const cuts = cutDays({ regions }, days, own, mostRows);
      const within = ({ org, day: on }: (typeof days)[number]) =>
        cuts.filter(
          ({ region, fromAt, toAt }) =>
            regions[region]?.includes(org) && fromAt < (on + 1) * dayMs && toAt > on * dayMs,
        );
      for (const one of days) expect(within(one)).toHaveLength(one.day >= 105 && one.day <= 125 ? 1 : 0);
      const sizes = cuts.map((cut) => days.reduce((sum, one) => sum + (within(one).includes(cut) ? one.rows : 0), 0));
      expect(sizes).toEqual([...sizes].sort((left, right) => right - left));
      for (const [at, { fromAt, toAt }] of cuts.entries())
        if (toAt - fromAt > dayMs) expect(sizes[at]).toBeLessThanOrEqual(mostRows);
    }),
  );
});

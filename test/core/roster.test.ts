import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Service } from '../../hub/core/posting.ts';
import { servicesAfter } from '../../hub/core/roster.ts';

const [old, next] = ['440106590000', '440106580000'];
const from = (org: string, since: number, until: number | null = null): Service => ({ org, since, until });

test('a transfer ends what was known without an end', () => {
  expect(servicesAfter([from(old, 0)], [from(next, 500)])).toEqual([from(old, 0, 500), from(next, 500)]);
});

test('a corrected date takes the wrong one back', () => {
  const wrong = [from(old, 100, 500), from(next, 500)];
  const corrected = [from(old, 100, 800), from(next, 800)];
  expect(servicesAfter(wrong, corrected)).toEqual(corrected);
});

test('a stretch elsewhere leaves what lies around it', () => {
  expect(servicesAfter([from(old, 100)], [from(next, 300, 400)])).toEqual([
    from(old, 100, 300),
    from(old, 400),
    from(next, 300, 400),
  ]);
});

test('a roster without dates takes nothing back that has some', () => {
  const known = [from(old, 100, 500), from(next, 500)];
  expect(servicesAfter(known, [from(next, 0)])).toEqual([...known, from(next, 0)]);
});

test('of every moment the roster says what it was read to say, and of others what was known', () => {
  const services = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 8 }).chain((times) => {
    const sorted = [...times].sort((one, other) => one - other);
    const orgs = fc.array(fc.constantFrom(old, next), { minLength: sorted.length, maxLength: sorted.length });
    const gaps = fc.array(fc.boolean(), { minLength: sorted.length, maxLength: sorted.length });
    return fc
      .tuple(orgs, gaps)
      .map(([names, isGap]) =>
        sorted.flatMap((since, index) =>
          isGap[index] ? [] : [from(names[index] ?? old, since, sorted[index + 1] ?? null)],
        ),
      );
  });
  const serving = (list: readonly Service[], at: number) =>
    list.filter(({ since, until }) => since <= at && (until === null || at < until)).map(({ org }) => org);
  fc.assert(
    fc.property(services, services, (known, read) => {
      const after = servicesAfter(known, read);
      const replaced = new Set(read.map(({ since }) => since));
      const standing = known.filter(({ since }) => !replaced.has(since));
      for (let at = 0; at <= 41; at += 1) {
        const said = serving(read, at);
        expect(serving(after, at)).toEqual(said.length > 0 ? said : serving(standing, at));
      }
      expect(new Set(after.map(({ since }) => since)).size).toBe(after.length);
    }),
  );
});

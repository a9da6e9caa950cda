import { describe, expect, test } from 'vitest';
import { type Posting, postedAt } from '../../hub/core/posting.ts';

const day = 86_400_000;
const monday = Date.UTC(2024, 0, 1);
const [old, next, elsewhere] = ['440106590000', '440106580000', '440301520000'];
const at = (days: number): number => monday + days * day;
const posting = (more: Partial<Posting>): Posting => ({ services: [], statements: [], ...more });

describe('the roster', () => {
  const moved = posting({
    services: [
      { org: old, since: at(-300), until: at(2) },
      { org: next, since: at(2), until: null },
    ],
  });
  test('says where somebody served then, not where he serves now', () => {
    expect(postedAt(moved, at(1), next)).toBe(old);
    expect(postedAt(moved, at(1), old)).toBe(undefined);
    expect(postedAt(moved, at(2), old)).toBe(next);
    expect(postedAt(moved, at(-400), undefined)).toBe(undefined);
  });

  test('without dates is only asked where nothing else is known', () => {
    const undated = posting({ services: [{ org: next, since: 0, until: null }] });
    expect(postedAt(undated, at(1), old)).toBe(undefined);
    expect(postedAt(undated, at(1), undefined)).toBe(next);
  });

  test('takes no recording to another city', () => {
    const lent = posting({ services: [{ org: elsewhere, since: at(-1), until: null }] });
    expect(postedAt(lent, at(1), old)).toBe(undefined);
    expect(postedAt(lent, at(1), undefined)).toBe(elsewhere);
  });
});

describe('messages', () => {
  const said = (...statements: [days: number, org: string][]): Posting =>
    posting({ statements: statements.map(([days, org]) => ({ at: at(days), org })) });

  test('count against what a recording states where the last before and the first after agree', () => {
    expect(postedAt(said([1, next], [3, next]), at(2), old)).toBe(next);
    expect(postedAt(said([1, old], [3, next]), at(2), old)).toBe(undefined);
    expect(postedAt(said([1, next]), at(2), old)).toBe(undefined);
    expect(postedAt(said([1, next], [1.5, old], [3, next]), at(2), old)).toBe(undefined);
  });

  test('tell it alone where the recording states nothing', () => {
    expect(postedAt(said([1, next]), at(2), undefined)).toBe(next);
    expect(postedAt(said([3, next]), at(2), undefined)).toBe(next);
    expect(postedAt(said([-9, next]), at(2), undefined)).toBe(undefined);
  });

  test('of one moment that contradict each other are told in the same way in any order', () => {
    const one = said([1, next], [1, old], [3, old]);
    const other = posting({ statements: [...one.statements].reverse() });
    expect(postedAt(one, at(2), undefined)).toBe(postedAt(other, at(2), undefined));
  });
});

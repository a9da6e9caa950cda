import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWithin, normaliseOrg, orgAndAbove, orgDistance, orgPrefix } from '../../hub/core/org.ts';

const pair = fc.integer({ min: 1, max: 99 }).map((value) => String(value).padStart(2, '0'));
/** Codes of one to six levels below and with the province. */
const code = fc.array(pair, { minLength: 1, maxLength: 6 }).map((pairs) => pairs.join('').padEnd(12, '0'));

describe('normaliseOrg', () => {
  test.each([
    ['990106590000', '990106590000'],
    ['99010659', '990106590000'],
    ['9901', '990100000000'],
    [' 990106 ', '990106000000'],
  ])('reads %s', (text, expected) => {
    expect(normaliseOrg(text)).toBe(expected);
  });

  test.each([['9'], ['990'], ['9901065900001'], ['99010659000'], ['9901-06'], ['派出所'], ['９９０１'], ['']])(
    'takes "%s" for no code',
    (text) => {
      expect(normaliseOrg(text)).toBeUndefined();
    },
  );

  test('gives twelve digits that stay as they are, or nothing, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{0,14}$/)), (text) => {
        const org = normaliseOrg(text);
        if (org === undefined) return;
        expect(org).toMatch(/^\d{12}$/);
        expect(normaliseOrg(org)).toBe(org);
      }),
    );
  });
});

test('the short form and the long form of a code are the same organisation', () => {
  fc.assert(
    fc.property(code, (org) => {
      expect(normaliseOrg(orgPrefix(org))).toBe(org);
    }),
  );
});

test('everything above an organisation holds it, nearest first, up to the province', () => {
  fc.assert(
    fc.property(code, (org) => {
      const above = orgAndAbove(org);
      expect(above[0]).toBe(org);
      expect(above.at(-1)).toBe(org.slice(0, 2).padEnd(12, '0'));
      for (const each of above) expect(isWithin(org, each)).toBe(true);
    }),
  );
});

test('the distance is the same both ways, nothing to itself, one to what is above', () => {
  fc.assert(
    fc.property(code, code, (left, right) => {
      expect(orgDistance(left, right)).toBe(orgDistance(right, left));
      expect(orgDistance(left, left)).toBe(0);
      const [, above] = orgAndAbove(left);
      if (above !== undefined) expect(orgDistance(left, above)).toBe(1);
    }),
  );
});

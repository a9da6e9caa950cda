import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseOrg } from '../../hub/core/org.ts';
import { readPoliceId } from '../../hub/core/police-id.ts';
import { cleanText, halfWidth, normalisePlate } from '../../hub/core/text.ts';

describe('readPoliceId', () => {
  test.each([
    ['9901', { policeId: '009901' }],
    ['009901', { policeId: '009901' }],
    [' ００９９０１ ', { policeId: '009901' }],
    ['9901009901', { policeId: '009901', cityPrefix: '9901' }],
    ['fj0012', { policeId: 'FJ0012' }],
  ])('reads %s', (text, expected) => {
    expect(readPoliceId(text)).toEqual(expected);
  });

  test.each([['000000'], ['0'], [''], ['测试'], ['1234567'], ['990106199001010000'], ['1234 56'], ['-1']])(
    'takes %s for nobody',
    (text) => {
      expect(readPoliceId(text)).toBeUndefined();
    },
  );

  test('six and ten digits of the same officer agree', () => {
    const six = fc.integer({ min: 1, max: 999_999 });
    fc.assert(
      fc.property(six, fc.stringMatching(/^\d{4}$/), (number, city) => {
        const policeId = String(number).padStart(6, '0');
        expect(readPoliceId(String(number))?.policeId).toBe(policeId);
        expect(readPoliceId(city + policeId)).toEqual({ policeId, cityPrefix: city });
      }),
    );
  });
});

test('an organisation is the same in 8 and in 12 digits', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{8}$/), (code) => {
      expect(normaliseOrg(code)).toBe(normaliseOrg(`${code}0000`));
      expect(normaliseOrg(code)).toMatch(/^\d{12}$/);
    }),
  );
});

test('plates compare whatever the width, case and dots they were typed with', () => {
  expect(normalisePlate('苏Ａ·00001')).toBe('苏A00001');
  expect(normalisePlate(' 苏a-00001 ')).toBe('苏A00001');
});

test('cleaning text is done once: twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(cleanText(cleanText(text))).toBe(cleanText(text));
      expect(halfWidth(halfWidth(text))).toBe(halfWidth(text));
    }),
  );
  expect(cleanText('测试路\u3000\u3000\u00021号\n')).toBe('测试路 1号');
});

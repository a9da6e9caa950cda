import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTime, shiftTimeText, stepOf, writeTime } from '../../../connectors/_kit/time-text.ts';

const at = Date.parse('2024-01-05T08:48:09.120+08:00');

test.each([
  ['yyyy-MM-dd HH:mm:ss', '2024-01-05 08:48:09', 1000],
  ['yyyyMMddHHmmssSSS', '20240105084809120', 1],
  ['yyyy/MM/dd HH:mm', '2024/01/05 08:48', 60_000],
  ['yyyyMMdd', '20240105', 86_400_000],
  ['epochMs', String(at), 1],
  ['epochS', String(Math.floor(at / 1000)), 1000],
])('%s', (pattern, expected, step) => {
  expect(writeTime(at, pattern, '+08:00')).toBe(expected);
  expect(stepOf(pattern)).toBe(step);
});

test('what is written is read back, whole seconds', () => {
  const patterns = ['yyyy-MM-dd HH:mm:ss', 'yyyyMMddHHmmss', 'yyyy-MM-dd HH:mm:ss.SSS', 'epochMs', 'epochS'];
  fc.assert(
    fc.property(
      fc.integer({ min: 1_000_000_000, max: 4_000_000_000 }),
      fc.constantFrom(...patterns),
      (seconds, pattern) => {
        expect(readTime(writeTime(seconds * 1000, pattern, '+08:00'), '+08:00')).toBe(seconds * 1000);
      },
    ),
  );
});

test.each([
  ['2024-01-05 00:00:09', -10, '2024-01-04 23:59:59'],
  ['2024-01-05 00:00:09.500', -10, '2024-01-04 23:59:59.500'],
  ['20240301000000', -1, '20240229235959'],
  ['J000000001', -1, undefined],
])('%s moved by %i s', (text, seconds, expected) => {
  expect(shiftTimeText(text, seconds)).toBe(expected);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hoursPattern, opensAt } from '../../hub/core/open-hours.ts';

const at = (text: string): number => Date.parse(`2024-01-05T${text}+08:00`);
const opens = (hours: string[], now: string, zone = 'Asia/Shanghai'): string =>
  new Date(opensAt(hours, zone, at(now)) + 8 * 3_600_000).toISOString().slice(5, 19);

test('without hours it is always open', () => {
  expect(opens([], '12:34:56')).toBe('01-05T12:34:56');
});

test.each([
  [['22:00-06:00'], '23:00:00', '01-05T23:00:00'],
  [['22:00-06:00'], '05:59:59', '01-05T05:59:59'],
  [['22:00-06:00'], '06:00:00', '01-05T22:00:00'],
  [['22:00-06:00', '12:00-13:30'], '09:15:30', '01-05T12:00:00'],
  [['22:00-06:00', '12:00-13:30'], '13:30:00', '01-05T22:00:00'],
  [['08:00-12:00'], '12:00:00', '01-06T08:00:00'],
  [['00:00-24:00'], '23:59:59', '01-05T23:59:59'],
])('%j at %s opens at %s', (hours, now, expected) => {
  expect(opens(hours, now)).toBe(expected);
});

test('the hours are meant by the clock of their zone', () => {
  // 22:00 at +08:00 is 14:00 in UTC.
  expect(opens(['14:00-15:00'], '21:00:00', 'UTC')).toBe('01-05T22:00:00');
  expect(opens(['14:00-15:00'], '22:30:00', '+00:00')).toBe('01-05T22:30:00');
});

const clock = fc.integer({ min: 0, max: 1439 }).map((minute) => {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
});
const hours = fc.array(
  fc.tuple(clock, clock).map(([from, to]) => `${from}-${to}`),
  { minLength: 1, maxLength: 4 },
);

test('when it opens it is open, and not before', () => {
  fc.assert(
    fc.property(hours, fc.integer({ min: 0, max: 2e12 }), fc.nat(1e9), (stretches, now, part) => {
      expect(stretches.every((one) => hoursPattern.test(one))).toBe(true);
      const moment = opensAt(stretches, 'Asia/Shanghai', now);
      expect(opensAt(stretches, 'Asia/Shanghai', moment)).toBe(moment);
      expect(moment - now).toBeLessThanOrEqual(86_400_000);
      const between = now + (part % Math.max(1, moment - now));
      if (moment > now) expect(opensAt(stretches, 'Asia/Shanghai', between)).toBe(moment);
    }),
  );
});

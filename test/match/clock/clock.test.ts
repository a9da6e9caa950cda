import { describe, expect, test } from 'vitest';
import { matchWithClocks } from '../../../hub/match/batch.ts';
import { estimateClock, gpsClockError } from '../../../hub/match/clock/clock.ts';
import type { ClockReading } from '../../../hub/match/clock/clock-pieces.ts';
import { clocksByLinks } from '../../../hub/match/resolve/clocks-by-links.ts';
import { asFootage, asRecords, call, clip, minute, rules, ten } from '../_fixtures.ts';

const hour = 60 * minute;
const readings = (errors: readonly number[], by: ClockReading['by']): ClockReading[] =>
  errors.map((errorMs, index) => ({ at: ten + index * hour, errorMs, by }));

describe('a track', () => {
  const track = (from: number, to: number): [number, number, number][] => [
    [from, 113, 23],
    [to, 113, 23],
  ];
  test('that fits into its clip says nothing', () =>
    expect(gpsClockError(ten, ten + 10 * minute, track(ten + 9_000, ten + 9 * minute))).toBe(undefined));
  test('that lies elsewhere gives the clock away', () =>
    expect(gpsClockError(ten, ten + 10 * minute, track(ten - 8 * hour, ten - 8 * hour + 10 * minute))).toBe(8 * hour));
  test('that is the rest of a longer one says nothing: it leaves more of the clip open than its own steps', () => {
    const rest = Array.from({ length: 40 }, (_, step): [number, number, number] => [
      ten - 5 * minute + step * 10_000,
      113,
      23,
    ]);
    expect(gpsClockError(ten, ten + 10 * minute, rest)).toBe(undefined);
    const whole = Array.from({ length: 60 }, (_, step): [number, number, number] => [
      ten - 5 * minute + step * 10_000,
      113,
      23,
    ]);
    expect(gpsClockError(ten, ten + 10 * minute, whole)).toBe(5 * minute + 5_000);
  });
  test('of a whole shift says nothing', () =>
    expect(gpsClockError(ten, ten + 10 * minute, track(ten - hour, ten + hour))).toBe(undefined));
});

describe('the estimate', () => {
  test('takes the median of measurements, whatever links suggest', () => {
    expect(
      estimateClock(
        rules,
        [...readings([700_000, 710_000, 9_000_000], 'gps'), ...readings([0, 0, 0, 0, 0], 'link')],
        ten,
      ),
    ).toBe(710_000);
  });
  test('takes no single track of another clip for granted, but a single word of a station', () => {
    expect(estimateClock(rules, readings([700_000], 'gps'), ten)).toBe(undefined);
    expect(estimateClock(rules, readings([700_000, 704_000], 'gps'), ten)).toBe(702_000);
    expect(estimateClock(rules, readings([700_000], 'station'), ten)).toBe(700_000);
  });
  test('needs several links that agree', () => {
    expect(estimateClock(rules, readings([720_000, 730_000, 715_000], 'link'), ten)).toBe(undefined);
    expect(estimateClock(rules, readings([720_000, 730_000, 715_000, 725_000], 'link'), ten)).toBe(722_500);
    expect(estimateClock(rules, readings([0, 730_000, -715_000, 60_000], 'link'), ten)).toBe(undefined);
  });
  test('follows a clock that drifts, past a wrong reading', () => {
    const day = 24 * hour;
    const drifting = Array.from({ length: 7 }, (_, index): ClockReading => {
      const at = ten + (index - 3) * day;
      return { at, errorMs: index === 2 ? 5_000_000 : 100_000 + (index - 3) * 20_000, by: 'gps' };
    });
    expect(estimateClock(rules, drifting, ten)).toBeCloseTo(100_000, -3);
    expect(estimateClock(rules, drifting, ten + 2.5 * day)).toBeCloseTo(150_000, -3);
  });
  test('begins anew where a station set the clock', () => {
    const set = [-3, -2, -1, 1, 2, 3].map(
      (hours): ClockReading => ({ at: ten + hours * hour, errorMs: hours < 0 ? 8 * hour : 4_000, by: 'station' }),
    );
    expect(estimateClock(rules, set, ten - 30 * minute)).toBe(8 * hour);
    expect(estimateClock(rules, set, ten + 30 * minute)).toBe(4_000);
  });
  test('tells a zone error of some days by links alone', () => {
    const errors = [...Array(5).fill(0), ...Array(5).fill(8 * hour)] as number[];
    const linked = readings(errors, 'link');
    expect(estimateClock(rules, linked, ten + hour)).toBe(undefined);
    expect(estimateClock(rules, linked, ten + 8 * hour)).toBe(8 * hour);
  });
  test('forgets what lies beyond the horizon', () => {
    expect(estimateClock(rules, readings([720_000], 'station'), ten + 5 * 24 * hour)).toBe(undefined);
  });
});

test('what was filmed of one event in pieces is one word about the clock, and that is the first', () => {
  const deviceId = 'device-1';
  const vote = (footageId: number, record: string, late: number) => ({
    ...{ footageId, deviceId, weight: 5, record },
    reading: { at: ten + late, errorMs: late, by: 'link' as const },
  });
  const clips = [1, 2, 3, 4].map((id) => ({
    ...{ id, deviceId, start: ten + id * minute, byTrackMs: undefined, isKnown: false },
  }));
  const late = [10, 11, 12, 13].map((minutes) => minutes * minute);
  const errorOf = (recordOf: (index: number) => string) =>
    clocksByLinks(
      rules,
      late.map((ms, index) => vote(index + 1, recordOf(index), ms)),
      clips,
    ).get(1);
  expect(errorOf((index) => `r${index}`)).toBe(11.5 * minute);
  expect(errorOf(() => 'r')).toBe(undefined);
});

test('a camera a whole zone wrong is found by its links, and its clips are linked on the corrected clock', () => {
  const records = Array.from({ length: 6 }, (_, index) => call({ id: `r${index}`, arrived: ten + index * 12 * hour }));
  const clips = records.map((_, index) => clip({ id: `c${index}`, start: ten + index * 12 * hour + 8 * hour }));
  const resolved = matchWithClocks(rules, asRecords(records), asFootage(clips)).filter(
    ({ decision }) => decision === 'linked',
  );
  expect(resolved.map(({ pair }) => [pair.left.record.externalId, pair.right.footage.externalId]).sort()).toEqual(
    records.map((_, index) => [`r${index}`, `c${index}`]),
  );
  expect(resolved.every(({ pair, segment }) => segment.from >= pair.right.footage.start)).toBe(true);
});

import { beforeAll, describe, expect, test } from 'vitest';
import { clockHistory, keepClockHistory } from '../../../hub/match/clock/clock-history.ts';
import { correctClocks } from '../../../hub/match/online/correct-clock.ts';
import { footageContents } from '../../../hub/store/candidates.ts';
import { clockHistoryOf } from '../../../hub/store/device-clocks.ts';
import { saveFootage } from '../../../hub/store/footage.ts';
import type { Store } from '../../../hub/store/open.ts';
import { database } from '../../kit/database.ts';
import { clip, minute, rules, ten } from '../_fixtures.ts';

const hour = 60 * minute;
const day = 24 * hour;

describe('pieces', () => {
  test('begin anew where the clock was set, and follow its drift in between', () => {
    const drifting = Array.from({ length: 8 }, (_, index) => ({
      at: ten + index * 12 * hour,
      errorMs: 100_000 + index * 10_000,
      grounds: 'gps' as const,
    }));
    const set = Array.from({ length: 3 }, (_, index) => ({
      at: ten + (8 + index) * 12 * hour,
      errorMs: -2_000,
      grounds: 'gps' as const,
    }));
    const [first, second, ...others] = clockHistory(rules, [...drifting, ...set]);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ fromAt: ten, toAt: ten + 7 * 12 * hour, grounds: 'gps', clips: 8 });
    expect(first?.offsetMs).toBeCloseTo(100_000, -3);
    expect(first?.driftMsPerDay).toBeCloseTo(20_000, -1);
    expect(second).toMatchObject({ offsetMs: -2_000, driftMsPerDay: 0, clips: 3 });
  });
  test('end where nothing was recorded for longer than an estimate holds, and where the grounds change', () => {
    const pieces = clockHistory(rules, [
      { at: ten, errorMs: 600_000, grounds: 'link' },
      { at: ten + 6 * day, errorMs: 600_000, grounds: 'link' },
      { at: ten + 6 * day + hour, errorMs: 601_000, grounds: 'gps' },
    ]);
    expect(pieces.map(({ grounds, clips }) => [grounds, clips])).toEqual([
      ['link', 1],
      ['link', 1],
      ['gps', 1],
    ]);
  });
});

describe('in the store', () => {
  let store: Store;
  beforeAll(async () => {
    ({ store } = await database());
  });

  test('each clip is corrected for its own time, and the recording stays as it came', async () => {
    const origin = { messageId: null, at: ten } as never;
    const ids: number[] = [];
    // The station sets the clock between the fourth and the fifth; the third and the seventh have no track.
    for (let index = 0; index < 8; index += 1) {
      const errorMs = index < 4 ? 40 * minute : -10 * minute;
      const start = ten + index * 6 * hour + errorMs;
      const track = [0, 1, 2, 3, 4, 5].map((step): [number, number, number] => [
        start - errorMs + 5_000 + step * 110_000,
        113.3,
        23.1,
      ]);
      const entry = { ...clip({ id: `k${index}`, start, lengthMs: 10 * minute, device: 'camera-set' }), track };
      const saved = index % 4 === 2 ? { ...entry, track: [] } : entry;
      ids.push((await store.transaction((tx) => saveFootage(tx, saved, origin))).id);
    }
    for (const id of ids) await store.transaction((tx) => correctClocks(tx, rules, [id]));
    const contents = await footageContents(store.db, ids);
    const errors = ids.map((id) => contents.find((one) => one.id === id)?.clockErrorMs ?? 0);
    for (const [index, errorMs] of errors.entries())
      expect(Math.abs(errorMs - (index < 4 ? 40 * minute : -10 * minute)), `clip ${index}`).toBeLessThan(30_000);

    await store.transaction((tx) => keepClockHistory(tx, rules, 'camera-set'));
    await store.transaction((tx) => keepClockHistory(tx, rules, 'camera-set'));
    const history = await clockHistoryOf(store.db, 'camera-set');
    expect(history.map(({ grounds, clips }) => [grounds, clips])).toEqual([
      ['gps', 4],
      ['gps', 4],
    ]);
    expect(history[0]?.offsetMs).toBeCloseTo(40 * minute, -5);
    expect(contents.find(({ id }) => id === ids[0])?.data.start).toBe(new Date(ten + 40 * minute).toISOString());
  });
});

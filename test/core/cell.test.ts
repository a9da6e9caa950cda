import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsAround, cellsOfTrack } from '../../hub/core/cell.ts';

const at = Date.UTC(2024, 0, 5, 2);
const metresPerDegree = 111_320;

test('a place finds every track that comes within its radius', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -179, max: 179, noNaN: true }),
      fc.double({ min: -70, max: 70, noNaN: true }),
      fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 100, max: 3_000 }),
      fc.integer({ min: 0, max: 7_200_000 }),
      (lon, lat, angle, share, radiusM, later) => {
        const north = (Math.sin(angle) * share * radiusM) / metresPerDegree;
        const east = (Math.cos(angle) * share * radiusM) / metresPerDegree / Math.cos((lat * Math.PI) / 180);
        const track = cellsOfTrack([[at + later, lon + east * 0.99, lat + north * 0.99]]);
        const around = new Set(cellsAround(lon, lat, radiusM, at, at + 7_200_000));
        expect(track.some((cell) => around.has(cell))).toBe(true);
        expect([...around].every(Number.isSafeInteger)).toBe(true);
      },
    ),
  );
});

test('a hole of two minutes is bridged, one of an hour is not', () => {
  const across = (ms: number) =>
    cellsOfTrack([
      [at, 113.3025, 23.1025],
      [at + ms, 113.3325, 23.1025],
    ]).length;
  expect(across(120_000)).toBe(7);
  expect(across(3_600_000)).toBe(2);
});

test('another time is another cell', () => {
  const [early] = cellsOfTrack([[at, 113.3, 23.1]]);
  expect(cellsAround(113.3, 23.1, 500, at + 3_600_000, at + 7_200_000)).not.toContain(early);
});

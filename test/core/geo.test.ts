import fc from 'fast-check';
import gcoord from 'gcoord';
import { describe, expect, test } from 'vitest';
import { distanceM, isInChina, readPoint, toWgs84 } from '../../hub/core/geo.ts';

const lon = fc.double({ min: 98, max: 122, noNaN: true });
const lat = fc.double({ min: 22, max: 42, noNaN: true });
const china = { crs: 'wgs84', axisOrder: 'lonLat', range: 'china' } as const;

describe('distanceM', () => {
  test('a degree of latitude is 111 km, a point is no distance from itself', () => {
    expect(distanceM(113, 23, 113, 24)).toBeCloseTo(111195, -1);
    expect(distanceM(113.31, 23.12, 113.31, 23.12)).toBe(0);
  });

  test('is the same both ways and never longer than half the earth', () => {
    fc.assert(
      fc.property(lon, lat, lon, lat, (a, b, c, d) => {
        expect(distanceM(a, b, c, d)).toBeCloseTo(distanceM(c, d, a, b), 6);
        expect(distanceM(a, b, c, d)).toBeLessThan(20_100_000);
      }),
    );
  });
});

describe('toWgs84', () => {
  test('takes back what GCJ-02 and BD-09 shifted, to less than a metre', () => {
    fc.assert(
      fc.property(lon, lat, fc.constantFrom('gcj02' as const, 'bd09' as const), (x, y, crs) => {
        const [sx, sy] = gcoord.transform([x, y], gcoord.WGS84, crs === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09);
        expect(distanceM(x, y, sx, sy)).toBeGreaterThan(1);
        const [bx, by] = toWgs84(sx, sy, crs);
        expect(distanceM(x, y, bx, by)).toBeLessThan(1);
      }),
    );
  });

  test('leaves WGS84 and CGCS2000 alone', () => {
    expect(toWgs84(113.31, 23.12, 'cgcs2000')).toEqual([113.31, 23.12]);
  });
});

describe('readPoint', () => {
  test('0,0 is not known', () => {
    expect(readPoint(0, 0, china)).toBeUndefined();
  });

  test('swapped axes are put right where the order says so, or by themselves', () => {
    expect(readPoint(23.12, 113.31, { ...china, axisOrder: 'latLon' })).toMatchObject({ lon: 113.31, lat: 23.12 });
    expect(readPoint(23.12, 113.31, { ...china, axisOrder: 'auto' })).toMatchObject({ lon: 113.31, lat: 23.12 });
    expect(readPoint(113.31, 23.12, { ...china, axisOrder: 'auto' })).toMatchObject({ lon: 113.31, lat: 23.12 });
  });

  test('what cannot be in China keeps its original and gets no position', () => {
    expect(readPoint(38412345.6, 2556789.1, china)).toEqual({
      original: { lon: 38412345.6, lat: 2556789.1, crs: 'wgs84' },
    });
    expect(readPoint(8.5, 47.4, china)?.lon).toBeUndefined();
    expect(readPoint(8.5, 47.4, { ...china, range: 'world' })).toMatchObject({ lon: 8.5, lat: 47.4 });
  });

  test('a position that is given is always one that can be', () => {
    const any = fc.double({ noNaN: true, noDefaultInfinity: true });
    const orders = fc.constantFrom('lonLat' as const, 'latLon' as const, 'auto' as const);
    fc.assert(
      fc.property(any, any, orders, (first, second, axisOrder) => {
        const point = readPoint(first, second, { ...china, axisOrder });
        if (point?.lon !== undefined && point.lat !== undefined) expect(isInChina(point.lon, point.lat)).toBe(true);
      }),
    );
  });
});

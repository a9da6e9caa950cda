import gcoord from 'gcoord';

/** CGCS2000 differs from WGS84 by centimetres and is taken for the same. */
export const referenceSystems = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const;
export type ReferenceSystem = (typeof referenceSystems)[number];

/** `auto` takes the order in which the point lies in China, and longitude first when both or neither would. */
export const axisOrders = ['lonLat', 'latLon', 'auto'] as const;
export type AxisOrder = (typeof axisOrders)[number];

const earthRadiusM = 6_371_008.8;
const radians = Math.PI / 180;

/** Great-circle distance in metres between two points in degrees. */
export const distanceM = (lon: number, lat: number, otherLon: number, otherLat: number): number => {
  const byLat = Math.sin(((otherLat - lat) * radians) / 2);
  const byLon = Math.sin(((otherLon - lon) * radians) / 2);
  const chord = byLat * byLat + Math.cos(lat * radians) * Math.cos(otherLat * radians) * byLon * byLon;
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(chord)));
};

/** Degrees in WGS84, seven digits (a centimetre). Outside China the Chinese systems are WGS84 themselves. */
export const toWgs84 = (lon: number, lat: number, crs: ReferenceSystem): [lon: number, lat: number] => {
  if (crs === 'wgs84' || crs === 'cgcs2000') return [lon, lat];
  const from = crs === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09;
  const [x, y] = gcoord.transform([lon, lat], from, gcoord.WGS84);
  return [Math.round(x * 1e7) / 1e7, Math.round(y * 1e7) / 1e7];
};

/** Whether a point can be in China at all: the sanity check for swapped axes and projected coordinates. */
export const isInChina = (lon: number, lat: number): boolean => lon >= 73 && lon <= 136 && lat >= 3 && lat <= 54;

const isOnEarth = (lon: number, lat: number): boolean => Math.abs(lon) <= 180 && Math.abs(lat) <= 90;

export interface PointOptions {
  readonly crs: ReferenceSystem;
  readonly axisOrder: AxisOrder;
  /** What counts as believable: `china` for business systems, `world` where the hub serves elsewhere. */
  readonly range: 'china' | 'world';
}

/** A point as the other side wrote it, and in WGS84 when it is believable. */
export interface Point {
  readonly lon?: number;
  readonly lat?: number;
  readonly original: { readonly lon: number; readonly lat: number; readonly crs: string };
}

/**
 * Read a pair of coordinates in the order the other side has them. Undefined for 0,0, which stands for "not known". A
 * pair out of range keeps its original and gets no WGS84 position.
 */
export const readPoint = (first: number, second: number, options: PointOptions): Point | undefined => {
  if (first === 0 && second === 0) return undefined;
  const isSwapped =
    options.axisOrder === 'latLon' ||
    (options.axisOrder === 'auto' && !isInChina(first, second) && isInChina(second, first));
  const [lon, lat] = isSwapped ? [second, first] : [first, second];
  const original = { lon, lat, crs: options.crs };
  const isBelievable = options.range === 'china' ? isInChina(lon, lat) : isOnEarth(lon, lat);
  if (!isBelievable) return { original };
  const [x, y] = toWgs84(lon, lat, options.crs);
  return { lon: x, lat: y, original };
};

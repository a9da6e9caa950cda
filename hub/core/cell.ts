import type { Fix } from './footage.ts';

/**
 * Time and place as one integer, so that "was any camera near here around then" is a lookup by an ordinary index, in
 * MySQL, in TiDB (which has no spatial index) and in a typed array alike.
 *
 * A cell is a time bucket and a square of the grid: `(bucket * rows + row) * columns + column`. It stays below 2^53
 * until the year 2066.
 */
const bucketMs = 15 * 60_000;
const cellDegrees = 0.005;
const rows = Math.round(180 / cellDegrees);
const columns = Math.round(360 / cellDegrees);
const metresPerDegree = 111_320;

/** Between fixes further apart than this nobody knows where the camera was. */
const longestStepMs = 5 * 60_000;

const rowOf = (lat: number): number => Math.min(rows - 1, Math.max(0, Math.floor((lat + 90) / cellDegrees)));
const columnOf = (lon: number): number => (Math.floor((lon + 180) / cellDegrees) + columns) % columns;
const cellOf = (bucket: number, row: number, column: number): number => (bucket * rows + row) * columns + column;

/**
 * Calls `pass` for every cell a track passes, some more than once. Between two fixes the straight way is taken, so that a
 * hole of a minute or two around an event does not hide the camera from it.
 *
 * @param track fixes in WGS84, ascending in time (epoch ms)
 */
export const followTrack = (
  track: readonly Fix[],
  pass: (bucket: number, row: number, column: number) => void,
): void => {
  let [fromAt, fromLon, fromLat] = [Number.NEGATIVE_INFINITY, 0, 0];
  for (const fix of track) {
    const at = fix[0];
    const lon = fix[1];
    const lat = fix[2];
    pass(Math.floor(at / bucketMs), rowOf(lat), columnOf(lon));
    if (at - fromAt <= longestStepMs) {
      const squares = Math.max(Math.abs(lon - fromLon), Math.abs(lat - fromLat)) / cellDegrees;
      const steps = Math.min(100, Math.ceil(squares * 2));
      for (let step = 1; step < steps; step += 1) {
        const share = step / steps;
        const bucket = Math.floor((fromAt + (at - fromAt) * share) / bucketMs);
        pass(bucket, rowOf(fromLat + (lat - fromLat) * share), columnOf(fromLon + (lon - fromLon) * share));
      }
    }
    fromAt = at;
    fromLon = lon;
    fromLat = lat;
  }
};

/** Every cell a track passes, ascending, without repeats; see `followTrack`. */
export const cellsOfTrack = (track: readonly Fix[]): number[] => {
  const cells = new Set<number>();
  followTrack(track, (bucket, row, column) => cells.add(cellOf(bucket, row, column)));
  return [...cells].sort((left, right) => left - right);
};

/** A cell taken apart. */
export interface CellParts {
  readonly bucket: number;
  readonly row: number;
  readonly column: number;
}

export const partsOfCell = (cell: number): CellParts => {
  const strip = Math.floor(cell / columns);
  return { bucket: Math.floor(strip / rows), row: strip % rows, column: cell % columns };
};

/** Cells from one corner to the other, both included. `lastColumn` may lie beyond the last one there is: then it goes on at the first. */
export interface CellBox {
  readonly firstBucket: number;
  readonly lastBucket: number;
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** How many columns go around the earth, and how many rows from pole to pole. */
export const columnsAround = columns;
export const rowsFromPole = rows;
/** A side of a square, degrees. */
export const squareDegrees = cellDegrees;

/** The box of `cellsAround`; `firstColumn` is 0 or more. */
export const boxAround = (lon: number, lat: number, radiusM: number, from: number, to: number): CellBox => {
  const latSpan = radiusM / metresPerDegree;
  const lonSpan = latSpan / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  const firstColumn = columnOf(lon - lonSpan);
  const width = Math.floor((lon + lonSpan + 180) / cellDegrees) - Math.floor((lon - lonSpan + 180) / cellDegrees);
  return {
    firstBucket: Math.floor(from / bucketMs),
    lastBucket: Math.floor(to / bucketMs),
    firstRow: rowOf(lat - latSpan),
    lastRow: rowOf(lat + latSpan),
    firstColumn,
    lastColumn: firstColumn + width,
  };
};

/**
 * Every cell that lies, wholly or in part, within `radiusM` metres of a point between two moments (epoch ms, both
 * included). What is found there still has to be measured.
 */
export const cellsAround = (lon: number, lat: number, radiusM: number, from: number, to: number): number[] => {
  const { firstBucket, lastBucket, firstRow, lastRow, firstColumn, lastColumn } = boxAround(
    lon,
    lat,
    radiusM,
    from,
    to,
  );
  const cells: number[] = [];
  for (let bucket = firstBucket; bucket <= lastBucket; bucket += 1) {
    for (let row = firstRow; row <= lastRow; row += 1) {
      for (let column = firstColumn; column <= lastColumn; column += 1)
        cells.push(cellOf(bucket, row, column % columns));
    }
  }
  return cells;
};

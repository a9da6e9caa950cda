import { type CellBox, columnsAround, followTrack } from '../../core/cell.ts';
import { GrowingInts, groupRows, orderOf } from '../frames/columns.ts';
import type { FootageFrame } from '../frames/footage-frame.ts';
import type { MatchFootage } from '../inputs.ts';

/**
 * Neighbouring squares of the map share a drawer, 4 rows by 8 columns: a search opens few of them, and the squares of a
 * drawer are the bits of a whole number. Drawers go around the earth without a rest.
 */
const [rowShift, columnShift] = [2, 3];
const [lastInRow, lastInColumn] = [2 ** rowShift - 1, 2 ** columnShift - 1];
const drawersPerRow = Math.ceil(columnsAround / 2 ** columnShift);

const drawerOf = (row: number, column: number): number => row * drawersPerRow + column;

/** Numbers of drawers by where they lie: open addressing, so that a probe is one look at a column. */
class DrawerTable {
  #keys = new Int32Array(1 << 6).fill(-1);
  #drawers = new Int32Array(1 << 6);
  size = 0;

  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 7) & mask;
    while (this.#keys[slot] !== key && this.#keys[slot] !== -1) slot = (slot + 1) & mask;
    return slot;
  }

  /** -1 when there is none. */
  find(key: number): number {
    const slot = this.#slot(key);
    return this.#keys[slot] === key ? (this.#drawers[slot] as number) : -1;
  }

  add(key: number): number {
    let slot = this.#slot(key);
    if (this.#keys[slot] === key) return this.#drawers[slot] as number;
    if (this.size * 2 >= this.#keys.length) {
      this.#widen();
      slot = this.#slot(key);
    }
    this.#keys[slot] = key;
    this.#drawers[slot] = this.size;
    this.size += 1;
    return this.size - 1;
  }

  #widen(): void {
    const [keys, drawers] = [this.#keys, this.#drawers];
    this.#keys = new Int32Array(keys.length * 2).fill(-1);
    this.#drawers = new Int32Array(keys.length * 2);
    for (const [place, key] of keys.entries()) {
      if (key === -1) continue;
      const slot = this.#slot(key);
      this.#keys[slot] = key;
      this.#drawers[slot] = drawers[place] as number;
    }
  }
}

/**
 * Clips in drawers, ascending in time within each: a clip stands once for each quarter of an hour that its track spends
 * there, with the squares that it passes.
 */
interface Drawers {
  readonly table: DrawerTable;
  readonly starts: Int32Array;
  readonly buckets: Int32Array;
  readonly clips: Int32Array;
  readonly squares: Int32Array;
}

const fillDrawers = ({ source }: FootageFrame): Drawers => {
  const table = new DrawerTable();
  const [drawers, buckets] = [new GrowingInts(), new GrowingInts()];
  const [clips, squares] = [new GrowingInts(), new GrowingInts()];
  let [current, lastDrawer, lastBucket, passed] = [-1, -1, -1, 0];
  const close = (): void => {
    if (passed === 0) return;
    drawers.push(table.add(lastDrawer));
    buckets.push(lastBucket);
    clips.push(current);
    squares.push(passed);
    passed = 0;
  };
  const pass = (bucket: number, row: number, column: number): void => {
    const drawer = drawerOf(row >> rowShift, column >> columnShift);
    if (drawer !== lastDrawer || bucket !== lastBucket) close();
    lastDrawer = drawer;
    lastBucket = bucket;
    passed |= 1 << (((row & lastInRow) << columnShift) + (column & lastInColumn));
  };
  for (let clip = 0; clip < source.length; clip += 1) {
    const { track } = source[clip] as MatchFootage;
    if (track.length === 0) continue;
    current = clip;
    followTrack(track, pass);
    close();
  }
  const times = Float64Array.from(buckets.finish());
  const { starts, items } = groupRows(drawers.finish(), table.size, orderOf(times));
  const inOrder = (column: GrowingInts): Int32Array => items.map((place) => column.at(place));
  return { table, starts, buckets: inOrder(buckets), clips: inOrder(clips), squares: inOrder(squares) };
};

/** Bits of a drawer's squares from row to row and column to column, counted from the drawer's first; the outermost are cut off. */
const squaresBetween = (firstRow: number, lastRow: number, firstColumn: number, lastColumn: number): number => {
  const leftmost = Math.max(firstColumn, 0);
  const rightmost = Math.min(lastColumn, lastInColumn);
  const bottom = Math.max(firstRow, 0);
  const top = Math.min(lastRow, lastInRow);
  const inRow = ((2 << (rightmost - leftmost)) - 1) << leftmost;
  let squares = 0;
  for (let row = bottom; row <= top; row += 1) squares |= inRow << (row << columnShift);
  return squares;
};

/** First place in `from` to `to`, exclusive, that is not before a bucket. */
const firstIn = (buckets: Int32Array, bucket: number, from: number, to: number): number => {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((buckets[middle] as number) < bucket) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Calls `found` for every clip that passes a cell of the box, at least once. */
export type CellSearch = (box: CellBox, found: (clip: number) => void) => void;

/** Clips by the cells of `hub/core/cell.ts` that their tracks pass. */
export const indexCells = (footage: FootageFrame): CellSearch => {
  const { table, starts, buckets, clips, squares } = fillDrawers(footage);

  return ({ firstBucket, lastBucket, firstRow, lastRow, firstColumn, lastColumn }, found) => {
    for (let row = firstRow >> rowShift; row <= lastRow >> rowShift; row += 1) {
      const lowest = row << rowShift;
      for (let column = firstColumn >> columnShift; column <= lastColumn >> columnShift; column += 1) {
        const drawer = table.find(drawerOf(row, column % drawersPerRow));
        if (drawer < 0) continue;
        const leftmost = column << columnShift;
        const wanted = squaresBetween(
          firstRow - lowest,
          lastRow - lowest,
          firstColumn - leftmost,
          lastColumn - leftmost,
        );
        const end = starts[drawer + 1] as number;
        for (let at = firstIn(buckets, firstBucket, starts[drawer] as number, end); at < end; at += 1) {
          if ((buckets[at] as number) > lastBucket) break;
          if (((squares[at] as number) & wanted) !== 0) found(clips[at] as number);
        }
      }
    }
  };
};

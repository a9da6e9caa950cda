import { type CellBox, cellsOfTrack, columnsAround, partsOfCell } from '../core/cell.ts';
import { GrowingInts, groupRows } from './columns.ts';
import type { FootageFrame } from './footage-frame.ts';
import type { MatchFootage } from './inputs.ts';

/**
 * Neighbouring cells share a drawer, 4 rows by 8 columns of one time bucket: a search opens few of them, and the cells of a
 * drawer are the bits of a whole number. Drawers go around the earth without a rest.
 */
const [rowShift, columnShift] = [2, 3];
const [lastInRow, lastInColumn] = [2 ** rowShift - 1, 2 ** columnShift - 1];
const drawersPerRow = Math.ceil(columnsAround / 2 ** columnShift);
const drawersPerColumn = 2 ** 14;

const drawerOf = (bucket: number, row: number, column: number): number =>
  (bucket * drawersPerColumn + row) * drawersPerRow + column;

/** Numbers of drawers by what they hold: open addressing, so that a probe is one look at a column. */
class DrawerTable {
  #keys = new Float64Array(1 << 10).fill(-1);
  #drawers = new Int32Array(1 << 10);
  size = 0;

  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = (Math.imul((key ^ (key / 0x100000000)) | 0, 0x9e3779b1) >>> 7) & mask;
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
    this.#keys = new Float64Array(keys.length * 2).fill(-1);
    this.#drawers = new Int32Array(keys.length * 2);
    for (const [place, key] of keys.entries()) {
      if (key === -1) continue;
      const slot = this.#slot(key);
      this.#keys[slot] = key;
      this.#drawers[slot] = drawers[place] as number;
    }
  }
}

/** Clips in drawers: a clip stands once in each drawer that its track passes, with the cells that it passes there. */
interface Drawers {
  readonly table: DrawerTable;
  readonly starts: Int32Array;
  readonly clips: Int32Array;
  readonly cells: Int32Array;
}

const fillDrawers = ({ source }: FootageFrame): Drawers => {
  const table = new DrawerTable();
  const [drawers, clips, cells] = [new GrowingInts(), new GrowingInts(), new GrowingInts()];
  for (const [clip, { track }] of source.entries()) {
    if (track.length === 0) continue;
    for (const cell of cellsOfTrack(track as MatchFootage['track'])) {
      const { bucket, row, column } = partsOfCell(cell);
      drawers.push(table.add(drawerOf(bucket, row >> rowShift, column >> columnShift)));
      clips.push(clip);
      cells.push(1 << (((row & lastInRow) << columnShift) + (column & lastInColumn)));
    }
  }
  // Within a drawer in the order of clips, so that the cells of one clip are neighbours.
  const passed = groupRows(drawers.finish(), table.size);
  const starts = new Int32Array(table.size + 1);
  const [clipOf, cellsOf] = [new Int32Array(passed.items.length), new Int32Array(passed.items.length)];
  let size = 0;
  for (let drawer = 0; drawer < table.size; drawer += 1) {
    const first = size;
    for (let at = passed.starts[drawer] as number; at < (passed.starts[drawer + 1] as number); at += 1) {
      const place = passed.items[at] as number;
      if (size === first || clipOf[size - 1] !== clips.at(place)) {
        clipOf[size] = clips.at(place);
        size += 1;
      }
      cellsOf[size - 1] = (cellsOf[size - 1] as number) | cells.at(place);
    }
    starts[drawer + 1] = size;
  }
  return { table, starts, clips: clipOf.slice(0, size), cells: cellsOf.slice(0, size) };
};

/** Bits of a drawer's cells from row to row and column to column, counted from the drawer's first; the outermost are cut off. */
const cellsBetween = (firstRow: number, lastRow: number, firstColumn: number, lastColumn: number): number => {
  const leftmost = Math.max(firstColumn, 0);
  const inRow = (2 ** (Math.min(lastColumn, lastInColumn) - leftmost + 1) - 1) << leftmost;
  let cells = 0;
  for (let row = Math.max(firstRow, 0); row <= Math.min(lastRow, lastInRow); row += 1)
    cells |= inRow << (row << columnShift);
  return cells;
};

/** Calls `found` for every clip that passes a cell of the box, at least once. */
export type CellSearch = (box: CellBox, found: (clip: number) => void) => void;

/** Clips by the cells of `hub/core/cell.ts` that their tracks pass. */
export const indexCells = (footage: FootageFrame): CellSearch => {
  const { table, starts, clips, cells } = fillDrawers(footage);

  return ({ firstBucket, lastBucket, firstRow, lastRow, firstColumn, lastColumn }, found) => {
    for (let row = firstRow >> rowShift; row <= lastRow >> rowShift; row += 1) {
      const lowest = row << rowShift;
      for (let column = firstColumn >> columnShift; column <= lastColumn >> columnShift; column += 1) {
        const leftmost = column << columnShift;
        const wanted = cellsBetween(firstRow - lowest, lastRow - lowest, firstColumn - leftmost, lastColumn - leftmost);
        for (let bucket = firstBucket; bucket <= lastBucket; bucket += 1) {
          const drawer = table.find(drawerOf(bucket, row, column % drawersPerRow));
          if (drawer < 0) continue;
          const end = starts[drawer + 1] as number;
          for (let at = starts[drawer] as number; at < end; at += 1)
            if (((cells[at] as number) & wanted) !== 0) found(clips[at] as number);
        }
      }
    }
  };
};

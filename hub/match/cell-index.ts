import { type CellBox, cellsOfTrack, columnsAround, partsOfCell } from '../core/cell.ts';
import { GrowingInts, groupRows } from './columns.ts';
import type { FootageFrame } from './footage-frame.ts';
import type { MatchFootage } from './inputs.ts';

/** Neighbouring cells share a drawer, 4 rows by 8 columns of one time bucket: a search opens few of them. */
const [rowShift, columnShift] = [2, 3];
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

/** Calls `found` for every clip that passes a cell of the box, once for each cell. */
export type CellSearch = (box: CellBox, found: (clip: number) => void) => void;

/** Clips by the cells of `hub/core/cell.ts` that their tracks pass. */
export const indexCells = ({ source }: FootageFrame): CellSearch => {
  const table = new DrawerTable();
  const [drawers, clips, rows, columns] = [new GrowingInts(), new GrowingInts(), new GrowingInts(), new GrowingInts()];
  for (const [clip, { track }] of source.entries()) {
    if (track.length === 0) continue;
    for (const cell of cellsOfTrack(track as MatchFootage['track'])) {
      const { bucket, row, column } = partsOfCell(cell);
      drawers.push(table.add(drawerOf(bucket, row >> rowShift, column >> columnShift)));
      clips.push(clip);
      rows.push(row);
      columns.push(column);
    }
  }
  const { starts, items: order } = groupRows(drawers.finish(), table.size);
  const sorted = (column: Int32Array): Int32Array => order.map((place) => column[place] as number);
  const [clipOf, rowOf, columnOf] = [sorted(clips.finish()), sorted(rows.finish()), sorted(columns.finish())];

  return ({ firstBucket, lastBucket, firstRow, lastRow, firstColumn, lastColumn }, found) => {
    const width = lastColumn - firstColumn;
    const lastDrawer = (firstColumn + width) >> columnShift;
    for (let bucket = firstBucket; bucket <= lastBucket; bucket += 1) {
      for (let row = firstRow >> rowShift; row <= lastRow >> rowShift; row += 1) {
        for (let column = firstColumn >> columnShift; column <= lastDrawer; column += 1) {
          const drawer = table.find(drawerOf(bucket, row, column % drawersPerRow));
          if (drawer < 0) continue;
          const end = starts[drawer + 1] as number;
          for (let at = starts[drawer] as number; at < end; at += 1) {
            const inRow = rowOf[at] as number;
            if (inRow < firstRow || inRow > lastRow) continue;
            const beyond = (columnOf[at] as number) - firstColumn;
            if ((beyond < 0 ? beyond + columnsAround : beyond) <= width) found(clipOf[at] as number);
          }
        }
      }
    }
  };
};

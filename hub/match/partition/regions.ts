import { cellsOfTrack, partsOfCell } from '../../core/cell.ts';
import { windowOf } from '../frames/window.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import { placeBox } from '../pairs/candidate.ts';
import type { Rules } from '../rules/rules.ts';

/** The city an organisation lies in, by its code; '' where it is not known. */
export const cityOf = (org: string | undefined): string => org?.slice(0, 4) ?? '';

/** Cells to a side of a square that is looked at as a whole. */
const squareCells = 10;

/**
 * Cities that can be matched apart. Two cities belong to one region as soon as anything that makes candidates ties them:
 * an officer, a device, a number or a place that both have to do with. What is kept grows with officers, devices and
 * squares of the map, not with records and clips.
 */
export class Regions {
  readonly #above = new Map<string, string>();
  readonly #cityOf = new Map<string, string>();

  /** The region of a city, by the name of one of its cities. */
  of(city: string): string {
    const above = this.#above.get(city) ?? city;
    if (above === city) return city;
    const top = this.of(above);
    this.#above.set(city, top);
    return top;
  }

  join(one: string, other: string): void {
    const [left, right] = [this.of(one), this.of(other)].sort() as [string, string];
    if (left !== right) this.#above.set(right, left);
  }

  #note(city: string, key: string): void {
    const known = this.#cityOf.get(key);
    if (known === undefined) this.#cityOf.set(key, city);
    else if (known !== city) this.join(known, city);
  }

  #noteSquare(city: string, row: number, column: number): void {
    this.#note(city, `at ${row} ${column}`);
  }

  addRecord(rules: Rules, record: MatchRecord): void {
    const city = cityOf(record.org);
    for (const { policeId } of record.officers) if (policeId !== undefined) this.#note(city, `officer ${policeId}`);
    if (record.place === undefined) return;
    const { firstRow, lastRow, firstColumn, lastColumn } = placeBox(
      rules,
      record.place,
      windowOf(rules, record, 'body-camera'),
    );
    for (let row = Math.floor(firstRow / squareCells); row <= Math.floor(lastRow / squareCells); row += 1)
      for (
        let column = Math.floor(firstColumn / squareCells);
        column <= Math.floor(lastColumn / squareCells);
        column += 1
      )
        this.#noteSquare(city, row, column);
  }

  addClip(clip: MatchFootage): void {
    const city = cityOf(clip.org);
    if (clip.policeId !== undefined) this.#note(city, `officer ${clip.policeId}`);
    if (clip.deviceId !== undefined) this.#note(city, `device ${clip.deviceId}`);
    if (clip.track.length === 0) return;
    let before = '';
    for (const cell of cellsOfTrack(clip.track)) {
      const { row, column } = partsOfCell(cell);
      const square = `${Math.floor(row / squareCells)} ${Math.floor(column / squareCells)}`;
      if (square !== before) this.#note(city, `at ${square}`);
      before = square;
    }
  }
}

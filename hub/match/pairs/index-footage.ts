import { deviceKinds } from '../../core/vocabulary.ts';
import { firstFrom, groupRows, isEmptyList, type Lists, orderOf } from '../frames/columns.ts';
import type { FootageFrame } from '../frames/footage-frame.ts';
import type { Frames } from '../frames/frames.ts';
import { placeBox, stretchesOf } from './candidate.ts';
import { indexCells } from './cell-index.ts';

/** Clips by officer or station, ascending by their corrected beginning, with the longest of each. */
interface Shelves {
  readonly starts: Int32Array;
  readonly clips: Int32Array;
  /** Beginnings and ends in the same order, so that a search reads what lies side by side. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly longestMs: Float64Array;
}

const shelve = (footage: FootageFrame, keys: Int32Array, count: number, order: Int32Array): Shelves => {
  const { starts, items } = groupRows(keys, count, order);
  const longestMs = new Float64Array(count);
  const [from, to] = [new Float64Array(items.length), new Float64Array(items.length)];
  for (let place = 0; place < items.length; place += 1) {
    const clip = items[place] as number;
    const begin = footage.from[clip] as number;
    const end = footage.to[clip] as number;
    from[place] = begin;
    to[place] = end;
    const key = keys[clip] as number;
    if (end - begin > (longestMs[key] as number)) longestMs[key] = end - begin;
  }
  return { starts, clips: items, from, to, longestMs };
};

/** Clips by the numbers that they bear or name. */
const indexNumbers = ({ size, number, name, references }: FootageFrame, count: number): Lists => {
  const keys: number[] = [];
  const clips: number[] = [];
  const put = (key: number, clip: number) => {
    if (key < 0) return;
    keys.push(key);
    clips.push(clip);
  };
  for (let clip = 0; clip < size; clip += 1) {
    put(number[clip] as number, clip);
    put(name[clip] as number, clip);
    for (let at = references.starts[clip] as number; at < (references.starts[clip + 1] as number); at += 1)
      put(references.items[at] as number, clip);
  }
  const { starts, items } = groupRows(Int32Array.from(keys), count);
  return { starts, items: items.map((place) => clips[place] as number) };
};

/** Finds the clips that may show a record, in memory. */
export interface FootageIndex {
  /** Rows of clips found last. */
  readonly found: Int32Array;
  /** Find the clips that may show the record of a row, each once: at least those that the blocking rules allow. @returns how many */
  candidatesOf(record: number): number;
}

/** Build the index: sorted intervals by officer and station, tracks by cell, numbers. */
export const indexFootage = ({ rules, lexicon, records, footage }: Frames): FootageIndex => {
  const order = orderOf(footage.from);
  const byOfficer = shelve(footage, footage.wearer, lexicon.people.size, order);
  const byStation = shelve(footage, footage.org, lexicon.orgs.size, order);
  const nobodys = footage.org.map((org, clip) => (footage.wearer[clip] === -1 ? org : -1));
  const nobodysByStation = shelve(footage, nobodys, lexicon.orgs.size, order);
  const byNumber = indexNumbers(footage, lexicon.numbers.size);
  const searchCells = indexCells(footage);
  const { windows } = records;
  const { longestEvent } = rules.blocking;
  const placeClass = windows.classes.classOf[deviceKinds.indexOf('body-camera')] as number;

  const found = new Int32Array(footage.size);
  /** In which search a clip was last found; the first is 1. */
  const foundIn = new Int32Array(footage.size);
  let search = 0;
  let count = 0;
  let current = 0;
  const find = (clip: number): void => {
    if (foundIn[clip] === search) return;
    foundIn[clip] = search;
    found[count] = clip;
    count += 1;
  };
  /** @param windowClass clips of this class only, of any when it is -1 */
  const take = (shelves: Shelves, key: number, from: number, to: number, windowClass: number): void => {
    const { starts, clips, from: begins, to: ends } = shelves;
    const end = starts[key + 1] as number;
    const first = firstFrom(begins, from - (shelves.longestMs[key] as number), starts[key] as number, end);
    for (let place = first; place < end && (begins[place] as number) <= to; place += 1) {
      if ((ends[place] as number) < from) continue;
      const clip = clips[place] as number;
      if (windowClass < 0 || footage.windowClass[clip] === windowClass) find(clip);
    }
  };

  const takeNumber = (number: number): void => {
    for (let at = byNumber.starts[number] as number; at < (byNumber.starts[number + 1] as number); at += 1)
      find(byNumber.items[at] as number);
  };
  const byReference = (record: number): void => {
    takeNumber(records.number[record] as number);
    const { starts, items } = records.references;
    for (let at = starts[record] as number; at < (starts[record + 1] as number); at += 1)
      takeNumber(items[at] as number);
  };
  const takePeople = (people: Lists, record: number, from: number, to: number, windowClass: number): void => {
    for (let at = people.starts[record] as number; at < (people.starts[record + 1] as number); at += 1)
      take(byOfficer, people.items[at] as number, from, to, windowClass);
  };
  // Where clips of an officer may lie, counted from the beginning and the end of a window.
  const stretches = stretchesOf(rules, { open: 0, close: 0 });
  const early = Float64Array.from(stretches, ([from]) => from);
  const late = Float64Array.from(stretches, ([, to]) => to);
  const byPeople = (record: number): void => {
    if (isEmptyList(records.officers, record)) return;
    const base = record * windows.width;
    let isUniform = true;
    for (let window = base + 1; window < base + windows.width; window += 1)
      isUniform &&= windows.open[window] === windows.open[base] && windows.close[window] === windows.close[base];
    for (let index = 0; index < (isUniform ? 1 : windows.width); index += 1) {
      const windowClass = isUniform ? -1 : index;
      for (let stretch = 0; stretch < early.length; stretch += 1) {
        const from = (windows.open[base + index] as number) + (early[stretch] as number);
        const to = (windows.close[base + index] as number) + (late[stretch] as number);
        takePeople(records.officers, record, from, to, windowClass);
        takePeople(records.partners, record, from, to, windowClass);
      }
    }
  };

  let [open, close] = [0, 0];
  const findInside = (clip: number): void => {
    if (foundIn[clip] === search) return;
    const window = current * windows.width + (footage.windowClass[clip] as number);
    if ((footage.from[clip] as number) > (windows.close[window] as number)) return;
    if ((footage.to[clip] as number) >= (windows.open[window] as number)) find(clip);
  };
  const byPlace = (record: number): void => {
    const lon = records.lon[record] as number;
    if (Number.isNaN(lon)) return;
    const place = { lon, lat: records.lat[record] as number, accuracyM: records.accuracyM[record] as number };
    searchCells(placeBox(rules, place, { open, close }), findInside);
  };
  const byStationAlone = (record: number): void => {
    const org = records.org[record] as number;
    if (org >= 0) take(isEmptyList(records.officers, record) ? byStation : nobodysByStation, org, open, close, -1);
  };

  return {
    found,
    candidatesOf(record) {
      count = 0;
      search += 1;
      current = record;
      open = windows.open[record * windows.width + placeClass] as number;
      close = windows.close[record * windows.width + placeClass] as number;
      byReference(record);
      byPeople(record);
      if (close - open <= longestEvent) {
        byPlace(record);
        byStationAlone(record);
      }
      return count;
    },
  };
};

import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { cellsOfTrack, partsOfCell } from '../../../hub/core/cell.ts';
import { deviceKinds } from '../../../hub/core/vocabulary.ts';
import { framesOf } from '../../../hub/match/frames/frames.ts';
import { registersOf } from '../../../hub/match/frames/registers.ts';
import { placeBox, stretchesOf } from '../../../hub/match/pairs/candidate.ts';
import type { Rules } from '../../../hub/match/rules/rules.ts';
import { longestClipMs } from './province.ts';
import { loadOf, ownShifts, type Stretch } from './stretches.ts';

/**
 * The same join for everybody: what each sampled record asks for, and what the clips have, as tables. Partners and windows
 * are worked out beforehand for the databases; the engine works them out itself. Neighbouring cells share a drawer for
 * them as well, and clips are told apart by the hour in which they begin, so that place and time are equalities with a few
 * probes: joins by ranges alone are slower in MariaDB and DuckDB.
 */
export const tables = {
  clip: ['id bigint', 'wearer bigint', 'org bigint', 'begin_hour bigint', 'begins bigint', 'ends bigint'],
  clip_cell: ['drawer bigint', 'cell_row int', 'cell_column int', 'clip bigint'],
  ask_person: ['record bigint', 'wearer bigint', 'begin_hour bigint', 'begins bigint', 'ends bigint'],
  ask_station: ['record bigint', 'org bigint', 'nobody int', 'begin_hour bigint', 'begins bigint', 'ends bigint'],
  ask_cell: [
    'record bigint',
    'drawer bigint',
    'first_row int',
    'last_row int',
    'first_column int',
    'last_column int',
    'begins bigint',
    'ends bigint',
  ],
} as const;
export type TableName = keyof typeof tables;

export const indexes: readonly (readonly [TableName, string])[] = [
  ['clip', 'wearer, begin_hour, begins, ends, id'],
  ['clip', 'org, begin_hour, begins, ends, wearer, id'],
  ['clip', 'id, begins, ends'],
  ['clip_cell', 'drawer, cell_row, cell_column, clip'],
];

/** Wearer of a clip that nobody signed and no register knows. */
const nobody = -1;

/**
 * Counts and sums the candidates of all asks, each pair once.
 *
 * @param longestMs no clip is longer
 * @param options.hours `false`: as one would write it first, by ranges of time alone; see `rangeTables`
 */
export const joinSql = (longestMs: number, { hours = true } = {}): string => {
  const [person, station] = hours ? ['ask_person', 'ask_station'] : ['range_person', 'range_station'];
  const sameHour = hours ? 'c.begin_hour = a.begin_hour AND' : '';
  return `
  SELECT count(*) AS pairs, sum((record * 48271 + clip * 69621) % 16777216) AS hash FROM (
    SELECT a.record AS record, c.id AS clip FROM ${person} a
      JOIN clip c ON c.wearer = a.wearer AND ${sameHour} c.begins BETWEEN a.begins - ${longestMs} AND a.ends AND c.ends >= a.begins
    UNION
    SELECT a.record, c.id FROM ask_cell a
      JOIN clip_cell k ON k.drawer = a.drawer AND k.cell_row BETWEEN a.first_row AND a.last_row
        AND k.cell_column BETWEEN a.first_column AND a.last_column
      JOIN clip c ON c.id = k.clip AND c.begins <= a.ends AND c.ends >= a.begins
    UNION
    SELECT a.record, c.id FROM ${station} a
      JOIN clip c ON c.org = a.org AND ${sameHour} c.begins BETWEEN a.begins - ${longestMs} AND a.ends AND c.ends >= a.begins
        AND (a.nobody = 1 OR c.wearer = ${nobody})
  ) pairs`;
};

/** What people and stations are asked for, once and not for every hour. */
export const rangeTables: readonly string[] = [
  'CREATE TABLE range_person AS SELECT DISTINCT record, wearer, begins, ends FROM ask_person',
  'CREATE TABLE range_station AS SELECT DISTINCT record, org, nobody, begins, ends FROM ask_station',
];

const hourMs = 3_600_000;
const hourOf = (at: number): number => Math.floor(at / hourMs);

/** An ask once for every hour in which a clip can begin that runs between two moments. */
const byHour = (ask: string, from: number, to: number): string[] => {
  const rows: string[] = [];
  for (let hour = hourOf(from - longestClipMs); hour <= hourOf(to); hour += 1)
    rows.push(`${ask},${hour},${from},${to}`);
  return rows;
};

const rowShift = 2;
const columnShift = 3;
const drawerOf = (bucket: number, row: number, column: number): number => (bucket * 16_384 + row) * 9_000 + column;

/** The tables of one stretch, line by line. */
const rowsOf = (rules: Rules, stretch: Stretch): Record<TableName, string[]> => {
  const rows: Record<TableName, string[]> = { clip: [], clip_cell: [], ask_person: [], ask_station: [], ask_cell: [] };
  const { records, footage, witnesses } = loadOf(rules, stretch);
  const frames = framesOf(rules, registersOf(rules, witnesses.records, witnesses.footage), records, footage);
  const { windows, officers, partners } = frames.records;
  const people = [...frames.lexicon.people.texts()].map(Number);
  const own = ownShifts(stretch);
  for (const [row, { id, start, track, org }] of footage.entries()) {
    if (!own.hasClip(id)) continue;
    const wearer = people[frames.footage.wearer[row] as number] ?? nobody;
    const { from, to } = frames.footage;
    const begins = from[row] ?? start;
    rows.clip.push([id, wearer, org, hourOf(begins), begins, to[row]].join());
    for (const cell of cellsOfTrack(track)) {
      const { bucket, row: cellRow, column } = partsOfCell(cell);
      rows.clip_cell.push([drawerOf(bucket, cellRow >> rowShift, column >> columnShift), cellRow, column, id].join());
    }
  }
  const bodyCamera = windows.classes.classOf[deviceKinds.indexOf('body-camera')] as number;
  for (const [row, { id, org, place }] of records.entries()) {
    if (!own.hasRecord(id)) continue;
    const at = row * windows.width + bodyCamera;
    const window = { open: windows.open[at] as number, close: windows.close[at] as number };
    const crew = new Set<number>();
    for (const { starts, items } of [officers, partners])
      for (const one of items.subarray(starts[row], starts[row + 1])) crew.add(people[one] as number);
    for (const one of crew)
      for (const [from, to] of stretchesOf(rules, window)) rows.ask_person.push(...byHour(`${id},${one}`, from, to));
    const isUnknown = officers.starts[row] === officers.starts[row + 1] ? 1 : 0;
    rows.ask_station.push(...byHour(`${id},${org},${isUnknown}`, window.open, window.close));
    if (place === undefined) continue;
    const box = placeBox(rules, place, window);
    const bounds = [box.firstRow, box.lastRow, box.firstColumn, box.lastColumn, window.open, window.close].join();
    for (let bucket = box.firstBucket; bucket <= box.lastBucket; bucket += 1)
      for (let high = box.firstRow >> rowShift; high <= box.lastRow >> rowShift; high += 1)
        for (let wide = box.firstColumn >> columnShift; wide <= box.lastColumn >> columnShift; wide += 1)
          rows.ask_cell.push(`${id},${drawerOf(bucket, high, wide)},${bounds}`);
  }
  return rows;
};

/** Where a table stands: asks of all records, or those of the sample. */
export const fileOf = (folder: string, name: TableName, isSample: boolean): string =>
  join(folder, isSample && name.startsWith('ask') ? `sample_${name}.csv` : `${name}.csv`);

/** Write the tables of some stretches as CSV files. @param isSampled whether the sample has a record, by its id */
export const writeTables = async (
  rules: Rules,
  stretches: readonly Stretch[],
  isSampled: (record: number) => boolean,
  folder: string,
): Promise<void> => {
  const streams = new Map<string, WriteStream>();
  const write = async (path: string, rows: readonly string[]): Promise<void> => {
    const stream = streams.get(path) ?? createWriteStream(path, { mode: 0o644 });
    streams.set(path, stream);
    if (rows.length > 0 && !stream.write(`${rows.join('\n')}\n`)) await once(stream, 'drain');
  };
  for (const stretch of stretches) {
    for (const [name, rows] of Object.entries(rowsOf(rules, stretch)) as [TableName, string[]][]) {
      await write(fileOf(folder, name, false), rows);
      const isOfSample = (row: string): boolean => isSampled(Number(row.slice(0, row.indexOf(','))));
      if (name.startsWith('ask')) await write(fileOf(folder, name, true), rows.filter(isOfSample));
    }
  }
  for (const stream of streams.values()) {
    stream.end();
    await finished(stream);
  }
};

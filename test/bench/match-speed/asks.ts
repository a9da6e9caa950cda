import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { cellsOfTrack, partsOfCell } from '../../../hub/core/cell.ts';
import { deviceKinds } from '../../../hub/core/vocabulary.ts';
import { placeBox, stretchesOf } from '../../../hub/match/candidate.ts';
import { framesOf } from '../../../hub/match/frames.ts';
import { registersOf } from '../../../hub/match/registers.ts';
import type { Rules } from '../../../hub/match/rules.ts';
import { cityLoad } from './province.ts';

/**
 * The same join for everybody: what each sampled record asks for, and what the clips have, as tables. Partners and windows
 * are worked out beforehand for the databases; the engine works them out itself. Neighbouring cells share a drawer for
 * them as well, so that place is an equality with a few probes.
 */
export const tables = {
  clip: ['id bigint', 'wearer bigint', 'org bigint', 'begins bigint', 'ends bigint'],
  clip_cell: ['drawer bigint', 'cell_row int', 'cell_column int', 'clip bigint'],
  ask_person: ['record bigint', 'wearer bigint', 'begins bigint', 'ends bigint'],
  ask_station: ['record bigint', 'org bigint', 'nobody int', 'begins bigint', 'ends bigint'],
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
  ['clip', 'wearer, begins, ends, id'],
  ['clip', 'org, begins, ends, id'],
  ['clip', 'id, begins, ends'],
  ['clip_cell', 'drawer, cell_row, cell_column, clip'],
];

/** Wearer of a clip that nobody signed and no register knows. */
const nobody = -1;

/**
 * Counts and sums the candidates of all asks, each pair once.
 *
 * @param longestMs no clip is longer
 */
export const joinSql = (longestMs: number): string => `
  SELECT count(*) AS pairs, sum((record * 48271 + clip * 69621) % 2147483647) AS hash FROM (
    SELECT a.record AS record, c.id AS clip FROM ask_person a
      JOIN clip c ON c.wearer = a.wearer AND c.begins BETWEEN a.begins - ${longestMs} AND a.ends AND c.ends >= a.begins
    UNION
    SELECT a.record, c.id FROM ask_cell a
      JOIN clip_cell k ON k.drawer = a.drawer AND k.cell_row BETWEEN a.first_row AND a.last_row
        AND k.cell_column BETWEEN a.first_column AND a.last_column
      JOIN clip c ON c.id = k.clip AND c.begins <= a.ends AND c.ends >= a.begins
    UNION
    SELECT a.record, c.id FROM ask_station a
      JOIN clip c ON c.org = a.org AND c.begins BETWEEN a.begins - ${longestMs} AND a.ends AND c.ends >= a.begins
        AND (a.nobody = 1 OR c.wearer = ${nobody})
  ) pairs`;

const rowShift = 2;
const columnShift = 3;
const drawerOf = (bucket: number, row: number, column: number): number => (bucket * 16_384 + row) * 9_000 + column;

/** Write the tables of some cities as CSV files named after them. */
export const writeTables = async (
  rules: Rules,
  cities: readonly number[],
  sampleEvery: number,
  folder: string,
): Promise<void> => {
  const streams = new Map<string, WriteStream>(
    Object.keys(tables).map((name) => [name, createWriteStream(join(folder, `${name}.csv`), { mode: 0o644 })]),
  );
  const write = async (name: TableName, rows: readonly string[]): Promise<void> => {
    const stream = streams.get(name);
    if (stream && rows.length > 0 && !stream.write(`${rows.join('\n')}\n`)) await once(stream, 'drain');
  };
  for (const city of cities) {
    const { records, footage } = cityLoad(city);
    const frames = framesOf(rules, registersOf(rules, records, footage), records, footage);
    const { windows, officers, partners, org } = frames.records;
    const person = (id: number): number => (id < 0 ? nobody : city * 1_000_000 + id);
    const station = (id: number): number => city * 1_000 + id;
    await write(
      'clip',
      footage.map(({ id }, row) =>
        [
          id,
          person(frames.footage.wearer[row] as number),
          station(frames.footage.org[row] as number),
          frames.footage.from[row],
          frames.footage.to[row],
        ].join(),
      ),
    );
    await write(
      'clip_cell',
      footage.flatMap(({ id, track }) =>
        cellsOfTrack(track).map((cell) => {
          const { bucket, row, column } = partsOfCell(cell);
          return [drawerOf(bucket, row >> rowShift, column >> columnShift), row, column, id].join();
        }),
      ),
    );
    const bodyCamera = windows.classes.classOf[deviceKinds.indexOf('body-camera')] as number;
    const asks = { person: [] as string[], station: [] as string[], cell: [] as string[] };
    for (const [row, record] of records.entries()) {
      if (record.id % sampleEvery !== 0) continue;
      const at = row * windows.width + bodyCamera;
      const window = { open: windows.open[at] as number, close: windows.close[at] as number };
      const people = new Set<number>();
      for (const { starts, items } of [officers, partners])
        for (const id of items.subarray(starts[row], starts[row + 1])) people.add(person(id));
      for (const id of people)
        for (const [from, to] of stretchesOf(rules, window)) asks.person.push([record.id, id, from, to].join());
      const isUnknown = officers.starts[row] === officers.starts[row + 1] ? 1 : 0;
      asks.station.push([record.id, station(org[row] as number), isUnknown, window.open, window.close].join());
      if (record.place === undefined) continue;
      const box = placeBox(rules, record.place, window);
      const bounds = [box.firstRow, box.lastRow, box.firstColumn, box.lastColumn, window.open, window.close].join();
      for (let bucket = box.firstBucket; bucket <= box.lastBucket; bucket += 1)
        for (let high = box.firstRow >> rowShift; high <= box.lastRow >> rowShift; high += 1)
          for (let wide = box.firstColumn >> columnShift; wide <= box.lastColumn >> columnShift; wide += 1)
            asks.cell.push(`${record.id},${drawerOf(bucket, high, wide)},${bounds}`);
    }
    await write('ask_person', asks.person);
    await write('ask_station', asks.station);
    await write('ask_cell', asks.cell);
  }
  for (const stream of streams.values()) {
    stream.end();
    await finished(stream);
  }
};

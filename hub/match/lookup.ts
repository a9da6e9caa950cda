import {
  type Ask,
  type Box,
  footageContents,
  footageInCells,
  footageOfDevices,
  footageOfNumbers,
  footageOfOfficers,
  footageOfStations,
  recordContents,
  recordsInBoxes,
  recordsOfNumbers,
  recordsOfOfficers,
  recordsOfStations,
} from '../store/candidates.ts';
import { devicesOfOfficers } from '../store/evidence.ts';
import type { Db } from '../store/open.ts';
import { placeCells, stretchesOf } from './candidate.ts';
import { type MatchFootage, type MatchRecord, matchFootageOf, matchRecordOf } from './inputs.ts';
import { openRegisters } from './load-registers.ts';
import { isWorn, type Registers } from './registers.ts';
import type { Rules } from './rules.ts';
import { type FootageSubject, type RecordSubject, subjectOfFootage, subjectOfRecord } from './subject.ts';

const devices = ['body-camera', 'interview-room'] as const;
/** A record's own start may lie so far before its window: cases are written about days that are past. */
const longestStoryMs = 7 * 86_400_000;
const metresPerDegree = 111_320;

/** Everything that was read of the store for one decision, and how to read more. Reads each thing once. */
export interface Lookup {
  readonly records: ReadonlyMap<number, MatchRecord>;
  readonly footage: ReadonlyMap<number, MatchFootage>;
  loadRecords(ids: readonly number[]): Promise<MatchRecord[]>;
  loadFootage(ids: readonly number[]): Promise<MatchFootage[]>;
  /** Registers that are complete for the records and clips loaded so far. */
  registers(): Promise<Registers>;
  /** Ids of the clips that may show one of these records. */
  footageFor(records: readonly MatchRecord[]): Promise<number[]>;
  /** Ids of the records that one of these clips may show. */
  recordsFor(footage: readonly MatchFootage[]): Promise<number[]>;
}

export const openLookup = (db: Db, rules: Rules): Lookup => {
  const records = new Map<number, MatchRecord>();
  const footage = new Map<number, MatchFootage>();
  const reader = openRegisters(db, rules);
  const { issue, partner, longestClip, longestEvent, near, zones, radiusM } = rules.blocking;
  const furthest = Math.max(near, ...zones.map(Math.abs));

  const registers = (): Promise<Registers> => reader.around([...records.values()], [...footage.values()]);

  const peopleAsks = (known: Registers, left: RecordSubject): Ask[] => {
    const people = new Set([...left.policeIds].flatMap((id) => [id, ...known.partnersOf(id, left.record.start)]));
    const windows = devices.map((device) => left.windowFor(device));
    const stretches = new Map(windows.flatMap((window) => stretchesOf(rules, window)).map((one) => [one.join(), one]));
    return [...people].flatMap((key) => [...stretches.values()].map(([from, to]) => ({ key, from, to })));
  };

  /** What a measured clock may add to the camera's own time, so that the camera's time finds the clip. */
  const loosely = (asks: readonly Ask[]): Ask[] =>
    asks.map(({ key, from, to }) => ({ key, from: from - near, to: to + near }));

  const stationAsks = (left: RecordSubject): (Ask & { nobody: boolean })[] => {
    const { open, close } = left.windowFor('body-camera');
    const { org } = left.record;
    if (org === undefined || close - open > longestEvent) return [];
    return [{ key: org, from: open - near, to: close + near, nobody: left.policeIds.size > 0 }];
  };

  const boxOf = ({ footage: { track }, from, to }: FootageSubject): Box[] => {
    if (track.length === 0) return [];
    let [west, east, south, north] = [180, -180, 90, -90];
    for (const [, lon, lat] of track) {
      [west, east, south, north] = [
        Math.min(west, lon),
        Math.max(east, lon),
        Math.min(south, lat),
        Math.max(north, lat),
      ];
    }
    const span = (radiusM + 500) / metresPerDegree;
    const wide = span / Math.max(0.01, Math.cos((south * Math.PI) / 180));
    return [
      {
        west: west - wide,
        east: east + wide,
        south: south - span,
        north: north + span,
        from: from - longestEvent,
        to: to + near,
      },
    ];
  };

  /** One stretch for each key, from the earliest to the latest that was asked of it. */
  const widest = (asks: readonly Ask[]): Ask[] => {
    const byKey = new Map<string, Ask>();
    for (const { key, from, to } of asks) {
      const known = byKey.get(key);
      byKey.set(key, { key, from: Math.min(from, known?.from ?? from), to: Math.max(to, known?.to ?? to) });
    }
    return [...byKey.values()];
  };

  return {
    records,
    footage,
    registers,
    async loadRecords(ids) {
      const missing = ids.filter((id) => !records.has(id));
      for (const { id, data } of await recordContents(db, missing)) records.set(id, matchRecordOf(id, data));
      return ids.flatMap((id) => records.get(id) ?? []);
    },
    async loadFootage(ids) {
      const missing = ids.filter((id) => !footage.has(id));
      for (const { id, data, clockErrorMs } of await footageContents(db, missing))
        footage.set(id, matchFootageOf(id, data, clockErrorMs));
      return ids.flatMap((id) => footage.get(id) ?? []);
    },
    async footageFor(list) {
      const known = await registers();
      const subjects = list.map((record) => subjectOfRecord(rules, record));
      const people = loosely(subjects.flatMap((left) => peopleAsks(known, left)));
      // A person's whole shift gives the devices; their clips are asked for in the stretches.
      const worn = await devicesOfOfficers(
        db,
        widest(people).map(({ key, from, to }) => ({ key, from: from - issue, to: to + issue })),
      );
      const wornAsks = worn.flatMap(({ deviceId, policeId }) =>
        people.filter(({ key }) => key === policeId).map(({ from, to }) => ({ key: deviceId, from, to })),
      );
      const numbers = list.flatMap(({ externalId, references }) => [externalId, ...references.map(({ id }) => id)]);
      const found = [
        await footageOfOfficers(db, people, longestClip),
        await footageOfDevices(db, wornAsks, longestClip),
        await footageOfStations(db, subjects.flatMap(stationAsks), longestClip),
        await footageInCells(
          db,
          subjects.flatMap((left) => placeCells(rules, left)),
        ),
        await footageOfNumbers(db, numbers),
      ];
      return [...new Set(found.flat())];
    },
    async recordsFor(list) {
      const known = await registers();
      const subjects = list.map((one) => {
        const holder =
          one.policeId === undefined && one.deviceId !== undefined
            ? known.holderOf(one.deviceId, one.start)
            : undefined;
        return subjectOfFootage(rules, one, holder);
      });
      const people = subjects.flatMap(({ footage: { policeId, deviceKind }, holder, from, to }): Ask[] => {
        const key = policeId ?? holder;
        const back = isWorn(deviceKind) ? longestEvent + furthest : longestStoryMs;
        return key === undefined ? [] : [{ key, from: from - back, to: to + furthest }];
      });
      const reach = { from: Math.min(...people.map(({ from }) => from)), to: Math.max(...people.map(({ to }) => to)) };
      const wearers = [...new Set(people.map(({ key }) => key))];
      const company =
        people.length === 0 ? [] : await reader.company(wearers, reach.from - partner, reach.to + partner);
      const colleagues = company.map((key) => ({ key, ...reach }));
      const stations = subjects.flatMap(({ footage: { org, policeId }, holder, from, to }) =>
        org === undefined
          ? []
          : [{ key: org, from: from - longestEvent, to: to + near, nobody: (policeId ?? holder) !== undefined }],
      );
      const numbers = list.flatMap(({ externalId, name, references }) => [
        externalId,
        name,
        ...references.map(({ id }) => id),
      ]);
      const found = [
        await recordsOfOfficers(db, widest([...people, ...colleagues])),
        await recordsInBoxes(db, subjects.flatMap(boxOf)),
        await recordsOfStations(db, stations),
        await recordsOfNumbers(db, numbers),
      ];
      return [...new Set(found.flat())];
    },
  };
};

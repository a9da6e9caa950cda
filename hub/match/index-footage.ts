import { cellsOfTrack } from '../core/cell.ts';
import type { DeviceKind } from '../core/vocabulary.ts';
import { placeCells, stretchesOf } from './candidate.ts';
import type { MatchFootage } from './inputs.ts';
import type { Registers } from './registers.ts';
import type { Rules } from './rules.ts';
import { type FootageSubject, type RecordSubject, subjectOfFootage } from './subject.ts';

/** Clips of one officer or station, ascending by their corrected beginning, with the longest of them. */
interface Shelf {
  readonly clips: FootageSubject[];
  longestMs: number;
}

const put = (shelves: Map<string, Shelf>, key: string, clip: FootageSubject): void => {
  const shelf = shelves.get(key) ?? { clips: [], longestMs: 0 };
  shelves.set(key, shelf);
  shelf.clips.push(clip);
  shelf.longestMs = Math.max(shelf.longestMs, clip.to - clip.from);
};

const note = <Key>(lists: Map<Key, FootageSubject[]>, key: Key, clip: FootageSubject): void => {
  const known = lists.get(key);
  if (known) known.push(clip);
  else lists.set(key, [clip]);
};

const firstFrom = (clips: readonly FootageSubject[], at: number): number => {
  let low = 0;
  let high = clips.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((clips[middle] as FootageSubject).from < at) low = middle + 1;
    else high = middle;
  }
  return low;
};

const collect = (
  shelf: Shelf | undefined,
  from: number,
  to: number,
  into: Set<FootageSubject>,
  suits?: (clip: FootageSubject) => boolean,
): void => {
  if (shelf === undefined) return;
  for (let index = firstFrom(shelf.clips, from - shelf.longestMs); index < shelf.clips.length; index += 1) {
    const clip = shelf.clips[index] as FootageSubject;
    if (clip.from > to) return;
    if (clip.to >= from && (suits?.(clip) ?? true)) into.add(clip);
  }
};

const wearerOf = ({ footage, holder }: FootageSubject): string | undefined => footage.policeId ?? holder;

/** Finds the clips that may show a record, in memory. */
export interface FootageIndex {
  readonly clips: readonly FootageSubject[];
  candidatesOf(left: RecordSubject): Set<FootageSubject>;
}

/** Build the index: sorted intervals by officer and station, tracks by cell, numbers by text. */
export const indexFootage = (rules: Rules, registers: Registers, footage: Iterable<MatchFootage>): FootageIndex => {
  const clips: FootageSubject[] = [];
  const byOfficer = new Map<string, Shelf>();
  const byStation = new Map<string, Shelf>();
  const byCell = new Map<number, FootageSubject[]>();
  const byNumber = new Map<string, FootageSubject[]>();
  const devices = new Set<DeviceKind>();
  for (const one of footage) {
    const holder =
      one.policeId === undefined && one.deviceId !== undefined
        ? registers.holderOf(one.deviceId, one.start)
        : undefined;
    const clip = subjectOfFootage(rules, one, holder);
    clips.push(clip);
    devices.add(one.deviceKind);
    const wearer = wearerOf(clip);
    if (wearer !== undefined) put(byOfficer, wearer, clip);
    if (one.org !== undefined) put(byStation, one.org, clip);
    for (const cell of cellsOfTrack(one.track)) note(byCell, cell, clip);
    for (const number of [one.externalId, one.name, ...one.references.map(({ id }) => id)])
      note(byNumber, number, clip);
  }
  for (const shelf of [...byOfficer.values(), ...byStation.values()])
    shelf.clips.sort((left, right) => left.from - right.from);

  const byReference = ({ record }: RecordSubject, found: Set<FootageSubject>): void => {
    for (const number of [record.externalId, ...record.references.map(({ id }) => id)]) {
      for (const clip of byNumber.get(number) ?? []) found.add(clip);
    }
  };
  const byPeople = (left: RecordSubject, found: Set<FootageSubject>): void => {
    const people = new Set(left.policeIds);
    for (const officer of left.policeIds) {
      for (const partner of registers.partnersOf(officer, left.record.start)) people.add(partner);
    }
    for (const device of devices) {
      const suits = (clip: FootageSubject) => clip.footage.deviceKind === device;
      for (const [from, to] of stretchesOf(rules, left.windowFor(device))) {
        for (const officer of people) collect(byOfficer.get(officer), from, to, found, suits);
      }
    }
  };
  const byStationAlone = (left: RecordSubject, found: Set<FootageSubject>): void => {
    const { org } = left.record;
    if (org === undefined) return;
    const { open, close } = left.windowFor('body-camera');
    if (close - open > rules.blocking.longestEvent) return;
    const isNobodyKnown = left.policeIds.size === 0;
    collect(byStation.get(org), open, close, found, (clip) => isNobodyKnown || wearerOf(clip) === undefined);
  };

  return {
    clips,
    candidatesOf(left) {
      const found = new Set<FootageSubject>();
      byReference(left, found);
      byPeople(left, found);
      for (const cell of placeCells(rules, left)) for (const clip of byCell.get(cell) ?? []) found.add(clip);
      byStationAlone(left, found);
      return found;
    },
  };
};

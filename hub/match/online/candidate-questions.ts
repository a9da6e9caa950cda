import {
  type Ask,
  type Box,
  footageInCells,
  footageOfNumbers,
  footageOfOfficers,
  footageOfStations,
  footageOfWearers,
  recordsInBoxes,
  recordsOfCompany,
  recordsOfNumbers,
  recordsOfStations,
  type WindowAsk,
} from '../../store/candidates.ts';
import type { Question } from '../../store/question.ts';
import type { Registers } from '../frames/registers.ts';
import { type FootageSubject, type RecordSubject, subjectOfFootage, subjectOfRecord } from '../frames/subject.ts';
import { windowMargins } from '../frames/window-margins.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import { placeCells, stretchesOf } from '../pairs/candidate.ts';
import { boxAroundTrack } from '../pairs/track-box.ts';
import type { Rules } from '../rules/rules.ts';
import { byTime } from './load-registers.ts';

const devices = ['body-camera', 'interview-room'] as const;
/** Clips of about the same time are asked for together: a record's own, whatever zone their clocks are in. */
const togetherMs = 18 * 3_600_000;

const peopleAsks = (rules: Rules, known: Registers, left: RecordSubject): Ask[] => {
  const people = new Set([...left.policeIds].flatMap((id) => [id, ...known.partnersOf(id, left.record.start)]));
  const windows = devices.map((device) => left.windowFor(device));
  const stretches = new Map(windows.flatMap((window) => stretchesOf(rules, window)).map((one) => [one.join(), one]));
  return [...people].flatMap((key) => [...stretches.values()].map(([from, to]) => ({ key, from, to })));
};

/** What a measured clock may add to the camera's own time, so that the camera's time finds the clip. */
const loosely = ({ blocking: { near } }: Rules, asks: readonly Ask[]): Ask[] =>
  asks.map(({ key, from, to }) => ({ key, from: from - near, to: to + near }));

const stationAsks = (rules: Rules, left: RecordSubject): (Ask & { nobody: boolean })[] => {
  const { longestEvent, near } = rules.blocking;
  const { open, close } = left.windowFor('body-camera');
  const { org } = left.record;
  if (org === undefined || close - open > longestEvent) return [];
  return [{ key: org, from: open - near, to: close + near, nobody: left.policeIds.size > 0 }];
};

/** Where a record's window must lie for the clip to be inside of it, and how far its own times may lie from that. */
const insideAsk = (rules: Rules, { footage: { deviceKind }, from, to }: FootageSubject) => ({
  from,
  to,
  ...windowMargins(rules, deviceKind),
});

/** Where a record's window must lie for its officer's clip to be a candidate, and how far its own times may lie from that. */
const windowAsk = (rules: Rules, subject: FootageSubject) => {
  const { near } = rules.blocking;
  const ask = insideAsk(rules, subject);
  return { ...ask, from: ask.from - near, to: ask.to + near };
};

const boxOf = (rules: Rules, subject: FootageSubject): Box[] => {
  const { longestEvent, radiusM } = rules.blocking;
  const box = boxAroundTrack(subject.footage.track, radiusM + 500);
  return box === undefined ? [] : [{ ...box, ...insideAsk(rules, subject), longestMs: longestEvent }];
};

/** What finds at least the clips that the blocking rules let some records look at. */
export const footageQuestions = (rules: Rules, known: Registers, list: readonly MatchRecord[]): Question[] => {
  const { issue, longestClip } = rules.blocking;
  const subjects = list.map((record) => subjectOfRecord(rules, record));
  const people = loosely(
    rules,
    subjects.flatMap((left) => peopleAsks(rules, known, left)),
  );
  const numbers = list.flatMap(({ externalId, references }) => [externalId, ...references.map(({ id }) => id)]);
  return [
    ...footageOfOfficers(people, longestClip),
    ...byTime(people, ({ from }) => from, togetherMs).flatMap((asks) => footageOfWearers(asks, longestClip, issue)),
    ...footageOfStations(
      subjects.flatMap((left) => stationAsks(rules, left)),
      longestClip,
    ),
    ...footageInCells(subjects.flatMap((left) => placeCells(rules, left))),
    ...footageOfNumbers(numbers),
  ];
};

/** What finds at least the records that the blocking rules let some clips look at. */
export const recordQuestions = (rules: Rules, known: Registers, list: readonly MatchFootage[]): Question[] => {
  const { longestEvent, partner, zones } = rules.blocking;
  const subjects = list.map((one) => {
    const holder =
      one.policeId === undefined && one.deviceId !== undefined ? known.holderOf(one.deviceId, one.start) : undefined;
    return subjectOfFootage(rules, one, holder);
  });
  const people = subjects.flatMap((subject): WindowAsk[] => {
    const key = subject.footage.policeId ?? subject.holder;
    if (key === undefined) return [];
    const ask = { key, ...windowAsk(rules, subject) };
    const supposed = subject.isMeasured ? [] : zones;
    return [ask, ...supposed.map((zone) => ({ ...ask, from: ask.from - zone, to: ask.to - zone }))];
  });
  const stations = subjects.flatMap((subject) => {
    const { org, policeId } = subject.footage;
    const nobody = (policeId ?? subject.holder) !== undefined;
    return org === undefined ? [] : [{ key: org, ...insideAsk(rules, subject), longestMs: longestEvent, nobody }];
  });
  const numbers = list.flatMap(({ externalId, name, references }) => [
    externalId,
    name,
    ...references.map(({ id }) => id),
  ]);
  return [
    ...recordsOfCompany(people, partner),
    ...recordsInBoxes(subjects.flatMap((subject) => boxOf(rules, subject))),
    ...recordsOfStations(stations),
    ...recordsOfNumbers(numbers),
  ];
};

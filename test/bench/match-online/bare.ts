import type { BusinessRecord } from '../../../hub/core/record.ts';
import { subjectOfRecord } from '../../../hub/match/frames/subject.ts';
import { matchRecordOf } from '../../../hub/match/inputs.ts';
import { placeCells, stretchesOf } from '../../../hub/match/pairs/candidate.ts';
import type { Rules } from '../../../hub/match/rules/rules.ts';
import { footageInCells, footageOfOfficers, footageOfStations } from '../../../hub/store/candidates.ts';

/**
 * The bare indexed SELECT: the rows of all clips that the blocking rules let a record look at, by its officers, the cells
 * around its place and its station, in one statement. No partners, registers, rivals, or anything that is decided.
 */
export const bareSelect = (rules: Rules, record: BusinessRecord): string => {
  const left = subjectOfRecord(rules, matchRecordOf(0, record));
  const { near, longestClip, longestEvent } = rules.blocking;
  const window = left.windowFor('body-camera');
  const asks = [...left.policeIds].flatMap((key) =>
    stretchesOf(rules, window).map(([from, to]) => ({ key, from: from - near, to: to + near })),
  );
  const { open, close } = window;
  const stations =
    record.org === undefined || close - open > longestEvent
      ? []
      : [{ key: record.org, from: open - near, to: close + near, nobody: left.policeIds.size > 0 }];
  const questions = [
    ...footageOfOfficers(asks, longestClip),
    ...footageOfStations(stations, longestClip),
    ...footageInCells(placeCells(rules, left)),
  ];
  const found = questions.map((question) => `SELECT ${question}`).join(' UNION ');
  return `SELECT footage.id, footage.data, footage.clockErrorMs, footage.version FROM (${found}) found JOIN footage ON footage.id = found.id`;
};

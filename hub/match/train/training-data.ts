import { recordSchema } from '../../core/record.ts';
import { footageContents, recordContents, recordsBetween } from '../../store/candidates.ts';
import { standingOf } from '../../store/links.ts';
import type { Db } from '../../store/open.ts';
import { footageIdsBetween } from '../../store/rule-trials.ts';
import { type MatchFootage, type MatchRecord, matchFootageOf, matchRecordOf } from '../inputs.ts';
import { checkBounds } from '../lab/lab.ts';
import { type BadLine, footageLineSchema, readLines } from '../read-lines.ts';
import type { Rules } from '../rules/rules.ts';
import { type TrainingPairs, trainingPairsOf } from './train-samples.ts';

/** How far beyond the records' time clips are taken along. */
const besideMs = 86_400_000;

/**
 * Pairs to train on from two JSON Lines files of canonical records and footage. Held in memory: give a few days.
 *
 * @throws BadRequestError when a file cannot be read
 */
export const trainingPairsOfFiles = async (
  rules: Rules,
  files: { readonly records: string; readonly footage: string },
  onBadLine: (bad: BadLine) => void,
): Promise<TrainingPairs> => {
  const records: MatchRecord[] = [];
  const footage: MatchFootage[] = [];
  for await (const one of readLines(files.records, recordSchema, onBadLine))
    records.push(matchRecordOf(records.length, one));
  for await (const one of readLines(files.footage, footageLineSchema, onBadLine))
    footage.push(matchFootageOf(footage.length, one));
  return trainingPairsOf(rules, records, footage);
};

/**
 * Pairs to train on from the store: records that begin in a stretch of time, epoch ms, with what people decided about them.
 *
 * @throws BadRequestError for more records or clips than one trial may hold
 */
export const trainingPairsOfStore = async (
  db: Db,
  rules: Rules,
  stretch: { readonly from: number; readonly to: number },
): Promise<TrainingPairs> => {
  await checkBounds(db, stretch);
  const { from, to } = stretch;
  const records = (await recordContents(db, await recordsBetween(db, from, to))).map(({ id, data }) =>
    matchRecordOf(id, data),
  );
  const footageIds = await footageIdsBetween(db, from - besideMs, to + besideMs);
  const footage = (await footageContents(db, footageIds)).map(({ id, data, clockErrorMs }) =>
    matchFootageOf(id, data, clockErrorMs),
  );
  const standing = await standingOf(
    db,
    records.map(({ id }) => id),
  );
  return trainingPairsOf(rules, records, footage, (record, clip) =>
    standing.get(`${records[record]?.id} ${footage[clip]?.id}`),
  );
};

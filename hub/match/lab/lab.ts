import { BadRequestError } from '../../core/errors.ts';
import { footageContents, recordContents, recordsBetween } from '../../store/candidates.ts';
import { standingOf } from '../../store/links.ts';
import type { Db } from '../../store/open.ts';
import { countFootageBetween, countRecordsBetween, footageIdsBetween } from '../../store/rule-trials.ts';
import { apart } from '../apart.ts';
import { type MatchRecord, matchFootageOf, matchRecordOf } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import { compareRules, type RulesComparison, type Sample } from './compare-rules.ts';

/** Records and clips that can be tried at once: what one thread holds in memory and works off within minutes. */
export const mostRecords = 20_000;
const mostFootage = 60_000;
export const mostDays = 31;

const dayMs = 86_400_000;
/** Records so long before and after compete with those tried; clips of cases may come days later. */
const beside = { records: dayMs, before: dayMs, after: 4 * dayMs } as const;

/** A stretch of time by the records' beginnings, epoch ms, both ends included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What came of a trial. */
export interface TrialResult extends RulesComparison {
  readonly records: number;
  readonly footage: number;
}

/** @throws BadRequestError naming how many records there are and how many can be tried */
export const checkBounds = async (db: Db, { from, to }: Stretch): Promise<void> => {
  const refuse = (count: number, what: string, most: number): never => {
    throw new BadRequestError(`[hub] [lab] ${count} ${what} begin in that time, at most ${most} can be tried`, {
      remedy: 'choose fewer days',
      detail: { count, most },
    });
  };
  const records = await countRecordsBetween(db, from, to);
  if (records > mostRecords) refuse(records, 'records', mostRecords);
  const footage = await countFootageBetween(db, from - beside.before, to + beside.after);
  if (footage > mostFootage) refuse(footage, 'recordings', mostFootage);
};

/**
 * Everything of a stretch of time, and what competes with it.
 *
 * @throws BadRequestError for more than can be held at once
 */
const loadSample = async (db: Db, stretch: Stretch): Promise<Sample> => {
  await checkBounds(db, stretch);
  const { from, to } = stretch;
  const recordIds = await recordsBetween(db, from - beside.records, to + beside.records);
  const records = (await recordContents(db, recordIds)).map(({ id, data }) => matchRecordOf(id, data));
  const footageIds = await footageIdsBetween(db, from - beside.before, to + beside.after);
  const footage = (await footageContents(db, footageIds)).map(({ id, data, clockErrorMs }) =>
    matchFootageOf(id, data, clockErrorMs),
  );
  const isCounted = ({ start }: MatchRecord): boolean => start >= from && start <= to;
  const counted = records.filter(isCounted);
  const standing = await standingOf(
    db,
    counted.map(({ id }) => id),
  );
  return { records, footage, standing, isCounted };
};

/**
 * Match the records of a stretch of time by two sets of rules and compare. Reads only.
 *
 * @throws BadRequestError for more than can be tried
 */
export const tryRules = async (db: Db, inForce: Rules, draft: Rules, stretch: Stretch): Promise<TrialResult> => {
  const sample = await loadSample(db, stretch);
  const compared = compareRules(inForce, draft, sample);
  return { records: sample.records.filter(sample.isCounted).length, footage: sample.footage.length, ...compared };
};

/** What the thread is told. */
export interface LabOrder extends Stretch {
  readonly databaseUrl: string;
  readonly inForce: string;
  readonly draft: string;
}

/** `tryRules` in a thread of its own. @throws as `apart` does */
export const tryRulesApart = (order: LabOrder, signal: AbortSignal): Promise<TrialResult> =>
  apart(new URL('./lab-thread.ts', import.meta.url), order, signal);

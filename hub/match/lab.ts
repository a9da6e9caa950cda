import { Worker } from 'node:worker_threads';
import { BadRequestError } from '../core/errors.ts';
import { footageContents, recordContents, recordsBetween } from '../store/candidates.ts';
import { standingOf } from '../store/links.ts';
import type { Db } from '../store/open.ts';
import { countFootageBetween, countRecordsBetween, footageIdsBetween } from '../store/rule-trials.ts';
import { compareRules, type RulesComparison } from './compare-rules.ts';
import { matchFootageOf, matchRecordOf } from './inputs.ts';
import type { Rules } from './rules.ts';

/** Records and clips that can be tried at once: what one thread holds in memory and works off within minutes. */
export const mostRecords = 20_000;
const mostFootage = 60_000;
export const mostDays = 31;

const dayMs = 86_400_000;
/** Records so long before and after compete with those tried; clips of cases may come days later. */
const beside = { records: dayMs, before: dayMs, after: 4 * dayMs } as const;
const heapMb = 1_536;

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
 * Match the records of a stretch of time by two sets of rules and compare. Reads only.
 *
 * @throws BadRequestError for more than can be tried
 */
export const tryRules = async (db: Db, inForce: Rules, draft: Rules, stretch: Stretch): Promise<TrialResult> => {
  await checkBounds(db, stretch);
  const { from, to } = stretch;
  const recordIds = await recordsBetween(db, from - beside.records, to + beside.records);
  const records = (await recordContents(db, recordIds)).map(({ id, data }) => matchRecordOf(id, data));
  const footageIds = await footageIdsBetween(db, from - beside.before, to + beside.after);
  const footage = (await footageContents(db, footageIds)).map(({ id, data, clockErrorMs }) =>
    matchFootageOf(id, data, clockErrorMs),
  );
  const isCounted = ({ start }: { start: number }): boolean => start >= from && start <= to;
  const counted = records.filter(isCounted);
  const standing = await standingOf(
    db,
    counted.map(({ id }) => id),
  );
  const compared = compareRules(inForce, draft, { records, footage, standing, isCounted });
  return { records: counted.length, footage: footage.length, ...compared };
};

/** What the thread is told. */
export interface LabOrder extends Stretch {
  readonly databaseUrl: string;
  readonly inForce: string;
  readonly draft: string;
}
/** What it answers: the result, or what the person did wrong. */
export type LabAnswer = { readonly result: TrialResult } | { readonly refused: string; readonly remedy: string };

/** `tsx` has to be told to a thread; the thread's own file is TypeScript. */
const bootstrap = `
  const { workerData } = require('node:worker_threads');
  import('tsx/esm/api').then(({ register }) => {
    register();
    return import(workerData.entry);
  });
`;

/**
 * `tryRules` in a thread of its own with a bounded heap, so that nobody else waits for it.
 *
 * @throws BadRequestError for more than can be tried; any other error as it came; the signal's reason when aborted
 */
export const tryRulesApart = (order: LabOrder, signal: AbortSignal): Promise<TrialResult> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(bootstrap, {
      eval: true,
      workerData: { order, entry: new URL('./lab-thread.ts', import.meta.url).href },
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    const stop = (): void => {
      void worker.terminate();
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    worker.once('message', (answer: LabAnswer) => {
      if ('result' in answer) resolve(answer.result);
      else reject(new BadRequestError(answer.refused, { remedy: answer.remedy }));
    });
    worker.once('error', (error: NodeJS.ErrnoException) => {
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const full = '[hub] [lab] the records and recordings of that time do not fit into memory';
      reject(isFull ? new BadRequestError(full, { remedy: 'choose fewer days', cause: error }) : error);
    });
    worker.once('exit', () => {
      signal.removeEventListener('abort', stop);
      reject(new Error('[hub] [lab] the thread ended without an answer'));
    });
  });

import type { Db } from '../../store/open.ts';
import { apart } from '../apart.ts';
import type { Stretch } from '../lab/lab.ts';
import type { Rules } from '../rules/rules.ts';
import { type Training, trainRules } from './train.ts';
import { trainedRulesText } from './trained-rules.ts';
import { trainingPairsOfStore } from './training-data.ts';

/** What training found, and the rules in force with the trained figures: a draft, until somebody publishes it. */
export interface TrainedDraft {
  readonly training: Training;
  readonly yaml: string;
}

/**
 * Estimate the figures of the rules from what the store has of a stretch of time, decisions of people included. Reads only.
 *
 * @throws BadRequestError for more than can be held at once
 */
export const trainOnStore = async (db: Db, rules: Rules, stretch: Stretch): Promise<TrainedDraft> => {
  const training = trainRules(rules, [await trainingPairsOfStore(db, rules, stretch)]);
  return { training, yaml: trainedRulesText(rules.yaml, training) };
};

/** What the thread is told. */
export interface TrainOrder extends Stretch {
  readonly databaseUrl: string;
  readonly inForce: string;
}

/** `trainOnStore` in a thread of its own. @throws as `apart` does */
export const trainApart = (order: TrainOrder, signal: AbortSignal): Promise<TrainedDraft> =>
  apart(new URL('./train-thread.ts', import.meta.url), order, signal);

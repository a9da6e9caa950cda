import cron from 'node-cron';
import { BadRequestError } from '../core/errors.ts';
import { isSchedule, timezone } from './schedule.ts';

/**
 * The next moments at which a schedule runs, epoch ms.
 *
 * @throws BadRequestError when it is no cron expression
 */
export const nextRuns = (expression: string, count: number): number[] => {
  if (!isSchedule(expression)) {
    throw new BadRequestError(`[hub] [schedule] "${expression}" is no cron expression`, {
      remedy: 'give five fields, or six with seconds in front, e.g. */15 * * * * * for every 15 seconds',
    });
  }
  const task = cron.createTask(expression, () => undefined, { timezone });
  try {
    return task.getNextRuns(count).map((at) => at.getTime());
  } finally {
    void task.destroy();
  }
};

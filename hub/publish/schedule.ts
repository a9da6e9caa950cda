import cron from 'node-cron';
import { explain } from '../core/errors.ts';
import { tell, waitingFor } from '../store/outbox.ts';
import { targetsDue } from '../store/publication-outcomes.ts';
import type { PublishDeps } from './deps.ts';
import { findTargets } from './targets.ts';

/** How often retries that have become due are looked for. */
const sweepEveryMs = 2_000;
/** When few people wait for the other side. */
const daily = '20 3 * * *';

export interface PublishSchedule {
  close(): Promise<void>;
}

/**
 * See that what is due is told, and once a day that what was told is there. Runs in every scheduler process; workers do
 * the telling, one at a time for each source.
 */
export const startPublishSchedule = (deps: PublishDeps): PublishSchedule => {
  let running: Promise<void> = Promise.resolve();
  let away = false;

  const sweep = async (): Promise<void> => {
    const targets = new Set(
      (await findTargets(deps)).filter(({ source }) => source.state !== 'paused').map(({ source }) => source.name),
    );
    const due = (await targetsDue(deps.store.db)).filter((target) => targets.has(target));
    if (due.length === 0) return;
    // Asked for already, by another process or because it takes long.
    const asked = new Set((await waitingFor(deps.store.db, 'publications.due')).map(({ target }) => target));
    const events = due
      .filter((target) => !asked.has(target))
      .map((target) => ({ name: 'publications.due' as const, data: { target } }));
    await tell(deps.store.db, events);
    if (events.length > 0) deps.queue.nudge();
  };
  const reconcile = async (): Promise<void> => {
    const events = (await findTargets(deps)).map(({ source }) => ({
      name: 'publications.reconcile' as const,
      data: { target: source.name },
    }));
    await tell(deps.store.db, events);
    deps.queue.nudge();
  };
  const inTurn = (what: () => Promise<void>): void => {
    running = running.then(what).then(
      () => {
        away = false;
      },
      (error: unknown) => {
        // Said once; the next sweep tries again.
        if (!away) deps.log.warn({ error: explain(error) }, '[hub] [publish] what is due could not be looked up');
        away = true;
      },
    );
  };
  const timer = setInterval(() => inTurn(sweep), sweepEveryMs);
  const task = cron.schedule(daily, () => inTurn(reconcile), { timezone: 'Asia/Shanghai', unref: true });
  return {
    async close() {
      clearInterval(timer);
      await task.destroy();
      await running;
    },
  };
};

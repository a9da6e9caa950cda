import cron from 'node-cron';
import { explain } from '../core/errors.ts';
import { opensAt } from '../core/open-hours.ts';
import { type PaceSettings, paceOf } from '../core/pace.ts';
import { tell, waitingFor } from '../store/outbox.ts';
import { dayOf, targetsDue } from '../store/publication-outcomes.ts';
import type { PublishDeps } from './deps.ts';
import { findTargets } from './targets.ts';

/** How often retries that have become due are looked for. */
const sweepEveryMs = 2_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** 03:20, when few people wait for the other side. */
const quietMs = 3 * hourMs + 20 * 60_000;
const hourly = '20 * * * *';

/**
 * Whether this is the hour of the day in which a source is reconciled: that of 03:20, or of the first moment after it at
 * which the source may be asked.
 */
export const isReconciledNow = ({ openHours, hoursZone }: PaceSettings, now: number): boolean =>
  [dayOf(now), dayOf(now) - dayMs].some((day) => {
    const opens = opensAt(openHours, hoursZone, day + quietMs);
    return opens <= now && now < opens + hourMs;
  });

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
    const events = (await findTargets(deps))
      .filter(({ source }) => isReconciledNow(paceOf(source.settings, source.name), Date.now()))
      .map(({ source }) => ({ name: 'publications.reconcile' as const, data: { target: source.name } }));
    await tell(deps.store.db, events);
    if (events.length > 0) deps.queue.nudge();
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
  const task = cron.schedule(hourly, () => inTurn(reconcile), { timezone: 'Asia/Shanghai', unref: true });
  return {
    async close() {
      clearInterval(timer);
      await task.destroy();
      await running;
    },
  };
};

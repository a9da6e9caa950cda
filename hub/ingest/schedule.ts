import cron, { type ScheduledTask } from 'node-cron';
import { ConfigurationError, explain } from '../core/errors.ts';
import { listSources, type SourceRow, showError } from '../store/sources.ts';
import type { IngestDeps } from './deps.ts';
import { pollSource, sourceErrorOf } from './poll.ts';

/** How often changes made by people and by other processes are looked for. */
const sweepEveryMs = 1_000;
/** Schedules are meant as the clocks of the police stations show it. */
export const timezone = 'Asia/Shanghai';

export interface Schedules {
  /** Look for changes now instead of at the next sweep. */
  wake(): Promise<void>;
  /** Stop after the pages that are being stored. */
  close(): Promise<void>;
}

/** Whether an expression can be used as a schedule: five fields, or six with seconds in front. */
export const isSchedule = (expression: string): boolean => cron.validate(expression);

/** Due outside its schedule: never run yet (new, resumed, restarted), a wait has passed, or a run was killed. */
const isDue = (source: SourceRow, now: number): boolean => {
  if (source.lastRunAt === null) return true;
  if (source.failures > 0 || source.notBefore > 0) return source.notBefore <= now;
  return source.leaseOwner !== null && source.leaseUntil < now;
};

/**
 * Poll every source when it is due. Runs in every scheduler process: the lease on the source decides who does it.
 * New, changed, paused and resumed sources are picked up within seconds.
 */
export const startSchedules = (deps: IngestDeps): Schedules => {
  const tasks = new Map<string, { schedule: string; task: ScheduledTask }>();
  const runs = new Map<string, { stop: AbortController; done: Promise<void> }>();
  let closed = false;

  const start = (name: string): void => {
    if (closed || runs.has(name)) return;
    const stop = new AbortController();
    const done = pollSource(deps, name, { signal: stop.signal })
      .then(
        () => undefined,
        (error: unknown) =>
          deps.log.warn({ source: name, error: explain(error) }, '[hub] [schedule] a run could not begin'),
      )
      .finally(() => runs.delete(name));
    runs.set(name, { stop, done });
  };

  const unschedule = (name: string): void => {
    void tasks.get(name)?.task.destroy();
    tasks.delete(name);
  };

  const schedule = async (source: SourceRow, expression: string): Promise<void> => {
    if (tasks.get(source.name)?.schedule === expression) return;
    unschedule(source.name);
    if (!isSchedule(expression)) {
      const error = new ConfigurationError(
        `[hub] [${source.name}] the schedule "${expression}" is no cron expression`,
        {
          remedy: 'give five fields, or six with seconds in front, e.g. "*/10 * * * * *"',
        },
      );
      if (source.lastError?.message !== error.message)
        await showError(deps.store.db, source.name, sourceErrorOf(error));
      return;
    }
    const task = cron.schedule(expression, () => start(source.name), {
      timezone,
      unref: true,
      suppressMissedWarning: true,
    });
    tasks.set(source.name, { schedule: expression, task });
  };

  const sweep = async (): Promise<void> => {
    const all = await listSources(deps.store.db);
    const polled = all.filter(
      ({ state, schedule: expression, connector }) =>
        state === 'running' && expression !== null && deps.connectors.get(connector)?.poll !== undefined,
    );
    const names = new Set(polled.map(({ name }) => name));
    for (const name of tasks.keys()) if (!names.has(name)) unschedule(name);
    for (const [name, { stop }] of runs) if (!names.has(name)) stop.abort();
    for (const source of polled) {
      await schedule(source, source.schedule as string);
      if (isDue(source, Date.now())) start(source.name);
    }
  };

  let sweeping: Promise<void> = Promise.resolve();
  let pending = false;
  let away = false;
  const wake = (): Promise<void> => {
    if (pending || closed) return sweeping;
    pending = true;
    sweeping = sweeping.then(async () => {
      pending = false;
      try {
        await sweep();
        away = false;
      } catch (error) {
        // Said once; the next sweep tries again.
        if (!away) deps.log.warn({ error: explain(error) }, '[hub] [schedule] the sources could not be read');
        away = true;
      }
    });
    return sweeping;
  };
  const timer = setInterval(wake, sweepEveryMs);
  void wake();

  return {
    wake,
    async close() {
      closed = true;
      clearInterval(timer);
      await sweeping;
      for (const name of tasks.keys()) unschedule(name);
      for (const { stop } of runs.values()) stop.abort();
      await Promise.all([...runs.values()].map(({ done }) => done));
    },
  };
};

import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import type { Connector } from '../../hub/core/connector.ts';
import { RetriableError } from '../../hub/core/errors.ts';
import { isSchedule, startSchedules } from '../../hub/ingest/schedule.ts';
import type { Store } from '../../hub/store/open.ts';
import { pauseSource, requireSource, restartSource, resumeSource, updateSource } from '../../hub/store/sources.ts';
import { sources } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';
import { ingestDeps, message, testConnector, testSource } from './deps.ts';

const everySecond = '* * * * * *';
const never = '0 0 0 29 2 *';
const patience = { timeout: 30_000, interval: 20 };

/** Counts its runs and how many of them were at the same time. */
const counting = (body: (signal: AbortSignal) => Promise<void> = async () => undefined) => {
  const seen = { runs: 0, now: 0, most: 0, aborted: 0 };
  const connector: Connector = testConnector({
    async *poll({ signal }) {
      seen.runs += 1;
      seen.now += 1;
      seen.most = Math.max(seen.most, seen.now);
      signal.addEventListener('abort', () => (seen.aborted += 1));
      try {
        await body(signal);
        yield { messages: [message([{ id: `run${seen.runs}` }])], cursor: seen.runs };
      } finally {
        seen.now -= 1;
      }
    },
  });
  return { seen, connector };
};
const depsWith = (store: Store, connector: Connector) =>
  ingestDeps(store, { connectors: new Map([['test', connector]]) });

test('two schedulers share the runs of a source and never run it twice at once', async () => {
  const { store } = await database();
  await testSource(store, { schedule: everySecond });
  const { seen, connector } = counting(() => new Promise((resolve) => setTimeout(resolve, 300)));
  const schedulers = [startSchedules(depsWith(store, connector)), startSchedules(depsWith(store, connector))];
  await vi.waitUntil(() => seen.runs >= 4, patience);
  await Promise.all(schedulers.map((scheduler) => scheduler.close()));
  expect(seen.most).toBe(1);
  expect(seen.now).toBe(0);
});

test('a new source runs at once, is paused while it runs, resumed and restarted', async () => {
  const { store } = await database();
  const { seen, connector } = counting(
    (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const schedules = startSchedules(depsWith(store, connector));
  await testSource(store, { schedule: never });
  await vi.waitUntil(() => seen.now === 1, patience);
  await pauseSource(store.db, 'test-source');
  await vi.waitUntil(() => seen.now === 0, patience);
  expect(await requireSource(store.db, 'test-source')).toMatchObject({ failures: 0, lastError: null });
  await resumeSource(store.db, 'test-source');
  await vi.waitUntil(() => seen.runs === 2 && seen.now === 1, patience);
  await restartSource(store.db, 'test-source');
  await vi.waitUntil(() => seen.runs >= 3 && seen.now === 1, patience);
  await updateSource(store.db, 'test-source', { settings: {} });
  await vi.waitUntil(() => seen.aborted >= 3, patience);
  await schedules.close();
  expect(seen.now).toBe(0);
});

test('a retry comes when its wait is over, not at the next time of the schedule', async () => {
  const { store } = await database();
  await testSource(store, { schedule: never });
  let runs = 0;
  const connector = testConnector({
    // biome-ignore lint/correctness/useYield: it fails before its first page
    async *poll() {
      runs += 1;
      if (runs === 1) throw new RetriableError('[hub] [test] down', { retryAfterMs: 100 });
    },
  });
  const schedules = startSchedules(depsWith(store, connector));
  await vi.waitUntil(async () => (await requireSource(store.db, 'test-source')).lastSuccessAt !== null, patience);
  await schedules.close();
  expect(runs).toBe(2);
});

test('a run that was killed is taken up again when its lease has run out', async () => {
  const { store } = await database();
  await testSource(store, { schedule: never });
  await store.db
    .update(sources)
    .set({ lastRunAt: Date.now(), leaseOwner: 'dead/1', leaseUntil: Date.now() + 1_000 })
    .where(eq(sources.name, 'test-source'));
  const { seen, connector } = counting();
  const schedules = startSchedules(depsWith(store, connector));
  await vi.waitUntil(() => seen.runs === 1, patience);
  await schedules.close();
});

test('a schedule that is none is shown on the source', async () => {
  const { store } = await database();
  expect([isSchedule('*/5 * * * *'), isSchedule('*/10 * * * * *'), isSchedule('often')]).toEqual([true, true, false]);
  await testSource(store, { schedule: 'often' });
  const schedules = startSchedules(depsWith(store, testConnector({ poll: async function* () {} })));
  await schedules.wake();
  await schedules.close();
  expect((await requireSource(store.db, 'test-source')).lastError?.message).toContain('"often" is no cron expression');
});

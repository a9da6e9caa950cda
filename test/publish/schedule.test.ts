import { expect, onTestFinished, test, vi } from 'vitest';
import { paceOf } from '../../hub/core/pace.ts';
import { planPublications } from '../../hub/publish/plan.ts';
import { isReconciledNow, startPublishSchedule } from '../../hub/publish/schedule.ts';
import { waitingFor } from '../../hub/store/outbox.ts';
import { outbox } from '../../hub/store/tables/ingest.ts';
import { openWorld } from './_world.ts';

/** The hours of a day, at twenty past, in which a source with these hours of access is reconciled. */
const hoursOf = (openHours: string[]): number[] =>
  Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
    isReconciledNow(paceOf({ openHours }, 'test'), Date.parse('2024-01-05T00:20:00+08:00') + hour * 3_600_000),
  );

test.each([
  [[], [3]],
  [['22:00-06:00'], [3]],
  [['08:00-12:00'], [8]],
  [['12:00-13:00', '20:00-23:00'], [12]],
  [['00:00-01:00'], [0]],
])('with the hours %j a source is reconciled once a day, at %j', (openHours, expected) => {
  expect(hoursOf(openHours)).toEqual(expected);
});

test('what is due is asked for once, until it is done', async () => {
  const world = await openWorld();
  const id = await world.makeRecord('J1');
  await world.link(id, await world.makeClip('F1'));
  await planPublications(world.deps, [id]);
  // As if the word of it had been lost: it is due all the same.
  await world.store.db.delete(outbox);
  const schedule = startPublishSchedule(world.deps);
  onTestFinished(() => schedule.close());
  const asked = () => waitingFor(world.store.db, 'publications.due');
  await vi.waitUntil(async () => (await asked()).length > 0, { timeout: 20_000, interval: 50 });
  expect(await asked()).toEqual([{ target: 'dispatch-icc' }]);
  // Two more sweeps find the question standing.
  await new Promise((resolve) => setTimeout(resolve, 4_500));
  expect(await asked()).toHaveLength(1);
});

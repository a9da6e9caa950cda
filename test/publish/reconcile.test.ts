import { expect, test } from 'vitest';
import { ConflictError } from '../../hub/core/errors.ts';
import { reconcilePublications } from '../../hub/publish/reconcile.ts';
import { publishTo } from '../../hub/publish/send.ts';
import { publicationDaysOf } from '../../hub/store/publication-lists.ts';
import { openWorld, type World } from './_world.ts';

const { signal } = new AbortController();
const target = 'dispatch-icc';
const reconcile = ({ deps }: World) => reconcilePublications(deps, target, { signal });
const send = ({ deps }: World) => publishTo(deps, target, { signal });

test('finds what was never told, what the other side lost and what it changed, and tells it again', async () => {
  const world = await openWorld();
  const clip = await world.makeClip('F1');
  for (const name of ['J1', 'J2', 'J3', 'J4']) await world.link(await world.makeRecord(name), clip);
  // Nothing was planned, as if telling had been switched on today.
  expect(await reconcile(world)).toMatchObject({ planned: 4, found: 0, missing: 0 });
  expect(await send(world)).toMatchObject({ told: 4 });
  expect(await reconcile(world)).toMatchObject({ planned: 0, found: 4, missing: 0 });

  await world.connection.query("DELETE FROM RS_SYP_GLXX WHERE JJBH = 'J1'");
  await world.connection.query("UPDATE RS_SYP_GLXX SET URL = 'elsewhere' WHERE JJBH = 'J2'");
  expect(await reconcile(world)).toMatchObject({ planned: 0, found: 2, missing: 2 });
  expect(await send(world)).toMatchObject({ told: 2 });
  expect((await world.table()).map(({ JJBH, URL }) => [JJBH, URL.split('/').at(-1)])).toEqual([
    ['J1', 'J1'],
    ['J2', 'J2'],
    ['J3', 'J3'],
    ['J4', 'J4'],
  ]);
  expect(await publicationDaysOf(world.store.db, target)).toMatchObject([{ acknowledged: 6, found: 6, missing: 2 }]);
});

test('what is not wanted any more after a change of settings is withdrawn', async () => {
  const world = await openWorld();
  const clip = await world.makeClip('F1');
  await world.link(await world.makeRecord('J1'), clip);
  await world.link(await world.makeRecord('J2', { org: '990107590000' }), clip);
  await reconcile(world);
  await send(world);
  await world.configure({ publishOrgs: ['990107000000'] });
  expect(await reconcile(world)).toMatchObject({ planned: 1 });
  expect(await send(world)).toMatchObject({ withdrawn: 1 });
  expect((await world.table()).map(({ JJBH }) => JJBH)).toEqual(['J2']);
});

test('a source that is told nothing cannot be reconciled', async () => {
  const world = await openWorld({ publish: false });
  await expect(reconcile(world)).rejects.toThrow(ConflictError);
});

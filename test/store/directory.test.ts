import { expect, test } from 'vitest';
import {
  childOrgs,
  directoryOf,
  findPeople,
  listPeople,
  orgNames,
  saveOrgs,
  savePeople,
} from '../../hub/store/directory.ts';
import { database } from '../kit/database.ts';

test('organisations form a tree by their codes, across missing levels', async () => {
  const { store } = await database();
  await saveOrgs(store.db, [
    { code: '440000000000', name: '省厅' },
    { code: '440100000000', name: '市局' },
    { code: '440106000000', name: '分局' },
    { code: '440106590000', name: '派出所' },
    // Its sub-bureau is not in the register.
    { code: '440103520000', name: '别处的派出所' },
    { code: '440199990000', name: '直属支队', parent: '440106000000' },
  ]);
  expect((await childOrgs(store.db)).map(({ code, children }) => [code, children])).toEqual([['440000000000', 1]]);
  expect((await childOrgs(store.db, '440100000000')).map(({ name }) => name)).toEqual(['别处的派出所', '分局']);
  expect((await childOrgs(store.db, '440106000000')).map(({ name }) => name)).toEqual(['派出所', '直属支队']);
  expect(await orgNames(store.db, ['440106590000', 'unknown'])).toEqual(new Map([['440106590000', '派出所']]));
  expect(await directoryOf(store.db).orgs('440106000000')).toContainEqual({
    code: '440199990000',
    name: '直属支队',
    parent: '440106000000',
  });
});

test('people are found where they served at the time', async () => {
  const { store } = await database();
  await saveOrgs(store.db, [{ code: '440106590000', name: '派出所' }]);
  await savePeople(store.db, [
    { policeId: '009901', name: '甲', org: '440106580000', since: 0, until: 1_000 },
    { policeId: '009901', name: '甲', org: '440106590000', since: 1_000 },
    { policeId: '009902', name: '乙%', org: '440106590000' },
  ]);
  expect((await findPeople(store.db, ['009901'], 500)).get('009901')?.org).toBe('440106580000');
  expect((await findPeople(store.db, ['009901', 'x'])).get('009901')?.org).toBe('440106590000');
  expect((await listPeople(store.db, { search: '%' })).map(({ policeId }) => policeId)).toEqual(['009902']);
  expect((await listPeople(store.db, { org: '440106000000' })).map(({ name }) => name)).toEqual(['甲', '乙%']);
  expect(await directoryOf(store.db).people('440106590000')).toContainEqual({
    policeId: '009901',
    name: '甲',
    org: '440106590000',
    orgName: '派出所',
  });
});

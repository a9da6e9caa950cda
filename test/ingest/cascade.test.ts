import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { loadConnectors } from '../../connectors/_kit/scan.ts';
import { loadMappings } from '../../hub/core/mapping/folder.ts';
import { everything } from '../../hub/core/scope.ts';
import { receiveRequest } from '../../hub/ingest/receive.ts';
import type { Store } from '../../hub/store/open.ts';
import { referencesOf, referredBy } from '../../hub/store/record-references.ts';
import { sealSettings, secretBox } from '../../hub/store/secret.ts';
import { records } from '../../hub/store/tables/catalogue.ts';
import { database } from '../kit/database.ts';
import { ingestDeps, testSecret, testSource } from './deps.ts';

const connectors = await loadConnectors();
const mappings = await loadMappings(new URL('../../mappings', import.meta.url).pathname);

const authkey = 'synthetic-authkey';

/** An upper platform with a source for calls, which is the door, and one for cases. */
const upperPlatform = async (store: Store) => {
  const { settings: fields } = connectors.get('cascade') ?? { settings: {} };
  const seal = (name: string, values: object) =>
    sealSettings(secretBox(testSecret), name, fields, { authkey, ...values });
  const common = { connector: 'cascade', schedule: null };
  await testSource(store, {
    ...common,
    name: 'up-call',
    mapping: 'cascade-call',
    settings: seal('up-call', { handTo: { cm: 'up-case' } }),
  });
  await testSource(store, { ...common, name: 'up-case', mapping: 'cascade-case', settings: seal('up-case', {}) });
  const deps = ingestDeps(store, { connectors, mappings });
  return async (kind: string, document: object): Promise<unknown> => {
    const path = `/openapi/levam/platform/upload/${kind}/basic/info`;
    const request = new Request(`http://hub/receive/up-call${path}?domain=99010600&authkey=${authkey}`, {
      method: 'POST',
      body: JSON.stringify(document),
    });
    return (await receiveRequest(deps, 'up-call', path, request)).json();
  };
};

const idOf = async (store: Store, externalId: string): Promise<number> => {
  const [row] = await store.db.select().from(records).where(eq(records.externalId, externalId));
  if (!row) throw new Error(`${externalId} was not stored`);
  return row.id;
};

test('a case and a unit that come before their call are taken, and joined to it when it comes', async () => {
  const { store } = await database();
  const upload = await upperPlatform(store);
  const aj = [{ ajbh: 'A1', afsj: 1704415689000, jjbh: ['J1'], wjxx: [{ gllx: 'ZDGL', wjbh: 'W2' }] }];
  const cj = [{ cjdh: 'C1', jqbh: 'J1', cjsj: '2024-01-05T00:50:00Z', cjr: '009901' }];
  const yes = { code: 0, body: { accepted: 1, deadLettered: 0 } };
  expect(await upload('cm', { aj })).toMatchObject(yes);
  expect(await upload('hs', { cj })).toMatchObject(yes);
  const [filed, unit] = [await idOf(store, 'A1'), await idOf(store, 'C1')];
  expect(await referencesOf(store.db, everything, unit)).toEqual([{ kind: 'dispatch', id: 'J1' }]);

  expect(
    await upload('ps', { jj: [{ jqbh: 'J1', bjsj: 1704415689000, jqmc: '测试路打架', wj: ['W1'] }] }),
  ).toMatchObject(yes);
  const recordId = await idOf(store, 'J1');
  const joined = { kind: 'dispatch', id: 'J1', recordId, title: '测试路打架' };
  expect(await referencesOf(store.db, everything, unit)).toEqual([joined]);
  expect(await referencesOf(store.db, everything, filed)).toEqual(
    expect.arrayContaining([joined, { kind: 'footage', id: 'W2' }]),
  );
  const children = await referredBy(store.db, everything, { system: 'dispatch', externalId: 'J1' });
  expect(children.map(({ externalId }) => externalId).sort()).toEqual(['A1', 'C1']);
  expect(
    await upload('ps', { jj: [{ jqbh: 'J1', bjsj: 1704415689000, jqmc: '测试路打架', wj: ['W1'] }] }),
  ).toMatchObject({
    body: { accepted: 0, unchanged: 1 },
  });
});

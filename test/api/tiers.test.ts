import { expect, test } from 'vitest';
import { saveOrgs } from '../../hub/store/directory.ts';
import { bodyOf, openWorld } from './world.ts';

const world = await openWorld();
const analyst = await world.signedIn('analyst', 'analyst', ['990102000000']);

test('the hub says which tier it is and whom it serves', async () => {
  await saveOrgs(world.db, [
    { code: '990100000000', name: '临江市公安局' },
    { code: '990102000000', name: '东湖分局', parent: '990100000000' },
  ]);
  expect(await bodyOf(world.ask('/api/v1/tiers', analyst))).toEqual({
    items: [
      {
        name: world.environment.name,
        tier: 'city',
        url: world.environment.publicUrl,
        self: true,
        // Not the bureau above: the caller serves below it.
        orgs: [{ code: '990102000000', name: '东湖分局' }],
      },
    ],
  });
  expect((await world.ask('/api/v1/tiers')).status).toBe(401);
});

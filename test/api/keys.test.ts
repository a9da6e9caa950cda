import { expect, test } from 'vitest';
import { everything } from '../../hub/core/scope.ts';
import { viewsSecretContext } from '../../hub/publish/views-secret.ts';
import { findViewsKey } from '../../hub/store/api-keys.ts';
import { listAudit } from '../../hub/store/audit.ts';
import { getRecord } from '../../hub/store/records.ts';
import { secretBox } from '../../hub/store/secret.ts';
import { bodyOf, north, openWorld, origin, south } from './world.ts';

const world = await openWorld();
const root = await world.signedIn('root', 'admin', ['000000000000']);
const local = await world.signedIn('local', 'admin', [north]);

interface Made {
  id: string;
  key: string;
  viewsSecret?: string;
  viewsUrl?: string;
  disabled: boolean;
}
const wish = { name: 'traffic-pages', system: 'traffic', role: 'handler', orgs: [north], origins: [origin] };
const make = (more: Record<string, unknown> = {}, who = root): Promise<Response> =>
  world.send('POST', '/api/v1/keys', who, { ...wish, ...more });
const change = (id: string, what: Record<string, unknown>, who = root): Promise<Response> =>
  world.send('PATCH', `/api/v1/keys/${id}`, who, what);
const works = async (key: string): Promise<boolean> =>
  (await world.ask('/api/v1/records', { authorization: `Bearer ${key}` })).status === 200;

test('a key made over the API opens the hub until it is disabled, and the log says who made it', async () => {
  const { id, key } = await bodyOf<Made>(make(), 201);
  expect(await works(key)).toBe(true);
  expect((await make()).status).toBe(409);
  await bodyOf(change(id, { disabled: true }));
  expect(await works(key)).toBe(false);
  const successor = await bodyOf<Made>(make(), 201);
  expect((await change(id, { disabled: false })).status).toBe(409);
  await bodyOf(change(successor.id, { disabled: true }));
  const listed = await (await world.ask('/api/v1/keys', root)).text();
  expect(listed).toContain('traffic-pages');
  expect(listed).not.toContain(key);
  const items = await listAudit(world.db, { object: 'key:traffic-pages' }, 50);
  expect(items.map(({ action }) => action).sort()).toEqual(['key.edit', 'key.edit', 'key.make', 'key.make']);
  expect(JSON.stringify(items)).not.toContain(key);
});

test('views are told with the secret that was shown, and with a new one after telling was off', async () => {
  const opened = async (): Promise<string> => {
    const stored = await findViewsKey(world.db, 'told');
    return secretBox(world.environment.secret).open(stored?.viewsSecret ?? '', viewsSecretContext('told'));
  };
  const viewsUrl = 'https://case.example/views';
  const made = await bodyOf<Made>(make({ name: 'told', viewsUrl }), 201);
  expect(await opened()).toBe(made.viewsSecret);
  const moved = await bodyOf<Made>(change(made.id, { viewsUrl: 'https://case.example/other' }));
  expect(moved.viewsSecret).toBeUndefined();
  expect(await opened()).toBe(made.viewsSecret);
  await bodyOf(change(made.id, { viewsUrl: null }));
  expect(await findViewsKey(world.db, 'told')).toBeUndefined();
  const again = await bodyOf<Made>(change(made.id, { viewsUrl }));
  expect(again.viewsSecret).not.toBe(made.viewsSecret);
  expect(await opened()).toBe(again.viewsSecret);
});

test('what a key gave away ends with it, or with the origin it was given to', async () => {
  const other = 'https://other.example';
  const { id, key } = await bodyOf<Made>(make({ name: 'giver', system: 'dispatch', origins: [origin, other] }), 201);
  const record = await world.makeRecord(north);
  const number = (await getRecord(world.db, everything, record))?.externalId ?? '';
  const grant = async (to: string) => {
    const asked = { system: 'dispatch', record: number, person: { policeId: '009901' }, origin: to, purpose: '办案' };
    return (
      await bodyOf<{ token: string }>(
        world.send('POST', '/api/v1/grants', { authorization: `Bearer ${key}` }, asked),
        201,
      )
    ).token;
  };
  const redeem = (token: string, from: string) => world.send('POST', '/embed/v1/session', { origin: from }, { token });
  const open = async (to: string) => {
    const { playback } = await bodyOf<{ playback: string }>(redeem(await grant(to), to));
    const headers = { authorization: `Bearer ${playback}`, origin: to };
    return async () => (await world.ask(`/embed/v1/records/dispatch/${number}`, headers)).status;
  };
  const [here, there, unused] = [await open(origin), await open(other), await grant(origin)];
  expect([await here(), await there()]).toEqual([200, 200]);
  await bodyOf(change(id, { origins: [origin] }));
  expect([await here(), await there()]).toEqual([200, 401]);
  await bodyOf(change(id, { disabled: true }));
  expect(await here()).toBe(401);
  expect((await redeem(unused, origin)).status).toBe(403);
});

test('nobody gives more than they have, and only who may make keys does', async () => {
  expect((await make({ name: 'south', orgs: [south] }, local)).status).toBe(403);
  expect((await make({ name: 'all', orgs: ['000000000000'] }, local)).status).toBe(403);
  const { id } = await bodyOf<Made>(make({ name: 'whole', orgs: [south] }), 201);
  expect((await change(id, { disabled: true }, local)).status).toBe(403);
  expect(await (await world.ask('/api/v1/keys', local)).text()).not.toContain('"whole"');
  const chief = await world.signedIn('chief', 'supervisor', [north]);
  expect((await make({}, chief)).status).toBe(403);
  expect((await world.ask('/api/v1/keys', chief)).status).toBe(403);
});

test.each([
  [{ origins: ['https://case.example/page'] }, 'no web origin'],
  [{ orgs: ['99010'] }, 'no organisation code'],
  [{ viewsUrl: 'ftp://case.example' }, 'https://'],
])('%j is refused with what to do', async (more, words) => {
  const answer = await make({ name: 'wrong', ...more });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(words);
});

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { verifyWebhook } from '../../connectors/_http-push/webhook-signature.ts';
import { createApiKey } from '../../hub/access/api-key.ts';
import { everything } from '../../hub/core/scope.ts';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { viewsSecretContext } from '../../hub/publish/views-secret.ts';
import { listAudit } from '../../hub/store/audit.ts';
import { waitingFor } from '../../hub/store/outbox.ts';
import { getRecord } from '../../hub/store/records.ts';
import { secretBox } from '../../hub/store/secret.ts';
import { createSource } from '../../hub/store/sources.ts';
import { runWorkers } from '../../hub/workers/run.ts';
import { makeClip } from '../media/clips.ts';
import { bodyOf, north, openWorld, origin } from './world.ts';

const world = await openWorld();
const admin = await world.signedIn('root', 'admin', ['000000000000']);
const file = await makeClip(world.folder, 'h264.mp4');
await createSource(world.db, {
  name: 'dock',
  connector: 'docking-station',
  mapping: 'docking-station-v3',
  settings: { folder: world.folder },
});
const record = await world.makeRecord(north);
const number = (await getRecord(world.db, everything, record))?.externalId ?? '';
const clip = await world.makeClip(north, `file://${file}`);
await world.makeLink(record, clip);
expect(await fetchFootage(world.hub, clip)).toBe('stored');

/** The business system: away at first, then there. */
const heard: { headers: IncomingHttpHeaders; body: string; answered: number }[] = [];
let answers: number[] = [503, 503];
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const answered = answers.shift() ?? 204;
  heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8'), answered });
  response.writeHead(answered).end();
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
const workers = await runWorkers(world.hub, { lanes: ['publish'] });
afterAll(async () => {
  await workers.close();
  await new Promise((done) => receiver.close(done));
});

const secret = `whsec_${Buffer.from('a secret of these tests').toString('base64')}`;
const keyOf = (name: string, wants: boolean): Promise<string> =>
  createApiKey(world.db, {
    ...{ name, system: 'dispatch', role: 'handler', orgs: [north], origins: [origin] },
    views: wants
      ? {
          url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/views`,
          sealedSecret: secretBox(world.environment.secret).seal(secret, viewsSecretContext(name)),
        }
      : undefined,
  });
const watch = async (key: string): Promise<void> => {
  const wish = { system: 'dispatch', record: number, person: { policeId: '009901' }, origin, purpose: '办案' };
  const { token } = await bodyOf<{ token: string }>(
    world.send('POST', '/api/v1/grants', { authorization: `Bearer ${key}` }, wish),
    201,
  );
  const { playback } = await bodyOf<{ playback: string }>(
    world.send('POST', '/embed/v1/session', { origin }, { token }),
  );
  for (const name of ['now.m3u8', 'now-15.m4s', 'now.m3u8']) await world.ask(`/media/${clip}/p/${playback}/${name}`);
};

test('a view is told, signed, until the system has it; once however many segments were fetched', async () => {
  await watch(await keyOf('wants-views', true));
  await expect.poll(() => heard.at(-1)?.answered, { timeout: 60_000 }).toBe(204);
  expect(heard.map(({ answered }) => answered)).toEqual([503, 503, 204]);
  const ids = heard.map(({ headers, body }) =>
    verifyWebhook(new Headers(headers as Record<string, string>), Buffer.from(body), {
      secrets: [secret],
      toleranceSeconds: 300,
    }),
  );
  expect(new Set(ids).size, 'each attempt names the same view').toBe(1);
  expect(JSON.parse(heard.at(-1)?.body ?? '')).toMatchObject({
    type: 'footage.viewed',
    data: {
      ...{ person: { policeId: '009901' }, purpose: '办案', origin, extent: 'linked' },
      records: [{ system: 'dispatch', externalId: number }],
      footage: { source: 'dock' },
    },
  });
  await expect.poll(async () => (await listAudit(world.db, { action: 'view.tell' }, 5)).length).toBe(1);
  expect((await listAudit(world.db, { action: 'view.tell' }, 1))[0]).toMatchObject({
    object: `footage:${clip}`,
    detail: { view: ids[0], to: 'wants-views' },
  });
  await expect.poll(() => waitingFor(world.db, 'footage.viewed')).toEqual([]);
});

test('a system that does not want to know is not told, and its views are logged all the same', async () => {
  const before = heard.length;
  await watch(await keyOf('wants-nothing', false));
  expect(await waitingFor(world.db, 'footage.viewed')).toEqual([]);
  expect(heard.length).toBe(before);
  const plays = await listAudit(world.db, { action: 'footage.play' }, 5);
  expect(plays).toHaveLength(2);
});

test('what the system refuses is not sent for ever', async () => {
  answers = [410];
  const before = heard.length;
  await watch(await keyOf('wants-views-elsewhere', true));
  await expect.poll(() => listAudit(world.db, { action: 'view.refused' }, 5), { timeout: 30_000 }).toHaveLength(1);
  await expect.poll(() => waitingFor(world.db, 'footage.viewed')).toEqual([]);
  expect(heard.length).toBe(before + 1);
});

const keyItem = async (name: string) => {
  const { items } = await bodyOf<{ items: { id: string; name: string; viewsTrouble?: Record<string, unknown> }[] }>(
    world.ask('/api/v1/keys', admin),
  );
  return items.find((one) => one.name === name);
};
const alertOf = async (name: string) => {
  const { items } = await bodyOf<{ items: { id: string; text: { zh: string }; remedy: string }[] }>(
    world.ask('/api/v1/alerts', admin),
  );
  return items.find(({ id }) => id === `views-troubled/${name}`);
};

test('a receiver that refuses shows with its key and as an alert, and both go when it takes a view', async () => {
  const key = await keyOf('refuses-views', true);
  answers = Array.from({ length: 100 }, () => 401);
  await watch(key);
  await expect
    .poll(async () => (await keyItem('refuses-views'))?.viewsTrouble, { timeout: 60_000 })
    .toMatchObject({ message: expect.stringContaining('401'), remedy: expect.any(String), since: expect.any(String) });
  // Somebody puts it right: the view that was refused has waited, and is told.
  answers = [];
  await expect.poll(() => heard.at(-1)?.answered, { timeout: 120_000 }).toBe(204);
  await expect.poll(async () => await keyItem('refuses-views'), { timeout: 60_000 }).not.toHaveProperty('viewsTrouble');
  expect(await alertOf('refuses-views')).toBeUndefined();
  await expect.poll(() => waitingFor(world.db, 'footage.viewed')).toEqual([]);

  answers = [410];
  await watch(key);
  await expect
    .poll(() => alertOf('refuses-views'), { timeout: 60_000 })
    .toMatchObject({ text: { zh: expect.stringContaining('收不到调阅告知') }, remedy: expect.any(String) });
  // Another address: what was found of the former says nothing of it.
  const { id = '' } = (await keyItem('refuses-views')) ?? {};
  await bodyOf(world.send('PATCH', `/api/v1/keys/${id}`, admin, { viewsUrl: 'http://127.0.0.1:9/views' }));
  expect(await keyItem('refuses-views')).not.toHaveProperty('viewsTrouble');
  expect(await alertOf('refuses-views')).toBeUndefined();
});

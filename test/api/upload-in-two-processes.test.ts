import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { createApiKey } from '../../hub/access/api-key.ts';
import { createApi } from '../../hub/api/app.ts';
import { listen } from '../../hub/api/listen.ts';
import { homeVolume } from '../../hub/media/home-volume.ts';
import { findFootageMedia } from '../../hub/store/media.ts';
import { eventually } from '../kit/demo.ts';
import { north, openWorld } from './world.ts';

const world = await openWorld();
const open = (app: typeof world.app) => listen({ app, close: async () => undefined }, { host: '127.0.0.1', port: 0 });
const other = await createApi(world.hub);
const [one, two] = await Promise.all([open(world.app), open(other.app)]);
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await other.close();
});

test('a request that hangs in one process writes nothing into an upload that ends in another', async () => {
  await eventually(async () => world.hub.queue.ready(), 30);
  const key = await createApiKey(world.db, { name: 'dock', role: 'handler', orgs: [north], origins: [] });
  const bytes = randomBytes(2_000_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const what = {
    ...{ filename: 'clip.bin', sha256, deviceKind: 'body-camera', org: north },
    ...{ start: '2026-01-05T08:47:00+08:00', end: '2026-01-05T08:57:00+08:00' },
  };
  const metadata = Object.entries(what).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`);
  const station = { authorization: `Bearer ${key}`, 'tus-resumable': '1.0.0' };
  const begun = await fetch(`http://127.0.0.1:${one.port}/files`, {
    method: 'POST',
    headers: { ...station, 'upload-length': String(bytes.length), 'upload-metadata': metadata.join(',') },
  });
  const path = new URL(begun.headers.get('location') ?? '', begun.url).pathname;
  const sending = { ...station, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };

  const hanging = request({
    ...{ host: '127.0.0.1', port: one.port, path, method: 'PATCH' },
    headers: { ...sending, 'content-length': String(bytes.length) },
  });
  let isOver = false;
  hanging.on('response', (answer) => answer.resume()).on('error', () => undefined);
  hanging.on('close', () => {
    isOver = true;
  });
  hanging.flushHeaders();
  await eventually(async () => (await world.hub.queue.redis.keys('hub:lock:upload:*')).length > 0, 30);

  const sent = await fetch(`http://127.0.0.1:${two.port}${path}`, { method: 'PATCH', headers: sending, body: bytes });
  expect(sent.status).toBe(204);
  const row = await findFootageMedia(world.db, Number(sent.headers.get('hub-footage')));
  hanging.end(randomBytes(bytes.length));
  await eventually(async () => isOver, 30);
  await pause(200);
  const original = await readFile(homeVolume(world.hub).locate(row?.path ?? ''));
  expect(createHash('sha256').update(original).digest('hex')).toBe(sha256);
  expect(await world.hub.queue.redis.keys('hub:lock:upload:*')).toEqual([]);
});

import { expect, test } from 'vitest';
import { outbox } from '../../hub/store/tables/ingest.ts';
import { bodyOf, openWorld } from './world.ts';

const world = await openWorld();
const operator = await world.signedIn('operator', 'operator', ['000000000000']);
const handler = await world.signedIn('handler', 'handler', ['990102000000']);
const send = (name: string, body: unknown, who = operator) =>
  world.send('POST', `/api/v1/sources/${name}/backfill`, who, body);

test('a polled source is read again by a worker, from where it was asked', async () => {
  await bodyOf(
    world.send('PUT', '/api/v1/sources/rooms', operator, {
      mapping: 'interview-room',
      settings: { folder: '/nowhere' },
      state: 'paused',
    }),
  );
  expect(await bodyOf(send('rooms', { from: { version: 1 } }), 202)).toEqual({ accepted: true, id: 1 });
  expect(await bodyOf(send('rooms', {}), 409)).toMatchObject({ remedy: expect.stringContaining('stop') });
  const waiting = await world.db.select().from(outbox);
  expect(waiting.filter(({ name }) => name === 'backfill.wanted')).toMatchObject([
    { lane: 'backfill', data: { source: 'rooms', id: 1 } },
  ]);
});

test('its progress can be followed and it can be stopped', async () => {
  const listed = () =>
    bodyOf<{ items: unknown[]; canBackfill: boolean }>(world.ask('/api/v1/sources/rooms/backfill', operator));
  expect(await listed()).toMatchObject({
    items: [{ id: 1, state: 'waiting', begun: { version: 1 }, pages: 0, askedBy: 'operator' }],
    canBackfill: true,
  });
  const stop = () => world.send('POST', '/api/v1/sources/rooms/backfill/1/stop', operator);
  expect((await stop()).status).toBe(204);
  expect(await listed()).toMatchObject({ items: [{ id: 1, state: 'stopped' }] });
  expect((await stop()).status).toBe(404);
  expect((await send('rooms', {})).status).toBe(202);
});

test('a source that pushes, an unknown one and somebody without the right are refused', async () => {
  await bodyOf(
    world.send('PUT', '/api/v1/sources/dock', operator, { mapping: 'docking-station-v3', settings: { authkey: 'k' } }),
  );
  expect(await bodyOf(send('dock', {}), 400)).toMatchObject({ remedy: expect.stringContaining('replay') });
  expect((await send('nowhere', {})).status).toBe(404);
  expect((await send('rooms', {}, handler)).status).toBe(403);
});

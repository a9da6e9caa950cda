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
  expect(await bodyOf(send('rooms', { from: { version: 1 } }), 202)).toEqual({ accepted: true });
  const waiting = await world.db.select().from(outbox);
  expect(waiting.filter(({ name }) => name === 'backfill.wanted')).toMatchObject([
    { lane: 'backfill', data: { source: 'rooms', from: { version: 1 } } },
  ]);
});

test('a source that pushes, an unknown one and somebody without the right are refused', async () => {
  await bodyOf(
    world.send('PUT', '/api/v1/sources/dock', operator, { mapping: 'docking-station-v3', settings: { authkey: 'k' } }),
  );
  expect(await bodyOf(send('dock', {}), 400)).toMatchObject({ remedy: expect.stringContaining('replay') });
  expect((await send('nowhere', {})).status).toBe(404);
  expect((await send('rooms', {}, handler)).status).toBe(403);
});

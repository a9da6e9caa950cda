import { readFile } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { everything } from '../../hub/core/scope.ts';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { packageFootage } from '../../hub/media/package-footage.ts';
import { listAudit } from '../../hub/store/audit.ts';
import { getRecord } from '../../hub/store/records.ts';
import { createSource } from '../../hub/store/sources.ts';
import { links } from '../../hub/store/tables/catalogue.ts';
import { grants } from '../../hub/store/tables/directory.ts';
import { makeClip } from '../media/clips.ts';
import { bodyOf, north, openWorld, origin } from './world.ts';

const world = await openWorld();
const file = await makeClip(world.folder, 'h264.mp4');
const bytes = await readFile(file);
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
await fetchFootage(world.hub, clip);
await packageFootage(world.hub, clip);

const key = { authorization: `Bearer ${world.caseKey}` };
const open = async () => {
  const wish = { system: 'dispatch', record: number, person: { policeId: '009901' }, origin, purpose: '办案' };
  const { token, id } = await bodyOf<{ token: string; id: string }>(
    world.send('POST', '/api/v1/grants', key, { ...wish, extent: 'clip' }),
    201,
  );
  const { playback } = await bodyOf<{ playback: string }>(
    world.send('POST', '/embed/v1/session', { origin }, { token }),
  );
  const ask = (name: string, headers: Record<string, string> = {}) =>
    world.ask(`/media/${clip}/p/${playback}/${name}`, { origin, ...headers });
  return { id, ask };
};
const pieces = ['master.m3u8', 'init-0.m4s', 'original'];

/** As a player does: the first piece, and then several at a time. */
const playSome = async (ask: (name: string) => Promise<Response>): Promise<void> => {
  expect((await ask('master.m3u8')).status).toBe(200);
  for (const answer of await Promise.all([...pieces, ...pieces].map((name) => ask(name)))) {
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
  }
};

test('a session that plays is ended by revoking it, with the very next piece', async () => {
  const { id, ask } = await open();
  await playSome(ask);
  expect((await world.send('DELETE', `/api/v1/grants/${id}`, key)).status).toBe(204);
  for (const piece of pieces) expect((await ask(piece)).status, piece).toBe(401);
});

test('and by its time', async () => {
  const { id, ask } = await open();
  await playSome(ask);
  await world.db
    .update(grants)
    .set({ playbackExpiresAt: Date.now() - 1 })
    .where(eq(grants.id, id));
  for (const piece of pieces) expect((await ask(piece)).status, piece).toBe(401);
});

test('another page that takes over its addresses gets nothing, and it is logged', async () => {
  const { ask } = await open();
  await playSome(ask);
  expect((await ask('init-0.m4s', { origin: 'https://evil.example' })).status).toBe(403);
  expect((await listAudit(world.db, { action: 'playback.refused' }, 1))[0]).toMatchObject({
    detail: { reason: 'wrong-origin', from: 'https://evil.example' },
  });
});

test('parts asked for one after the other are the bytes of the original', async () => {
  const { ask } = await open();
  for (let start = 0; start < bytes.length; start += 10_000) {
    const end = Math.min(start + 9_999, bytes.length - 1);
    const answer = await ask('original', { range: `bytes=${start}-${end}` });
    expect(answer.status).toBe(206);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes.subarray(start, end + 1));
  }
});

test('a clip that a person takes from the record is gone with the next piece', async () => {
  const { ask } = await open();
  await playSome(ask);
  await world.db.update(links).set({ decision: 'rejected' }).where(eq(links.footageId, clip));
  for (const piece of pieces) expect((await ask(piece)).status, piece).toBe(404);
});

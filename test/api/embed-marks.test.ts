import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { everything } from '../../hub/core/scope.ts';
import { listAudit } from '../../hub/store/audit.ts';
import { getFootage } from '../../hub/store/footage.ts';
import { getRecord } from '../../hub/store/records.ts';
import { bodyOf, north, openWorld, origin, south } from './world.ts';

const world = await openWorld();
const record = await world.makeRecord(north);
const other = await world.makeRecord(north);
const clip = await world.makeClip(north, 'http://127.0.0.1:1/clip.mp4');
const unlinked = await world.makeClip(north, 'http://127.0.0.1:1/unlinked.mp4');
await world.makeLink(record, clip);
const number = (await getRecord(world.db, everything, record))?.externalId ?? '';

const open = async (): Promise<Record<string, string>> => {
  const { token } = await bodyOf<{ token: string }>(
    world.send(
      'POST',
      '/api/v1/grants',
      { authorization: `Bearer ${world.caseKey}` },
      {
        system: 'dispatch',
        record: number,
        person: { policeId: '009901', name: '北甲' },
        origin,
        purpose: '办案',
      },
    ),
    201,
  );
  const { playback } = await bodyOf<{ playback: string }>(
    world.send('POST', '/embed/v1/session', { origin }, { token }),
  );
  return { authorization: `Bearer ${playback}`, origin };
};
const lastEntry = async (action: string) => (await listAudit(world.db, { action }, 1))[0];

test('a mark is stored, logged, and seen by everybody who opens the record', async () => {
  const sent = { recordId: record, footageId: clip, seconds: 61.25, note: '红色外套' };
  const mark = await bodyOf(world.send('POST', '/embed/v1/marks', await open(), sent), 201);
  expect(mark).toMatchObject({ footageId: clip, seconds: 61.25, note: '红色外套', by: '009901' });
  const shown = await bodyOf<{ marks: unknown[] }>(world.ask(`/embed/v1/records/dispatch/${number}`, await open()));
  expect(shown.marks).toEqual([mark]);
  expect(await lastEntry('footage.mark')).toMatchObject({
    actor: '009901',
    object: `footage:${clip}`,
    detail: { record, seconds: 61.25, note: '红色外套', origin },
  });
});

test('nothing is marked in a clip or record the grant does not open, nor behind its end, nor without a session', async () => {
  const session = await open();
  const status = async (more: Record<string, unknown>, headers = session) =>
    (await world.send('POST', '/embed/v1/marks', headers, { recordId: record, footageId: clip, seconds: 1, ...more }))
      .status;
  expect(await status({ footageId: unlinked })).toBe(404);
  expect(await status({ recordId: other })).toBe(404);
  expect(await status({ seconds: 1_000_000 })).toBe(400);
  expect(await status({ seconds: -1 })).toBe(400);
  expect(await status({ note: 'x'.repeat(201) })).toBe(400);
  expect(await status({}, { origin, authorization: 'Bearer nothing' })).toBe(401);
  expect(await status({}, { ...session, origin: 'https://evil.example' })).toBe(403);
});

test('a snapshot is logged with the digest of what was sent', async () => {
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('a frame')]);
  const sha256 = createHash('sha256').update(png).digest('hex');
  const send = async (body: Buffer, footageId = clip) =>
    world.ask(
      `/embed/v1/snapshots?recordId=${record}&footageId=${footageId}&seconds=62.5`,
      { ...(await open()), 'content-type': 'image/png' },
      { method: 'POST', body: new Uint8Array(body) },
    );
  expect(await bodyOf(send(png))).toMatchObject({ sha256, bytes: png.length });
  expect(await lastEntry('footage.snapshot')).toMatchObject({
    object: `footage:${clip}`,
    detail: { record, seconds: 62.5, sha256, bytes: png.length },
  });
  expect((await send(Buffer.from('GIF89a'))).status).toBe(400);
  expect((await send(png, unlinked)).status).toBe(404);
});

test('somebody signed in marks and looks as well, within their organisation and from our own pages only', async () => {
  const handler = await world.signedIn('marker', 'handler', [north]);
  const sent = { recordId: record, footageId: clip, seconds: 70, note: '' };
  const mark = await bodyOf(world.send('POST', '/embed/v1/marks', handler, sent), 201);
  expect(mark).toMatchObject({ seconds: 70, by: 'marker' });
  const list = (headers: Record<string, string>) => world.ask(`/embed/v1/marks?recordId=${record}`, headers);
  expect((await bodyOf<{ items: unknown[] }>(list(handler))).items).toContainEqual(mark);
  expect((await list(await world.signedIn('southerner', 'handler', [south]))).status).toBe(404);
  expect((await list(await world.signedIn('machinist', 'operator', [north]))).status).toBe(403);
  expect((await list({})).status).toBe(401);
  const { 'x-hub': _, ...bare } = handler;
  expect((await world.send('POST', '/embed/v1/marks', bare, sent)).status).toBe(403);
});

test('the track of a linked clip is shown and logged, that of another is not there', async () => {
  const session = await open();
  const ask = (footageId: number) => world.ask(`/embed/v1/tracks?recordId=${record}&footageId=${footageId}`, session);
  expect(await bodyOf(ask(clip))).toEqual({ track: (await getFootage(world.db, everything, clip))?.data.track });
  expect(await lastEntry('footage.track')).toMatchObject({ object: `footage:${clip}`, detail: { record } });
  expect((await ask(unlinked)).status).toBe(404);
});

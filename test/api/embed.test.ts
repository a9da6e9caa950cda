import { beforeAll, expect, test } from 'vitest';
import { createApiKey } from '../../hub/access/api-key.ts';
import { verifyChain } from '../../hub/audit/verify-chain.ts';
import { everything } from '../../hub/core/scope.ts';
import { listAudit } from '../../hub/store/audit.ts';
import { getRecord } from '../../hub/store/records.ts';
import { bodyOf, north, openWorld, origin, publicUrl, south } from './world.ts';

const world = await openWorld();
const record = await world.makeRecord(north);
const other = await world.makeRecord(north);
const elsewhere = await world.makeRecord(south);
const clip = await world.makeClip(north, 'http://127.0.0.1:1/clip.mp4');
const southClip = await world.makeClip(south, 'http://127.0.0.1:1/south.mp4');
const unlinked = await world.makeClip(north, 'http://127.0.0.1:1/unlinked.mp4');
await world.makeLink(record, clip);
await world.makeLink(record, southClip, { decision: 'review' });
await world.makeLink(other, unlinked, { decision: 'rejected' });

const numberOf = async (id: number): Promise<string> => (await getRecord(world.db, everything, id))?.externalId ?? '';
let number = '';
beforeAll(async () => {
  number = await numberOf(record);
});

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const request = (more: Record<string, unknown> = {}) => ({
  system: 'dispatch',
  record: number,
  person: { policeId: '009901', name: '北甲' },
  origin,
  purpose: '办案',
  ...more,
});
interface Issued {
  id: string;
  token: string;
}
const issue = (more: Record<string, unknown> = {}) =>
  bodyOf<Issued>(world.send('POST', '/api/v1/grants', bearer(world.caseKey), request(more)), 201);
const redeem = (token: string, from: Record<string, string> = { origin }) =>
  world.send('POST', '/embed/v1/session', from, { token });
const open = async (more: Record<string, unknown> = {}) => {
  const { id, token } = await issue(more);
  return { id, ...(await bodyOf<{ playback: string; records: unknown[] }>(redeem(token))) };
};
const lastEntry = async (action: string) => (await listAudit(world.db, { action }, 1))[0];

test('a business system asks for a grant, its page gets a session, the session shows the record and its segments', async () => {
  const { playback, records, ...rest } = await open();
  expect(records).toEqual([{ system: 'dispatch', externalId: number, recordId: record }]);
  expect(rest).toMatchObject({
    person: { policeId: '009901', name: '北甲' },
    expiresAt: expect.stringMatching(/\+08:00$/),
  });
  const shown = await bodyOf<{
    record: unknown;
    links: { segment: unknown; footage: { media: { original: string } } }[];
  }>(world.ask(`/embed/v1/records/dispatch/${number}`, { ...bearer(playback), origin }));
  expect(shown.record).toMatchObject({ id: record, milestones: [{ name: 'arrived' }], linkCount: 1 });
  // The scope of a grant follows the record, not the organisation: what a neighbour's camera saw is shown, too.
  expect(shown.links.map(({ footage }) => footage)).toMatchObject([{ id: clip }, { id: southClip }]);
  expect(shown.links[0]?.segment).toMatchObject({ startSeconds: 60, endSeconds: 180 });
  expect(shown.links[0]?.footage.media.original).toBe(`/media/${clip}/p/${playback}/original`);
  expect(await lastEntry('record.read')).toMatchObject({
    actor: '009901',
    actorKind: 'grant',
    object: `record:${record}`,
    detail: { system: 'dispatch', origin, purpose: '办案', scope: [record] },
  });
});

test('badges count granted records and are silent about all others', async () => {
  const numbers = [number, await numberOf(other), await numberOf(elsewhere), 'CALL-UNKNOWN'];
  const { playback } = await open({ record: undefined, records: numbers });
  const { items } = await bodyOf<{ items: unknown[] }>(
    world.ask(`/embed/v1/badges?system=dispatch&records=${numbers.join(',')}`, { ...bearer(playback), origin }),
  );
  expect(items).toEqual([
    { externalId: numbers[0], count: 1, seconds: 120, review: 1 },
    { externalId: numbers[1], count: 0, seconds: 0, review: 0 },
    { externalId: numbers[2], count: 0, seconds: 0, review: 0 },
    { externalId: numbers[3], count: 0, seconds: 0, review: 0 },
  ]);
});

test('a replayed grant is refused and logged', async () => {
  const { id, token } = await issue();
  expect((await redeem(token)).status).toBe(200);
  expect(await bodyOf(redeem(token), 403)).toMatchObject({ type: `${publicUrl}/problems/grant-refused` });
  expect(await lastEntry('grant.refused')).toMatchObject({ object: `grant:${id}`, detail: { reason: 'used', origin } });
});

test('a wrong origin is refused and logged, and so is none', async () => {
  const { token } = await issue();
  for (const from of [{ origin: 'https://evil.example' }, { origin: 'null' }, {}]) {
    expect((await redeem(token, from as Record<string, string>)).status).toBe(403);
  }
  expect(await lastEntry('grant.refused')).toMatchObject({ detail: { reason: 'wrong-origin' } });
  expect((await redeem(token)).status).toBe(200);
});

test('a session opens no other record, and trying is logged', async () => {
  const { playback } = await open();
  const asked = await world.ask(`/embed/v1/records/dispatch/${await numberOf(other)}`, { ...bearer(playback), origin });
  expect(asked.status).toBe(404);
  expect(await lastEntry('playback.refused')).toMatchObject({ actor: '009901', detail: { reason: 'other-record' } });
});

test('a session plays linked clips only; rejected and unlinked ones are not there', async () => {
  const { playback } = await open({ record: await numberOf(other) });
  for (const id of [clip, unlinked, southClip]) {
    expect((await world.ask(`/media/${id}/p/${playback}/original`)).status, `clip ${id}`).toBe(404);
  }
  const own = await open();
  // On its way: the right to play it was checked before.
  expect((await world.ask(`/media/${clip}/p/${own.playback}/original`)).status).toBe(503);
  expect((await world.ask(`/media/${clip}/original?p=${own.playback}`)).status).toBe(503);
});

test('a session used by another page is refused and logged', async () => {
  const { playback } = await open();
  const evil = { origin: 'https://evil.example' };
  expect((await world.ask(`/embed/v1/records/dispatch/${number}`, { ...bearer(playback), ...evil })).status).toBe(403);
  expect((await world.ask(`/media/${clip}/p/${playback}/original`, evil)).status).toBe(403);
  expect(await lastEntry('playback.refused')).toMatchObject({ detail: { reason: 'wrong-origin', from: evil.origin } });
});

test('revoking ends everything at once', async () => {
  const { id, playback } = await open();
  expect((await world.send('DELETE', `/api/v1/grants/${id}`, bearer(world.caseKey))).status).toBe(204);
  expect((await world.ask(`/embed/v1/records/dispatch/${number}`, { ...bearer(playback), origin })).status).toBe(401);
  expect((await world.ask(`/media/${clip}/p/${playback}/original`)).status).toBe(401);
});

test('a session is for the player and opens nothing of the API', async () => {
  const { playback } = await open();
  for (const path of [
    '/api/v1/me',
    '/api/v1/records',
    `/api/v1/records/${record}`,
    '/api/v1/search?q=x',
    '/api/v1/live',
  ]) {
    expect((await world.ask(path, bearer(playback))).status, path).toBe(401);
  }
});

test('a system gets grants only for its origins, its kind of records and its organisations', async () => {
  const key = bearer(world.caseKey);
  const ask = (more: Record<string, unknown>, headers = key) =>
    world.send('POST', '/api/v1/grants', headers, request(more));
  expect((await ask({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await ask({ origin: 'https://case.example.evil.example' })).status).toBe(403);
  expect((await ask({ origin: `${origin}/path` })).status).toBe(400);
  expect((await ask({ system: 'case' })).status).toBe(400);
  expect((await ask({ record: await numberOf(elsewhere) })).status).toBe(404);
  expect((await ask({ record: undefined })).status).toBe(400);
  expect((await ask({ purpose: '' })).status).toBe(400);
  expect((await ask({ person: { policeId: '' } })).status).toBe(400);
  const script = await createApiKey(world.db, { name: 'script', role: 'handler', orgs: [north], origins: [] });
  expect((await ask({}, bearer(script))).status).toBe(403);
  expect((await ask({}, await world.signedIn('boss', 'admin', ['000000000000']))).status).toBe(403);
});

test('only pages that may embed can read answers', async () => {
  const preflight = (path: string, from: string) =>
    world.ask(
      path,
      { origin: from, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
      { method: 'OPTIONS' },
    );
  const good = await preflight('/embed/v1/badges', origin);
  expect(good.status).toBe(204);
  expect(good.headers.get('access-control-allow-origin')).toBe(origin);
  expect(good.headers.get('access-control-allow-headers')).toContain('Authorization');
  expect(good.headers.get('access-control-allow-credentials')).toBeNull();
  expect((await preflight(`/media/${clip}/original`, origin)).headers.get('access-control-allow-headers')).toContain(
    'Range',
  );
  for (const path of ['/embed/v1/badges', '/embed/v1/session', `/media/${clip}/original`]) {
    expect((await preflight(path, 'https://evil.example')).headers.get('access-control-allow-origin'), path).toBeNull();
  }
  expect((await preflight('/api/v1/records', origin)).headers.get('access-control-allow-origin')).toBeNull();
  const refused = await redeem('x');
  // A page has to be able to read why it was refused.
  expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
});

test('the page for an iframe may be framed by the page of the grant and nobody else', async () => {
  const { token } = await issue();
  const page = await world.ask(`/embed/dispatch/${number}?grant=${token}`);
  expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors ${origin}`);
  expect(page.headers.get('x-frame-options')).toBeNull();
  // Showing the page does not use the grant up: its script exchanges it, from the hub's own origin.
  const framedBy = (who: string) =>
    world.send('POST', '/embed/v1/session', { origin: publicUrl }, { token, framedBy: who });
  expect((await framedBy('https://traffic.example')).status).toBe(403);
  expect((await lastEntry('grant.refused'))?.detail).toMatchObject({ framedBy: 'https://traffic.example' });
  expect((await framedBy(origin)).status).toBe(200);
  // Opened by its address there is no page around it.
  expect((await redeem((await issue()).token, { origin: publicUrl })).status).toBe(200);
  const later = await world.ask(`/embed/dispatch/${number}`);
  expect(later.headers.get('content-security-policy')).toContain(`frame-ancestors ${origin}`);
});

test('oEmbed answers for addresses of this hub, and tells nothing about the record', async () => {
  const url = encodeURIComponent(`${publicUrl}/embed/dispatch/CALL-"><script>`);
  for (const odd of [
    `/oembed?url=${url}&maxwidth=100`,
    `/oembed?url=${encodeURIComponent(`${publicUrl}/embed/case/100%`)}`,
  ])
    expect((await world.ask(odd)).status, odd).toBe(200);
  const { html } = await bodyOf<{ html: string }>(world.ask(`/oembed?url=${url}&maxwidth=800`));
  expect(html).toContain('<iframe src="https://hub.example/embed/dispatch/CALL-');
  expect(html).not.toContain('<script>');
  expect((await world.ask(`/oembed?url=${encodeURIComponent('https://evil.example/embed/dispatch/1')}`)).status).toBe(
    400,
  );
});

test('all this left a log that is whole', async () => {
  expect(await verifyChain(world.db)).toMatchObject({ ok: true });
});

import { expect, test } from 'vitest';
import { everything } from '../../hub/core/scope.ts';
import { listLinks } from '../../hub/store/links.ts';
import { bodyOf, north, openWorld, south } from './world.ts';

const world = await openWorld();
const northRecord = await world.makeRecord(north, { summary: 'NORTH-ONLY' });
const northClip = await world.makeClip(north);
const southRecord = await world.makeRecord(south, { references: [{ kind: 'dispatch', id: 'x' }] });
const southClip = await world.makeClip(south);
await world.makeLink(northRecord, northClip);
// A unit of the north helped out in the south, and the other way round.
await world.makeLink(southRecord, northClip);
await world.makeLink(northRecord, southClip, { decision: 'review' });
await world.makeLink(southRecord, southClip);

const linkIds = (await listLinks(world.db, everything)).items.map(({ link }) => link.id);
/** All rights, but in the south only: whatever leaks, leaks to them. */
const southAdmin = await world.signedIn('south-admin', 'admin', [south]);
const northAdmin = await world.signedIn('north-admin', 'admin', [north]);
const nobody = await world.signedIn('no-orgs', 'admin', []);
const everyone = await world.signedIn('everyone', 'admin', ['000000000000']);

const traces = [north, 'NORTH-ONLY', '北站', '北甲', 'CLIP-99010659'];

const descriptions = await bodyOf<{ paths: Record<string, { get?: { parameters?: { name: string; in: string }[] } }> }>(
  world.ask('/openapi.json'),
);
/** Every GET address there is, with every id of the north, of the south and of links put in. */
const addresses = Object.entries(descriptions.paths).flatMap(([path, { get }]) => {
  if (!get || path.endsWith('/live')) return [];
  const ids = [northRecord, northClip, southRecord, southClip, ...linkIds].map(String);
  const filled = path.includes('{id}') ? ids.map((id) => path.replace('{id}', id)) : [path];
  return filled
    .map((address) =>
      address
        .replace('{file}', 'original')
        .replace('{playback}', 'x')
        .replaceAll(/\{[^}]+\}/g, 'dispatch'),
    )
    .flatMap((address) => [
      address,
      `${address}?org=${north}`,
      `${address}?officer=009901`,
      `${address}?q=NORTH`,
      `${address}?parent=990000000000`,
    ]);
});

test('the walk reaches every list and every thing', () => {
  const walked = new Set(addresses.map((address) => address.split('?')[0]?.replace(/\/\d+/, '/{id}')));
  for (const path of [
    '/api/v1/records',
    '/api/v1/records/{id}',
    '/api/v1/records/{id}/links',
    '/api/v1/footage/{id}',
    '/api/v1/search',
    '/api/v1/links',
    '/api/v1/stats',
    '/api/v1/people',
    '/api/v1/orgs',
    '/api/v1/audit',
    '/media/{id}/original',
  ]) {
    expect([...walked]).toContain(path);
  }
});

test('somebody of the south, whatever they may do, finds no trace of the north at any address', async () => {
  for (const address of addresses) {
    const response = await world.ask(address, southAdmin);
    const text = await response.text();
    // Problems repeat what was asked for; that is not a trace.
    if (response.status >= 400) expect(text, address).not.toContain('NORTH-ONLY');
    else for (const trace of traces) expect(text, `${trace} at ${address}`).not.toContain(trace);
  }
});

test('the same walk does find the north for somebody of the north', async () => {
  const texts = await Promise.all(addresses.map(async (address) => (await world.ask(address, northAdmin)).text()));
  for (const trace of traces)
    expect(
      texts.some((text) => text.includes(trace)),
      trace,
    ).toBe(true);
});

test('somebody of no organisation finds nothing at all', async () => {
  for (const list of ['records', 'footage', 'links', 'search', 'people', 'orgs']) {
    expect((await bodyOf<{ items: unknown[] }>(world.ask(`/api/v1/${list}`, nobody))).items, list).toEqual([]);
  }
});

test('what is outside the scope is answered like what is not there', async () => {
  const there = await bodyOf<{ detail: string }>(world.ask(`/api/v1/records/${northRecord}`, southAdmin), 404);
  const nowhere = await bodyOf<{ detail: string }>(world.ask('/api/v1/records/999999', southAdmin), 404);
  expect(there.detail.replace(String(northRecord), 'N')).toBe(nowhere.detail.replace('999999', 'N'));
  for (const path of [`records/${northRecord}/links`, `records/${northRecord}/misses`, `footage/${northClip}`]) {
    expect((await world.ask(`/api/v1/${path}`, southAdmin)).status, path).toBe(404);
  }
  expect((await world.ask(`/media/${northClip}/original`, southAdmin)).status).toBe(404);
});

test('counts count what may be seen, and nothing else', async () => {
  const counts = async (headers: Record<string, string>) => {
    const [records, footage, stats, found] = await Promise.all([
      bodyOf<{ items: { id: number; linkCount: number }[] }>(world.ask('/api/v1/records', headers)),
      bodyOf<{ items: { id: number; linkCount: number }[] }>(world.ask('/api/v1/footage', headers)),
      bodyOf<{ records: { total: number; linked: number }; footage: { total: number }; review: number }>(
        world.ask('/api/v1/stats', headers),
      ),
      bodyOf<{ total: number; facets: { system: Record<string, number> } }>(
        world.ask('/api/v1/search?type=record', headers),
      ),
    ]);
    const linkCounts = (list: typeof records) =>
      Object.fromEntries(list.items.map(({ id, linkCount }) => [id, linkCount]));
    return { records: linkCounts(records), footage: linkCounts(footage), stats, found };
  };
  expect(await counts(southAdmin)).toMatchObject({
    records: { [southRecord]: 1 },
    footage: { [southClip]: 1 },
    stats: { records: { total: 1, linked: 1 }, footage: { total: 1 }, review: 0 },
    found: { total: 1, facets: { system: { dispatch: 1 } } },
  });
  expect(await counts(everyone)).toMatchObject({
    records: { [southRecord]: 2, [northRecord]: 1 },
    footage: { [southClip]: 1, [northClip]: 2 },
    stats: { records: { total: 2, linked: 2 }, footage: { total: 2 }, review: 1 },
    found: { total: 2, facets: { system: { dispatch: 2 } } },
  });
});

test('nobody decides about a pair of which they see only one side', async () => {
  const cross = (await listLinks(world.db, everything, { recordId: southRecord, footageId: northClip })).items[0]?.link;
  const decision = { decision: 'rejected', version: cross?.version };
  expect((await world.send('POST', `/api/v1/links/${cross?.id}/decision`, southAdmin, decision)).status).toBe(404);
  const pair = { recordId: southRecord, footageId: northClip };
  expect((await world.send('POST', '/api/v1/links', southAdmin, pair)).status).toBe(404);
});

test('raw messages of all are shown to nobody who sees only some', async () => {
  for (const path of ['messages', 'messages/1', 'dead-letters', 'audit/verify']) {
    expect((await world.ask(`/api/v1/${path}`, southAdmin)).status, path).toBe(403);
  }
  expect((await world.ask('/api/v1/messages', everyone)).status).toBe(200);
});

test('live events of the north are not told in the south', async () => {
  const leave = new AbortController();
  const response = await world.ask('/api/v1/live', southAdmin, { signal: leave.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  const { live } = world.hub.queue;
  const tellAll = setInterval(() => {
    live.tell({ topic: 'record', data: { id: northRecord } });
    live.tell({ topic: 'links', data: { recordId: northRecord } });
    live.tell({ topic: 'footage', data: { id: northClip } });
    live.tell({ topic: 'record', data: { id: southRecord } });
  }, 50);
  let heard = '';
  while (heard.split('event: record').length < 4) heard += (await reader?.read())?.value ?? '';
  clearInterval(tellAll);
  leave.abort();
  await reader?.cancel();
  expect(heard).toContain(`{"id":${southRecord}}`);
  expect(heard).not.toContain(`{"id":${northRecord}}`);
  expect(heard).not.toContain('event: links');
  expect(heard).not.toContain('event: footage');
});

test('who has signed out hears no more', async () => {
  const leaver = await world.signedIn('leaver', 'handler', [north]);
  const response = await world.ask('/api/v1/live', leaver);
  const reader = response.body?.getReader();
  await reader?.read();
  await world.send('DELETE', '/api/v1/session', leaver);
  // To its end: nothing comes besides, and the next beat ends it.
  while (!(await reader?.read())?.done);
  expect((await world.ask('/api/v1/live', leaver)).status).toBe(401);
}, 30_000);

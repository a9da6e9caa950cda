import { expect, test } from 'vitest';
import { listAudit } from '../../hub/store/audit.ts';
import { bodyOf, north, openWorld } from './world.ts';

const world = await openWorld();
await world.signedIn('handler-n', 'handler', [north]);
const sign = (user: string, password: string) => world.send('POST', '/api/v1/session', {}, { user, password });

test('signing in sets a cookie no script can read, and tells who it is', async () => {
  const response = await sign('handler-n', 'correct horse');
  const cookie = response.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^hub_session=[\w-]{43}; .*HttpOnly/);
  expect(cookie).toContain('SameSite=Lax');
  expect(cookie).toContain('Secure');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const me = await bodyOf<{ rights: string[] }>(response);
  expect(me).toMatchObject({ user: 'handler-n', role: 'handler', orgs: [{ code: north, name: '北站派出所' }] });
  expect(me.rights).toContain('footage.play');

  const headers = { cookie: cookie.split(';')[0] ?? '' };
  expect(await bodyOf(world.ask('/api/v1/me', headers))).toMatchObject({ user: 'handler-n' });
  expect((await world.send('DELETE', '/api/v1/session', headers)).status).toBe(204);
  expect((await world.ask('/api/v1/me', headers)).status).toBe(401);
});

test('a refused sign-in is a problem with a remedy, and is logged without the password', async () => {
  const response = await sign('handler-n', 'wrong horse');
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(await bodyOf(response, 401)).toMatchObject({
    type: 'https://hub.example/problems/not-signed-in',
    title: 'Not signed in',
    status: 401,
    remedy: expect.any(String),
  });
  const [entry] = await listAudit(world.db, { action: 'session.refused' }, 1);
  expect(entry).toMatchObject({ actor: 'handler-n', detail: { reason: 'not-signed-in' } });
  expect(JSON.stringify(entry)).not.toContain('wrong horse');
});

test('guessing is slowed down with the time to wait', async () => {
  await world.signedIn('guessed', 'handler', [north]);
  for (let count = 0; count < 5; count += 1) await sign('guessed', `guess ${count}`);
  const response = await sign('guessed', 'correct horse');
  expect(response.status).toBe(429);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('a change by cookie without the header of our own pages is refused', async () => {
  const { cookie = '' } = await world.signedIn('clicker', 'admin', ['000000000000']);
  const changes: [string, string, unknown][] = [
    ['POST', '/api/v1/links', { recordId: 1, footageId: 1 }],
    ['POST', '/api/v1/links/1/decision', { decision: 'confirmed', version: 1 }],
    ['POST', '/api/v1/dead-letters/replay', { source: 'x' }],
    ['POST', '/api/v1/dead-letters/1/dismiss', undefined],
    ['POST', '/api/v1/sources/x/pause', undefined],
    ['PUT', '/api/v1/sources/x', { mapping: 'x' }],
    ['POST', '/api/v1/grants', {}],
  ];
  for (const [method, path, body] of changes) {
    const answer = await bodyOf<{ detail: string }>(world.send(method, path, { cookie }, body), 403);
    expect(answer.detail, path).toContain('X-Hub');
  }
  expect((await world.ask('/api/v1/me', { cookie })).status).toBe(200);
});

test('every change asks for a right, and the refusal names it', async () => {
  const handler = await world.signedIn('handler-2', 'handler', [north]);
  const operator = await world.signedIn('operator-2', 'operator', ['000000000000']);
  for (const path of [
    '/api/v1/sources',
    '/api/v1/dead-letters',
    '/api/v1/messages',
    '/api/v1/audit',
    '/api/v1/mappings',
  ]) {
    expect((await bodyOf<{ detail: string }>(world.ask(path, handler), 403)).detail).toContain('right');
  }
  for (const path of [
    '/api/v1/records',
    '/api/v1/footage',
    '/api/v1/search?q=x',
    '/api/v1/links',
    '/api/v1/audit',
    '/media/1/original',
  ]) {
    expect((await world.ask(path, operator)).status, path).toBe(403);
  }
});

test('somebody without any sign-in gets nothing but what is public', async () => {
  const description = await bodyOf<{ paths: Record<string, Record<string, unknown>> }>(world.ask('/openapi.json'));
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const method of Object.keys(methods)) {
      if (path === '/api/v1/session' || path === '/oembed' || path === '/embed/v1/session') continue;
      const address = path.replaceAll(/\{[^}]+\}/g, '1');
      const status = (await world.send(method.toUpperCase(), address, {}, method === 'get' ? undefined : {})).status;
      // Input may be looked at first; nothing may be answered.
      expect([400, 401, 404], `${method} ${path}`).toContain(status);
    }
  }
});

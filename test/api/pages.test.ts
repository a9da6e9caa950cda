import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { sendStatic } from '../../hub/api/_kit/static.ts';
import { createApi } from '../../hub/api/app.ts';
import { listen } from '../../hub/api/listen.ts';
import { openQueue } from '../../hub/queue/open.ts';
import { openStore } from '../../hub/store/open.ts';
import { bodyOf, openWorld } from './world.ts';

const world = await openWorld();

test('alive is alive, ready says which part is not', async () => {
  expect(await bodyOf(world.ask('/livez'))).toEqual({ ok: true });
  expect(await bodyOf(world.ask('/readyz'))).toEqual({
    ok: true,
    parts: { database: { ok: true }, redis: { ok: true }, search: { ok: true } },
  });

  const store = openStore('mysql://nobody:nothing@127.0.0.1:1/none');
  const queue = openQueue('redis://127.0.0.1:1');
  const broken = await createApi({ ...world.hub, store, queue });
  const answer = await bodyOf<{ parts: Record<string, { ok: boolean; detail?: string }> }>(
    Promise.resolve(broken.app.request('/readyz')),
    503,
  );
  expect(answer.parts).toMatchObject({
    database: { ok: false, detail: expect.any(String) },
    redis: { ok: false },
    search: { ok: true },
  });
  expect((await broken.app.request('/livez')).status).toBe(200);

  // Without a database nobody can be known; that is no defect and no refusal.
  const away = await broken.app.request('/api/v1/me', { headers: { cookie: 'hub_session=x' } });
  expect(away.status).toBe(503);
  expect(Number(away.headers.get('retry-after'))).toBeGreaterThan(0);
  await broken.close();
  await queue.close();
  await store.close();
});

test('metrics speak of routes, queues and sources', async () => {
  const text = await (await world.ask('/metrics')).text();
  expect(text).toContain('hub_http_request_seconds_bucket');
  expect(text).toContain('hub_sources{state="failed"} 0');
  expect(text).toContain('process_cpu_seconds_total');
});

test('the API describes itself, and its page loads nothing from elsewhere', async () => {
  const description = await bodyOf<{
    openapi: string;
    paths: Record<string, unknown>;
    components: { schemas: object };
  }>(world.ask('/openapi.json'));
  expect(description.openapi).toBe('3.1.0');
  for (const path of [
    '/api/v1/session',
    '/api/v1/records/{id}/links',
    '/api/v1/search',
    '/api/v1/grants',
    '/embed/v1/session',
    '/media/{id}/original',
  ]) {
    expect(Object.keys(description.paths)).toContain(path);
  }
  expect(Object.keys(description.components.schemas)).toEqual(
    expect.arrayContaining(['RecordItem', 'LinkItem', 'Problem']),
  );

  const page = await world.ask('/docs');
  const html = await page.text();
  expect(html).toContain('/docs/scalar.js');
  expect(html).not.toMatch(/(src|href)="https?:/);
  expect(page.headers.get('content-security-policy')).toContain("connect-src 'self'");
  const script = await world.ask('/docs/scalar.js');
  expect(script.headers.get('content-type')).toContain('javascript');
  expect((await script.text()).length).toBeGreaterThan(1_000_000);
});

test('every answer has the headers that keep it in its place', async () => {
  for (const path of ['/livez', '/api/v1/me', '/nowhere.txt', '/openapi.json']) {
    const { headers } = await world.ask(path);
    expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('referrer-policy'), path).toBe('same-origin');
  }
});

test('what is not there is a problem, not a page', async () => {
  for (const path of ['/api/v1/nothing', '/media/x', '/embed/v2/x', '/files/x', '/favicon.txt']) {
    const response = await world.ask(path);
    expect(response.status, path).toBeGreaterThanOrEqual(400);
    expect(response.headers.get('content-type'), path).toContain('application/problem+json');
  }
  expect((await world.send('POST', '/records/12', {})).status).toBe(404);
});

test('built files are sent for ever when their name has a digest, and nothing outside their folder is', async () => {
  const folder = join(world.folder, 'dist');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'assets', 'main-a1b2c3d4.js'), 'export {};');
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(world.folder, 'secret.json'), '{}');
  const app = new Hono().get(
    '*',
    async (c) => (await sendStatic(c, decodeURIComponent(c.req.path), folder)) ?? c.text('none', 404),
  );
  const script = await app.request('/assets/main-a1b2c3d4.js');
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect(script.headers.get('content-type')).toContain('text/javascript');
  const page = await app.request('/index.html');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect(
    (await app.request('/index.html', { headers: { 'if-none-match': page.headers.get('etag') ?? '' } })).status,
  ).toBe(304);
  for (const path of [
    '/..%2fsecret.json',
    '/assets/..%2f..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/assets',
    '/index.html%00.js',
    '/..%5csecret.json',
  ]) {
    expect((await app.request(path)).status, path).toBe(404);
  }
});

test('a text goes in its smaller form to who takes it, never one of an earlier build', async () => {
  const folder = join(world.folder, 'zipped');
  await mkdir(folder);
  const text = 'export const answer = 42;'.repeat(50);
  const small = gzipSync(text);
  await writeFile(join(folder, 'v1.js'), text);
  await writeFile(join(folder, 'v1.js.gz'), small);
  const app = new Hono().get('*', async (c) => (await sendStatic(c, c.req.path, folder)) ?? c.text('none', 404));
  const taken = await app.request('/v1.js', { headers: { 'accept-encoding': 'gzip, deflate, br' } });
  expect(Object.fromEntries(taken.headers)).toMatchObject({
    ...{ 'content-encoding': 'gzip', 'content-length': String(small.length), vary: 'Accept-Encoding' },
    'content-type': expect.stringContaining('text/javascript'),
  });
  expect(gunzipSync(Buffer.from(await taken.arrayBuffer())).toString()).toBe(text);
  const plain = await app.request('/v1.js');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await plain.text()).toBe(text);
  expect(plain.headers.get('etag')).not.toBe(taken.headers.get('etag'));
  await utimes(join(folder, 'v1.js.gz'), 0, 0);
  const rebuilt = await app.request('/v1.js', { headers: { 'accept-encoding': 'gzip' } });
  expect(rebuilt.headers.get('content-encoding')).toBeNull();
});

test('the server binds, answers, and stops although somebody listens', async () => {
  const server = await listen({ app: world.app, close: async () => undefined }, { host: '127.0.0.1', port: 0 });
  const answer = await fetch(`http://127.0.0.1:${server.port}/livez`);
  // A proxy that keeps connections for a minute must be the one that closes them.
  expect(answer.headers.get('keep-alive')).toBe('timeout=75');
  expect(await answer.json()).toEqual({ ok: true });
  await expect(
    listen({ app: world.app, close: async () => undefined }, { host: '127.0.0.1', port: server.port }),
  ).rejects.toMatchObject({
    next: 'pause',
    remedy: expect.stringContaining('HUB_PORT'),
  });
  await server.close();
  await expect(fetch(`http://127.0.0.1:${server.port}/livez`)).rejects.toThrow();
});

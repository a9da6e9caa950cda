import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyOf, openWorld } from './world.ts';

const world = await openWorld();
const admin = await world.signedIn('admin', 'admin', ['000000000000']);

const description = await bodyOf<{
  paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
}>(world.ask('/openapi.json'));
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  path.endsWith('/live') || path === '/api/v1/session'
    ? []
    : Object.entries(methods).map(([method, { parameters = [] }]) => ({
        path,
        method: method.toUpperCase(),
        parameters,
      })),
);

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    '0',
    '-1',
    '9'.repeat(40),
    'NaN',
    '%',
    "' or 1=1 --",
    '\u0000',
    '../../etc/passwd',
    '😀'.repeat(100),
    '{"a":1}',
    'W10',
    '测试',
  ),
);
const wellFormed = (text: string) => Buffer.from(text).toString();

test('whatever is written into paths and queries, nothing fails by a defect', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...operations.filter(({ method }) => method === 'GET')),
      fc.infiniteStream(nasty),
      async ({ path, parameters }, values) => {
        const next = () => encodeURIComponent(wellFormed(values.next().value));
        const filled = path.replaceAll(/\{[^}]+\}/g, () => next() || 'x');
        const query = parameters.filter(({ in: where }) => where === 'query').map(({ name }) => `${name}=${next()}`);
        const response = await world.ask(`${filled}?${query.join('&')}`, admin);
        const text = await response.text();
        if (response.status >= 500) throw new Error(`${response.status} at ${filled}?${query.join('&')}: ${text}`);
      },
    ),
    { numRuns: 300 },
  );
});

test('whatever is sent as a body, nothing fails by a defect', async () => {
  // An empty object is all that some operations ask for: no bad input.
  const bodies = fc
    .oneof(fc.json(), fc.string(), fc.constantFrom('{', '[]', 'null', '"x"', '{"__proto__":1}', `${'['.repeat(5_000)}`))
    .filter((body) => !/^\s*\{\s*\}\s*$/.test(body));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...operations.filter(({ method }) => method !== 'GET')),
      bodies,
      async ({ path, method }, body) => {
        const headers = { ...admin, 'content-type': 'application/json', origin: 'https://x.example' };
        const filled = path.replaceAll(/\{[^}]+\}/g, '1');
        const response = await world.ask(filled, headers, { method, ...(method === 'DELETE' ? {} : { body }) });
        const text = await response.text();
        if (response.status >= 500 || response.status === 200)
          throw new Error(`${method} ${filled} ${body}: ${response.status} ${text}`);
      },
    ),
    { numRuns: 300 },
  );
});

const wrong: [string, string][] = [
  ['/api/v1/records?limit=0', 'limit'],
  ['/api/v1/records?limit=501', 'limit'],
  ['/api/v1/records?system=nothing', 'system'],
  ['/api/v1/records?from=yesterday', 'from'],
  ['/api/v1/records?linked=maybe', 'linked'],
  ['/api/v1/records?org=44x', 'org'],
  ['/api/v1/records/abc', 'id'],
  ['/api/v1/footage?deviceKind=phone', 'deviceKind'],
  ['/api/v1/search?mode=psychic', 'mode'],
];
for (const [path, setting] of wrong) {
  test(`${path} is answered with the name of what is wrong`, async () => {
    expect(await bodyOf(world.ask(path, admin), 400)).toMatchObject({
      type: expect.stringMatching(/invalid-request$/),
      problems: [{ setting, message: expect.any(String) }],
      remedy: expect.any(String),
    });
  });
}

test('a cursor that is none, and one of another list, are refused', async () => {
  for (const cursor of [
    'x',
    'W10',
    Buffer.from('["a","b"]').toString('base64url'),
    Buffer.from('[1]').toString('base64url'),
  ]) {
    expect((await world.ask(`/api/v1/records?cursor=${cursor}`, admin)).status, cursor).toBe(400);
  }
});

test('a defect is told as one, without its inside', async () => {
  const { createApi } = await import('../../hub/api/app.ts');
  const search = { ...world.hub.search, search: () => Promise.reject(new TypeError('the inside of the hub')) };
  const { app, close } = await createApi({ ...world.hub, search });
  const response = await app.request('/api/v1/search?q=x', { headers: admin });
  const text = await response.text();
  expect(response.status).toBe(500);
  expect(text).not.toContain('inside');
  expect(JSON.parse(text)).toMatchObject({ type: expect.stringMatching(/defect$/) });
  await close();
});

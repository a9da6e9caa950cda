import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createApiKey } from '../../hub/access/api-key.ts';
import { bodyOf, north, openWorld } from './world.ts';

const world = await openWorld();
const record = await world.makeRecord(north);
const clip = await world.makeClip(north);
const key = await createApiKey(world.db, { name: 'dock-north', role: 'station', orgs: [north], origins: [] });
const headers = { authorization: `Bearer ${key}` };

const base64 = (text: string) => Buffer.from(text).toString('base64');
const metadata = Object.entries({
  filename: 'clip.mp4',
  sha256: createHash('sha256').update('bytes').digest('hex'),
  deviceKind: 'body-camera',
  start: '2024-01-05T08:48:09+08:00',
  end: '2024-01-05T08:58:09+08:00',
  org: north,
}).map(([name, value]) => `${name} ${base64(value)}`);

test('the key of a docking station may begin an upload and ask what became of it', async () => {
  const begin = { 'tus-resumable': '1.0.0', 'upload-length': '5', 'upload-metadata': metadata.join(',') };
  const begun = await world.ask('/files', { ...headers, ...begin }, { method: 'POST' });
  expect(begun.status).toBe(201);
  const address = new URL(begun.headers.get('location') ?? '', 'https://hub.example').pathname;
  expect(await bodyOf(world.ask(address, headers))).toMatchObject({ state: 'receiving', bytes: 5 });
});

test('it reads nothing and writes nothing else, whatever it asks for', async () => {
  const { paths } = await bodyOf<{ paths: Record<string, Record<string, unknown>> }>(world.ask('/openapi.json'));
  /** What needs no right, or is of whoever asks alone. */
  const open =
    /^\/(livez|readyz|metrics|oembed|openapi\.json|docs|files|receive|embed)|^\/api\/v1\/(session|me|live|samples\/receive)\b/;
  const refused: string[] = [];
  for (const [path, methods] of Object.entries(paths)) {
    if (open.test(path)) continue;
    const address = path
      .replace('{id}', String(path.includes('footage') ? clip : record))
      .replaceAll(/\{[^}]+\}/g, 'x');
    for (const method of Object.keys(methods)) {
      const answer = await world.send(method.toUpperCase(), address, headers, method === 'get' ? undefined : {});
      if (answer.status === 403) refused.push(path);
      // Lists that everybody may ask for hold what the caller has a right to: nothing.
      else if (answer.status === 200) expect(await answer.json(), `${method} ${path}`).toMatchObject({ items: [] });
      else expect([400, 401, 404], `${method} ${path}`).toContain(answer.status);
    }
  }
  for (const path of [
    '/api/v1/records',
    '/api/v1/footage',
    '/api/v1/search',
    '/api/v1/sources',
    '/api/v1/links',
    '/api/v1/audit',
  ])
    expect(refused).toContain(path);
});

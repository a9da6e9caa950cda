import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { expect, onTestFinished, test } from 'vitest';
import { inventedSystem } from './_invented-system.ts';
import { bodyOf, north, openWorld } from './world.ts';

const world = await openWorld();
const system = await inventedSystem();
const { send, ask, db } = world;
const integrator = await world.signedIn('connector', 'integrator', ['990000000000']);
const ofOneStation = await world.signedIn('connector-north', 'integrator', [north]);
const handler = await world.signedIn('handler', 'handler', [north]);

const trial = (more: Record<string, unknown> = {}) => ({
  connector: 'rest-poll',
  settings: { url: system.url, method: 'GET', apiKeyHeader: 'x-park-key', apiKey: system.key, ...more },
});

interface Message {
  text: string;
  base64: string;
  contentType: string;
}
interface Answer {
  messages: Message[];
  error?: { message: string; remedy?: string };
}

test('the declarations of all connectors are there for a form', async () => {
  const { items } = await bodyOf<{
    items: { name: string; polls: boolean; fields: { name: string; secret: boolean }[] }[];
  }>(ask('/api/v1/connectors', integrator));
  const rest = items.find(({ name }) => name === 'rest-poll');
  expect(rest?.polls).toBe(true);
  expect(rest?.fields.find(({ name }) => name === 'apiKey')?.secret).toBe(true);
  expect(items.find(({ name }) => name === 'http-push')?.polls).toBe(false);
});

test('settings that are not saved are checked, all problems at once', async () => {
  const good = await bodyOf<{ ok: boolean }>(send('POST', '/api/v1/samples/check', integrator, trial()));
  expect(good.ok).toBe(true);
  const wrong = await bodyOf<{ ok: boolean; steps: { ok: boolean; detail: string }[] }>(
    send('POST', '/api/v1/samples/check', integrator, trial({ apiKey: 'not-the-key' })),
  );
  expect(wrong.ok).toBe(false);
  expect(JSON.stringify(wrong)).not.toContain('not-the-key');
  const { problems } = await bodyOf<{ problems: { setting: string }[] }>(
    send('POST', '/api/v1/samples/check', integrator, trial({ url: 'nowhere', pageSize: -1 })),
    422,
  );
  expect(problems.map(({ setting }) => setting)).toEqual(expect.arrayContaining(['url', 'pageSize']));
});

test('a sample is fetched and nothing is stored', async () => {
  const { messages } = await bodyOf<Answer>(send('POST', '/api/v1/samples', integrator, trial()));
  expect(JSON.parse(messages[0]?.text ?? '{}').log.entries).toHaveLength(3);
  expect(Buffer.from(messages[0]?.base64 ?? '', 'base64').toString()).toBe(messages[0]?.text);
  expect(await bodyOf<{ items: unknown[] }>(ask('/api/v1/messages', integrator))).toMatchObject({ items: [] });
  expect(await bodyOf<{ items: unknown[] }>(ask('/api/v1/sources', integrator))).toMatchObject({ items: [] });
});

test('a sample that cannot be fetched says why, without the secrets', async () => {
  const { messages, error } = await bodyOf<Answer>(
    send('POST', '/api/v1/samples', integrator, trial({ apiKey: 'a-wrong-key' })),
  );
  expect(messages).toEqual([]);
  expect(error?.message).toMatch(/403/);
  expect(JSON.stringify(error)).not.toContain('a-wrong-key');
});

test('who may not see messages of all, or change sources, gets no sample', async () => {
  await bodyOf(send('POST', '/api/v1/samples', ofOneStation, trial()), 403);
  await bodyOf(send('POST', '/api/v1/samples', handler, trial()), 403);
  await bodyOf(send('POST', '/api/v1/samples/check', handler, trial()), 403);
});

test('a temporary address takes what is pushed and asks for it again later', async () => {
  const push = {
    connector: 'http-push',
    settings: { authentication: 'bearer', secret: 'a-token-of-the-pushing-side' },
  };
  const door = await bodyOf<{ id: string; address: string }>(send('POST', '/api/v1/samples/doors', integrator, push));
  const path = new URL(door.address).pathname;
  const pushed = JSON.stringify({ id: 'P1' });
  const headers = { 'content-type': 'application/json', authorization: 'Bearer a-token-of-the-pushing-side' };
  const answer = await ask(path, headers, { method: 'POST', body: pushed });
  expect(answer.status).toBe(503);
  const { messages } = await bodyOf<Answer>(ask(`/api/v1/samples/doors/${door.id}`, integrator));
  expect(messages.map(({ text }) => text)).toEqual([pushed]);
  await bodyOf(ask('/api/v1/samples/doors/0123456789abcdef01234567', integrator), 404);
  expect(
    (await ask('/receive-sample/0123456789abcdef01234567', headers, { method: 'POST', body: pushed })).status,
  ).toBe(404);
});

test('a file that was dropped just now is a sample, and stays where it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-drop-'));
  const archiveFolder = await mkdtemp(join(tmpdir(), 'hub-done-'));
  onTestFinished(() => Promise.all([folder, archiveFolder].map((one) => rm(one, { recursive: true }))).then(() => {}));
  const heading = iconv.encode('登记号,现场地址\r\n', 'gbk');
  await writeFile(join(folder, '空.csv'), heading);
  await writeFile(join(folder, '登记.csv'), Buffer.concat([heading, iconv.encode('JQ1,梅溪路1号\r\n', 'gbk')]));
  const settings = { folder, archiveFolder, settleSeconds: 3600 };
  const { messages } = await bodyOf<Answer>(
    send('POST', '/api/v1/samples', integrator, { connector: 'file-drop', settings }),
  );
  expect(messages.map(({ text }) => JSON.parse(text))).toMatchObject([
    { rows: [{ 登记号: 'JQ1', 现场地址: '梅溪路1号' }] },
  ]);
  expect((await readdir(folder)).length).toBe(2);
  expect(await readdir(archiveFolder)).toEqual([]);
});

test('a schedule is shown as its next runs', async () => {
  const { next } = await bodyOf<{ next: string[] }>(
    ask(`/api/v1/samples/schedule?cron=${encodeURIComponent('0 3 * * *')}`, integrator),
  );
  expect(next).toHaveLength(5);
  expect(next.every((at) => at.includes('T03:00:00'))).toBe(true);
  await bodyOf(ask('/api/v1/samples/schedule?cron=often', integrator), 400);
});

test('every trial is in the log', async () => {
  const admin = await world.signedIn('admin', 'admin', ['990000000000']);
  const { items } = await bodyOf<{ items: { action: string; detail: unknown }[] }>(
    ask('/api/v1/audit?limit=200', admin),
  );
  const actions = new Set(items.map(({ action }) => action));
  for (const action of ['source.check', 'source.sample', 'source.door']) expect(actions).toContain(action);
  expect(JSON.stringify(items)).not.toContain(system.key);
  expect(db).toBeDefined();
});

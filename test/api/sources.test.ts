import { expect, test } from 'vitest';
import { deliver } from '../../hub/ingest/deliver.ts';
import { findSource, requireSource } from '../../hub/store/sources.ts';
import { bodyOf, openWorld } from './world.ts';

const world = await openWorld();
const operator = await world.signedIn('operator', 'operator', ['000000000000']);
const admin = await world.signedIn('admin', 'admin', ['000000000000']);
const put = (name: string, body: unknown) => world.send('PUT', `/api/v1/sources/${name}`, operator, body);
const get = <T>(path: string) => bodyOf<T>(world.ask(`/api/v1${path}`, operator));

test('a source is created from its mapping, with the secret sealed and withheld', async () => {
  expect(
    await bodyOf(
      put('dock-1', { mapping: 'docking-station-v3', settings: { authkey: 'a-secret-key' }, state: 'running' }),
    ),
  ).toMatchObject({
    name: 'dock-1',
    connector: 'docking-station',
    state: 'running',
    today: { received: 0, stored: 0, unchanged: 0, dead: 0 },
    openDeadLetters: 0,
  });
  expect(JSON.stringify(await findSource(world.db, 'dock-1'))).not.toContain('a-secret-key');
  const detail = await get<{
    settings: Record<string, unknown>;
    fields: { name: string; secret: boolean }[];
    version: number;
  }>('/sources/dock-1');
  expect(JSON.stringify(detail)).not.toContain('a-secret-key');
  expect(detail.settings.authkey).toBe('••••••');
  expect(detail.fields.find(({ name }) => name === 'authkey')).toMatchObject({
    secret: true,
    label: { zh: expect.any(String) },
  });

  // The form sends back what it was shown.
  const edit = {
    mapping: 'docking-station-v3',
    settings: { ...detail.settings, mediaHosts: ['10.20.0.15'] },
    version: detail.version,
  };
  await bodyOf(put('dock-1', edit));
  expect(await bodyOf(put('dock-1', edit), 409)).toMatchObject({ type: expect.stringMatching(/conflict$/) });
  expect((await get<{ settings: unknown }>('/sources/dock-1')).settings).toMatchObject({ mediaHosts: ['10.20.0.15'] });
});

test('wrong settings are all named at once', async () => {
  const problem = await bodyOf<{ problems: { setting: string }[] }>(
    put('dock-2', { mapping: 'docking-station-v3', settings: { authkeys: 'typo', maxMegabytes: 'many' } }),
    422,
  );
  expect(problem.problems.map(({ setting }) => setting).sort()).toEqual(
    expect.arrayContaining(['authkey', 'authkeys', 'maxMegabytes']),
  );
  expect((await put('dock-2', { mapping: 'no-such-mapping' })).status).toBe(422);
  expect((await put('UPPER', { mapping: 'docking-station-v3' })).status).toBe(400);
});

test('pause, resume and restart change the state and nothing else', async () => {
  const act = (word: string) =>
    bodyOf<{ state: string }>(world.send('POST', `/api/v1/sources/dock-1/${word}`, operator));
  expect((await act('pause')).state).toBe('paused');
  expect(await get('/sources/dock-1/status')).toMatchObject({ state: 'paused' });
  expect((await act('resume')).state).toBe('running');
  expect((await act('restart')).state).toBe('running');
  expect((await world.send('POST', '/api/v1/sources/nowhere/pause', operator)).status).toBe(404);
  expect(await bodyOf(world.send('POST', '/api/v1/sources/dock-1/check', operator))).toMatchObject({
    ok: true,
    steps: [{ ok: true }],
  });
});

test('the position can be seen and set', async () => {
  expect(await get('/sources/dock-1/offsets')).toEqual({ cursor: null, version: expect.any(Number) });
  await bodyOf(world.send('PUT', '/api/v1/sources/dock-1/offsets', operator, { cursor: { from: '2024' } }));
  expect(await get('/sources/dock-1/offsets')).toMatchObject({ cursor: { from: '2024' } });
});

test('what was pushed in can be followed: sums, message, dead letter, replay', async () => {
  const good = {
    wjbh: 'W1',
    pssj: '2024-01-05 08:48:09',
    wjlx: '0',
    wjsc: 60,
    bzlx: '0',
    jybh: '009901',
    jgdm: '990106590000',
    cpxh: 'C1',
  };
  const body = JSON.stringify([good, { ...good, wjbh: 'W2', pssj: 'yesterday' }]);
  const source = await requireSource(world.db, 'dock-1');
  await deliver(world.hub, source, [{ body: Buffer.from(body), contentType: 'application/json' }]);

  const { items } = await get<{ items: { received: number; balanced: boolean }[] }>('/sources/dock-1/reconciliation');
  expect(items).toMatchObject([{ received: 2, stored: 1, unchanged: 0, dead: 1, inMessages: 2, balanced: true }]);
  expect(await get('/sources')).toMatchObject({
    items: [{ name: 'dock-1', today: { received: 2, dead: 1 }, openDeadLetters: 1 }],
  });

  const letters = await get<{ items: { id: number; messageId: number }[] }>('/dead-letters?source=dock-1&state=open');
  expect(letters.items).toMatchObject([
    {
      row: 1,
      field: expect.stringContaining('start'),
      value: expect.stringContaining('yesterday'),
      reason: expect.any(String),
    },
  ]);
  const [letter] = letters.items;
  expect(await get(`/messages/${letter?.messageId}?row=0`)).toMatchObject({
    source: 'dock-1',
    rows: 2,
    dead: 1,
    text: body,
    state: 'part',
    entries: [
      { decoded: { wjbh: 'W1' }, mapped: { externalId: 'W1' }, stored: { target: 'footage', isSame: true } },
      {
        decoded: { wjbh: 'W2' },
        number: 'W2',
        misfit: { value: expect.stringContaining('yesterday'), places: ['pssj'] },
      },
    ],
  });

  const replayed = await bodyOf(world.send('POST', '/api/v1/dead-letters/replay', operator, { ids: [letter?.id] }));
  expect(replayed).toMatchObject({ messages: 1, closed: 0, stillDead: 1 });
  expect((await world.send('POST', `/api/v1/dead-letters/${letter?.id}/dismiss`, operator)).status).toBe(204);
  expect((await world.send('POST', `/api/v1/dead-letters/${letter?.id}/dismiss`, operator)).status).toBe(404);
  expect((await get<{ items: unknown[] }>('/dead-letters?state=open')).items).toEqual([]);
  expect((await world.send('POST', '/api/v1/dead-letters/replay', operator, {})).status).toBe(400);
});

test('pushed messages come in by their own protocol at /receive', async () => {
  const path =
    '/receive/dock-1/openapi/workstation/v3/ping?gzz_xh=99010600071280000001&authkey=a-secret-key&domain=99010600';
  expect((await world.ask(path)).status).toBe(200);
  expect((await world.ask(path.replace('a-secret-key', 'wrong'))).status).toBe(401);
  expect((await world.ask('/receive/nowhere/ping')).status).toBe(404);
});

test('mappings can be read with their YAML', async () => {
  const { items } = await get<{ items: { name: string }[] }>('/mappings');
  expect(items.map(({ name }) => name)).toContain('dispatch-icc');
  expect(await get('/mappings/dispatch-icc')).toMatchObject({
    connector: 'sql-table',
    yaml: expect.stringContaining('$schema'),
  });
  for (const name of ['..%2fmatching', 'nope', '%2e%2e%2f%2e%2e%2fpackage.json']) {
    expect((await world.ask(`/api/v1/mappings/${name}`, operator)).status, name).toBe(404);
  }
});

test('every act is in the log, and the log can be read and verified', async () => {
  const log = await bodyOf<{ items: { action: string; actor: string }[]; next?: string }>(
    world.ask('/api/v1/audit?actor=operator&limit=500', admin),
  );
  const actions = log.items.map(({ action }) => action);
  for (const action of [
    'source.edit',
    'source.pause',
    'source.check',
    'source.move',
    'message.read',
    'dead-letter.replay',
    'dead-letter.dismiss',
  ]) {
    expect(actions).toContain(action);
  }
  expect(JSON.stringify(log)).not.toContain('a-secret-key');
  expect(await bodyOf(world.ask('/api/v1/audit/verify', admin))).toMatchObject({
    ok: true,
    checked: expect.any(Number),
  });
  const family = await bodyOf<{ items: { action: string }[] }>(world.ask('/api/v1/audit?action=source.', admin));
  expect(family.items.every(({ action }) => action.startsWith('source.'))).toBe(true);
});

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deliver } from '../../hub/ingest/deliver.ts';
import { requireSource } from '../../hub/store/sources.ts';
import { bodyOf, north, openWorld } from '../api/world.ts';

const world = await openWorld();
const operator = await world.signedIn('operator', 'operator', ['000000000000']);
const { environment, folder } = world;

const hub = (...words: string[]): Promise<{ code: number; out: string; complaint: string }> =>
  new Promise((resolve) => {
    const env = {
      ...process.env,
      HUB_SECRET: environment.secret,
      DATABASE_URL: environment.databaseUrl,
      REDIS_URL: environment.redisUrl,
      HUB_DATA: join(folder, 'data'),
      HUB_MEDIA: join(folder, 'media'),
      LOG_LEVEL: 'fatal',
    };
    const command = ['--import', 'tsx', 'hub/cli/main.ts', ...words];
    const child = execFile(process.execPath, command, { env, timeout: 60_000 }, (error, out, complaint) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, complaint }),
    );
    child.stdin?.end();
  });

test('messages are found, shown, replayed after a yes and retried from a terminal', { timeout: 240_000 }, async () => {
  await bodyOf(
    world.send('PUT', '/api/v1/sources/dock', operator, {
      mapping: 'docking-station-v3',
      settings: { authkey: 'a-secret-key' },
      state: 'running',
    }),
  );
  const row = {
    wjbh: 'W1',
    pssj: 'yesterday',
    wjlx: '0',
    wjsc: 60,
    bzlx: '0',
    jybh: '009901',
    jgdm: north,
    cpxh: 'C1',
  };
  const source = await requireSource(world.db, 'dock');
  const body = Buffer.from(JSON.stringify([{ ...row, key: 'a-secret-key' }]));
  const [delivery] = await deliver(world.hub, source, [{ body, contentType: 'application/json' }]);
  const id = String(delivery?.messageId);

  const found = await hub('messages', 'find', '--number', 'W1', '--state', 'dead');
  expect(found.out.trim().split('\t')).toEqual([
    id,
    expect.any(String),
    'dock',
    'refused',
    '1',
    '1',
    expect.any(String),
  ]);
  const shown = await hub('messages', 'show', id);
  expect(JSON.parse(shown.out)).toMatchObject({ state: 'refused', entries: [{ misfit: { places: ['pssj'] } }] });
  expect(shown.out).not.toContain('a-secret-key');

  const unasked = await hub('messages', 'replay', '--source', 'dock');
  expect(unasked).toMatchObject({ code: 1, complaint: expect.stringContaining('--yes') });
  expect((await hub('messages', 'replay', '--source', 'dock', '--yes')).out).toContain('"stillDead":1');

  const edited = join(folder, 'edited.json');
  await writeFile(edited, JSON.stringify([{ ...row, pssj: '2024-01-05 08:48:09' }]));
  expect(JSON.parse((await hub('messages', 'retry', id, edited)).out)).toMatchObject({ stored: 1, deadLettered: 0 });
  const status = await hub('source', 'status', 'dock');
  expect(status).toMatchObject({
    code: 0,
    out: expect.stringMatching(/open dead letters\t0\n.*received 2 = stored 1/s),
  });
  expect((await hub('source', 'drift', 'dock')).out).toContain('in 2 rows of 2 messages');
});

import { expect, test } from 'vitest';
import { openHub } from '../../hub/workers/hub.ts';
import { entryOf, inventedSystem } from './_invented-system.ts';
import { bodyOf, north, openWorld } from './world.ts';

const world = await openWorld();
const system = await inventedSystem();
const { send, ask, hub } = world;
const integrator = await world.signedIn('connector', 'integrator', ['990000000000']);
const handler = await world.signedIn('handler', 'handler', [north]);
const json = { contentType: 'application/json' };
const reply = (...entries: unknown[]) => ({ ...json, text: JSON.stringify({ ok: true, log: { entries } }) });

interface Preview {
  problems: { line: number; column: number; message: string; remedy: string }[];
  rows: { mapped?: Record<string, unknown>; problems: { field: string; value: string }[] }[];
  error?: { message: string };
}
const preview = (yaml: string, message: unknown) =>
  bodyOf<Preview>(send('POST', '/api/v1/mappings/preview', integrator, { yaml, message }));

const { yaml: draft } = await bodyOf<{ yaml: string }>(
  send('POST', '/api/v1/mappings/draft', integrator, {
    name: 'park-log',
    title: '公园巡查',
    connector: 'rest-poll',
    target: 'record',
    system: 'incident',
    messages: [reply(...system.entries)],
  }),
);

test('a draft guessed from one message maps that message', async () => {
  const { problems, rows } = await preview(draft, reply(...system.entries));
  expect(problems).toEqual([]);
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({
    problems: [],
    mapped: {
      externalId: 'PARK-0001',
      org: '990106590000',
      summary: '游客求助，已处置',
      time: { start: '2024-01-05T08:11:00+08:00' },
      place: { lon: 113.31, lat: 23.12 },
    },
  });
});

test('a preview tells everything that is wrong with a row, and what could be read all the same', async () => {
  const row = entryOf(7, { happened: 'yesterday', station: 'the gate' });
  const { rows } = await preview(draft, reply(row));
  expect(rows[0]?.problems.map(({ field, value }) => [field, value])).toEqual(
    expect.arrayContaining([
      ['time.start', 'yesterday'],
      ['org', 'the gate'],
    ]),
  );
  expect(rows[0]?.mapped).toMatchObject({ externalId: 'PARK-0007', title: '巡查记录 7', place: { lon: 113.31 } });
  expect(rows[0]?.mapped).not.toHaveProperty('org');
});

test('a row that does not fit is found wherever it stands', async () => {
  const rows = Array.from({ length: 60 }, (_, at) => entryOf(at % 5, at === 41 ? { happened: 'at eight' } : {}));
  const found = await preview(draft, reply(...rows));
  expect(found).toMatchObject({ rowCount: 60, triedCount: 60, misfitCount: 1 });
  expect(found.rows.filter(({ problems }) => problems.length > 0)).toMatchObject([
    { at: 41, problems: [{ field: 'time.start', value: 'at eight' }] },
  ]);
  expect(found.rows.length).toBeLessThan(30);
});

test('a preview of a mapping that is wrong names line, column and remedy', async () => {
  const { problems } = await preview(draft.replace('decode:', 'decoed:'), reply());
  const wrong = problems.find(({ message }) => message.includes('decoed'));
  expect(wrong?.line).toBe(draft.split('\n').findIndex((line) => line.startsWith('decode:')) + 1);
  expect(wrong?.remedy).not.toBe('');
});

test('versions: saved, in force everywhere, told apart, returned to', async () => {
  const first = await bodyOf<{ version: number }>(
    send('PUT', '/api/v1/mappings/park-log', integrator, { yaml: draft, note: 'first', basedOn: 0 }),
  );
  expect(hub.mappings.get('park-log')?.title.zh).toBe('公园巡查');
  const changed = draft.replace('kind: =incident', 'kind: =patrol');
  expect(changed).not.toBe(draft);
  await bodyOf(send('PUT', '/api/v1/mappings/park-log', integrator, { yaml: changed, basedOn: 0 }), 409);
  const second = await bodyOf<{ version: number }>(
    send('PUT', '/api/v1/mappings/park-log', integrator, { yaml: changed, note: 'patrols', basedOn: first.version }),
  );
  await bodyOf(send('PUT', '/api/v1/mappings/park-log', integrator, { yaml: 'name: park-log' }), 422);
  await bodyOf(send('PUT', '/api/v1/mappings/park-log', handler, { yaml: draft }), 403);

  // Another process has it without being told.
  const other = await openHub(world.environment);
  await expect
    .poll(() => other.mappings.get('park-log')?.version, { timeout: 10_000 })
    .toBe(hub.mappings.get('park-log')?.version);

  const { items } = await bodyOf<{ items: { id: number; note: string; author: string; inForce: boolean }[] }>(
    ask('/api/v1/mappings/park-log/versions', integrator),
  );
  expect(items.map(({ note, author, inForce }) => [note, author, inForce])).toEqual([
    ['patrols', 'connector', true],
    ['first', 'connector', false],
  ]);
  const old = await bodyOf<{ yaml: string }>(ask(`/api/v1/mappings/park-log/versions/${first.version}`, integrator));
  expect(old.yaml).toBe(draft);
  const third = await bodyOf<{ version: number }>(
    send('POST', '/api/v1/mappings/park-log/return', integrator, { version: first.version }),
  );
  expect(third.version).toBeGreaterThan(second.version);
  const now = await bodyOf<{ yaml: string; inForce: number }>(ask('/api/v1/mappings/park-log', integrator));
  expect(now).toMatchObject({ yaml: draft, inForce: third.version });
  await expect
    .poll(() => other.mappings.get('park-log')?.version, { timeout: 10_000 })
    .toBe(hub.mappings.get('park-log')?.version);
  await other.close();
});

test('a mapping of a file can be changed and goes back to the file', async () => {
  const file = await bodyOf<{ yaml: string; inForce: number }>(ask('/api/v1/mappings/incident-rbsp', integrator));
  expect(file.inForce).toBe(0);
  const saved = await bodyOf<{ version: number }>(
    send('PUT', '/api/v1/mappings/incident-rbsp', integrator, { yaml: `${file.yaml}# tried\n`, basedOn: 0 }),
  );
  expect(hub.mappings.get('incident-rbsp')?.file).toBe('incident-rbsp.yaml');
  await bodyOf(send('POST', '/api/v1/mappings/incident-rbsp/return', integrator, { version: 0 }));
  const back = await bodyOf<{ yaml: string; inForce: number }>(ask('/api/v1/mappings/incident-rbsp', integrator));
  expect(back.yaml).toBe(file.yaml);
  expect(back.inForce).toBeGreaterThan(saved.version);
  const { items } = await bodyOf<{ items: { id: number }[] }>(
    ask('/api/v1/mappings/incident-rbsp/versions', integrator),
  );
  expect(items.at(-1)?.id).toBe(0);
});

test('only mappings are read and written', async () => {
  for (const name of ['matching', '..%2Fmappings%2Fincident-rbsp', 'nothing']) {
    await bodyOf(ask(`/api/v1/mappings/${name}/versions/0`, integrator), 404);
    await bodyOf(ask(`/api/v1/mappings/${name}/versions`, integrator), 404);
  }
  await bodyOf(send('PUT', '/api/v1/mappings/..%2Fincident-rbsp', integrator, { yaml: draft }), 400);
});

test('a dry run tells what would be added, changed and refused, and a remap does it', async () => {
  const settings = { authentication: 'bearer', secret: 'a-token-of-the-park-system' };
  await bodyOf(
    send('PUT', '/api/v1/sources/park', integrator, {
      mapping: 'park-log',
      connector: 'http-push',
      settings,
      state: 'running',
    }),
  );
  const headers = { 'content-type': 'application/json', authorization: 'Bearer a-token-of-the-park-system' };
  const push = (...entries: unknown[]) =>
    ask('/receive/park', headers, { method: 'POST', body: JSON.stringify({ log: { entries } }) });
  expect((await push(entryOf(1), entryOf(2))).ok).toBe(true);
  await push(entryOf(3), entryOf(4, { happened: '05.01.2024 08:20' }));

  const changed = draft
    .replace('kind: =incident', 'kind: =patrol')
    .replace('times:\n', 'times:\n  - dd.MM.yyyy HH:mm\n');
  const dryRun = (yaml: string) =>
    bodyOf<Record<string, number> & { lists: { changed: { externalId: string; changes: unknown[] }[] } }>(
      send('POST', '/api/v1/mappings/dry-run', integrator, { source: 'park', yaml, last: 1000 }),
    );
  expect(await dryRun(draft)).toMatchObject({ messages: 2, rows: 4, added: 0, changed: 0, unchanged: 3, refused: 1 });
  const run = await dryRun(changed);
  expect(run).toMatchObject({ added: 1, changed: 3, unchanged: 0, refused: 0 });
  expect(run.lists.changed[0]?.changes).toEqual([{ field: 'kind', before: 'incident', after: 'patrol' }]);
  await bodyOf(send('POST', '/api/v1/mappings/dry-run', handler, { source: 'park', yaml: changed }), 403);

  await bodyOf(send('PUT', '/api/v1/mappings/park-log', integrator, { yaml: changed, note: 'points' }));
  const refused = await bodyOf<Record<string, number>>(
    send('POST', '/api/v1/sources/park/remap', integrator, { what: 'refused' }),
  );
  expect(refused).toMatchObject({ closed: 1, stored: 1 });
  const all = await bodyOf<Record<string, number>>(
    send('POST', '/api/v1/sources/park/remap', integrator, { what: 'all' }),
  );
  expect(all).toMatchObject({ messages: 2, stored: 3, unchanged: 1 });
  expect(await dryRun(changed)).toMatchObject({ added: 0, changed: 0, unchanged: 4, refused: 0 });
});

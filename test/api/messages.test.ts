import { expect, test } from 'vitest';
import { deliver } from '../../hub/ingest/deliver.ts';
import { requireSource } from '../../hub/store/sources.ts';
import { bodyOf, north, openWorld } from './world.ts';

const world = await openWorld();
const operator = await world.signedIn('operator', 'operator', ['000000000000']);
const handler = await world.signedIn('handler', 'handler', [north]);
const ofOneStation = await world.signedIn('north', 'operator', [north]);
const admin = await world.signedIn('admin', 'admin', ['000000000000']);
const get = <T>(path: string) => bodyOf<T>(world.ask(`/api/v1${path}`, operator));
const post = <T>(path: string, body: unknown, status = 200) =>
  bodyOf<T>(world.send('POST', `/api/v1${path}`, operator, body), status);

interface Item {
  id: number;
  state: string;
}
type Items = { items: Item[]; next?: string };

const fileOf = (wjbh: string, more: Record<string, unknown> = {}) => ({
  wjbh,
  pssj: '2024-01-05 08:48:09',
  wjlx: '0',
  wjsc: 60,
  bzlx: '0',
  jybh: '009901',
  jgdm: north,
  cpxh: 'C1',
  ...more,
});

await bodyOf(
  world.send('PUT', '/api/v1/sources/dock', operator, {
    mapping: 'docking-station-v3',
    settings: { authkey: 'a-secret-key' },
    state: 'running',
  }),
);

const receive = async (rows: unknown, contentType = 'application/json'): Promise<number> => {
  const body = typeof rows === 'string' ? rows : JSON.stringify(rows);
  const source = await requireSource(world.db, 'dock');
  const [delivery] = await deliver(world.hub, source, [{ body: Buffer.from(body), contentType }]);
  return delivery?.messageId ?? 0;
};

const good = await receive([fileOf('W1')]);
const again = await receive([fileOf('W1')]);
const part = await receive([fileOf('W2'), fileOf('W3', { pssj: 'yesterday', note: 'a-secret-key' })]);
const refused = await receive('<html>');

test('messages are found by what became of them', async () => {
  const found = async (state: string) =>
    (await get<Items>(`/messages?source=dock&state=${state}`)).items.map(({ id }) => id);
  expect(await found('stored')).toEqual([good]);
  expect(await found('unchanged')).toEqual([again]);
  expect(await found('part')).toEqual([part]);
  expect(await found('refused')).toEqual([refused]);
  expect((await get<Items>('/messages?source=dock')).items.map(({ state }) => state)).toEqual([
    'refused',
    'part',
    'unchanged',
    'stored',
  ]);
  const first = await get<Items>('/messages?limit=3');
  expect((await get<Items>(`/messages?limit=3&cursor=${first.next}`)).items.map(({ id }) => id)).toEqual([good]);
});

test('a business number finds its message, also when its row did not fit', async () => {
  const found = async (number: string) => (await get<Items>(`/messages?number=${number}`)).items.map(({ id }) => id);
  expect(await found('W1')).toEqual([again]);
  expect(await found('W3')).toEqual([part]);
  expect(await found('W')).toEqual([]);
});

test('a row shows decoded, mapped and stored, and where the value stands that does not fit', async () => {
  const { entries, text } = await get<{ entries: unknown[]; text: string }>(`/messages/${part}?row=0`);
  expect(entries).toMatchObject([
    { row: 0, mapped: { externalId: 'W2' }, stored: { isSame: true, messageId: part } },
    {
      row: 1,
      number: 'W3',
      misfit: { field: 'start', value: 'yesterday', places: ['pssj'], reads: expect.arrayContaining(['pssj']) },
    },
  ]);
  expect(JSON.stringify(entries) + text).not.toContain('a-secret-key');
  // By itself it opens where something does not fit.
  expect(await get(`/messages/${part}?count=1`)).toMatchObject({ rowCount: 2, deadRows: [1], entries: [{ row: 1 }] });
  expect(await get(`/messages/${part}?number=W2&count=1`)).toMatchObject({ entries: [{ row: 0, number: 'W2' }] });
  expect(await get(`/messages/${refused}`)).toMatchObject({ entries: [], error: { message: expect.any(String) } });
});

test('a long message is cut, and its rest can be had', async () => {
  const long = await receive([fileOf('W8', { note: '长'.repeat(210_000) })]);
  const { text, textLength } = await get<{ text: string; textLength: number }>(`/messages/${long}`);
  expect(text.length).toBe(200_000);
  const rest = await get<{ text: string; next?: number }>(`/messages/${long}/text?offset=${text.length}`);
  expect(JSON.parse(text + rest.text)).toMatchObject([{ wjbh: 'W8' }]);
  expect(textLength).toBe(text.length + rest.text.length);
  const raw = await world.ask(`/api/v1/messages/${long}/raw`, operator);
  expect(raw.headers.get('content-disposition')).toContain('attachment');
  expect((await raw.arrayBuffer()).byteLength).toBe(Buffer.byteLength(text + rest.text));
});

test('a replay is planned before it is done, and ends where the plan ends', async () => {
  const plan = await post<{ messages: number; upTo: number }>('/messages/replay/plan', { source: 'dock' });
  const later = await receive([fileOf('W9')]);
  expect(plan).toMatchObject({ messages: 5, isCut: false });
  expect(plan.upTo).toBeLessThan(later);
  let [after, messages] = [0, 0];
  for (let last: number | undefined = 0; last !== undefined; ) {
    const done: { messages: number; last?: number } = await post('/messages/replay', {
      source: 'dock',
      upTo: plan.upTo,
      after,
      limit: 2,
    });
    messages += done.messages;
    last = done.last;
    after = last ?? after;
  }
  expect(messages).toBe(5);
  expect(await post('/messages/replay', { ids: [part], upTo: plan.upTo })).toMatchObject({ messages: 1, stillDead: 1 });
  expect((await world.send('POST', '/api/v1/messages/replay', operator, { upTo: 1 })).status).toBe(400);
});

test('an edited text is a new message that names its origin, and answers its letter', async () => {
  const fixed = JSON.stringify([fileOf('W2'), fileOf('W3')]);
  expect(await post(`/messages/${part}/retry`, { text: fixed.replace('08:48:09', 'never') }, 422)).toMatchObject({
    detail: expect.stringContaining('start'),
  });
  const done = await post<{ messageId: number }>(`/messages/${part}/retry`, { text: fixed });
  expect(done).toMatchObject({ stored: 1, unchanged: 1, dead: 0 });
  expect(await get(`/messages/${done.messageId}`)).toMatchObject({
    editedFrom: part,
    editedBy: 'operator',
    state: 'stored',
  });
  expect(await get(`/messages/${part}`)).toMatchObject({
    state: 'part',
    text: expect.stringContaining('yesterday'),
    edits: [{ id: done.messageId, by: 'operator' }],
  });
  const letters = await get<{ items: { messageId: number }[] }>('/dead-letters?source=dock&state=open');
  expect(letters.items.map(({ messageId }) => messageId)).toEqual([refused]);
  const sums = await get<{ items: { balanced: boolean }[] }>('/sources/dock/reconciliation');
  expect(sums.items.every(({ balanced }) => balanced)).toBe(true);
  await post(`/messages/${part}/retry`, { text: '["••••••"]' }, 400);
});

test('messages are for those who repair mappings and see the whole hub, and every look is in the log', async () => {
  for (const path of ['', `/${part}`, `/${part}/text`, `/${part}/raw`]) {
    expect((await world.ask(`/api/v1/messages${path}`, handler)).status).toBe(403);
    expect((await world.ask(`/api/v1/messages${path}`, ofOneStation)).status).toBe(403);
  }
  const replay = await world.send('POST', '/api/v1/messages/replay', ofOneStation, { source: 'dock', upTo: 9 });
  expect(replay.status).toBe(403);
  const log = await bodyOf<{ items: { action: string }[] }>(
    world.ask('/api/v1/audit?actor=operator&action=message.&limit=500', admin),
  );
  const actions = new Set(log.items.map(({ action }) => action));
  expect([...actions].sort()).toEqual([
    'message.download',
    'message.list',
    'message.read',
    'message.replay',
    'message.retry',
  ]);
});

test('drift is told with a sample until somebody has seen it', async () => {
  for (let number = 0; number < 6; number++) await receive([fileOf(`D${number}`, { wjsc: '60', neu: `n${number}` })]);
  await receive([fileOf('D6', { wjsc: '1 min' })]);
  await receive([fileOf('D7', { wjsc: '2 min' })]);
  const drift = () => get<{ findings: { kind: string; path: string }[]; ignored: number }>('/sources/dock/drift');
  expect((await drift()).findings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'new', path: 'neu', sample: 'n0', rows: 6 }),
      expect.objectContaining({ kind: 'retyped', path: 'wjsc', is: 'text', sample: '1 min' }),
    ]),
  );
  const seen = await world.send('POST', '/api/v1/sources/dock/drift/seen', operator, { kind: 'new', path: 'neu' });
  expect(seen.status).toBe(204);
  const after = await drift();
  expect(after.findings.map(({ path }) => path)).not.toContain('neu');
  expect(after.ignored).toBe(1);
  const { minutes, hours } = await get<Record<'minutes' | 'hours', { rows: number }[]>>('/sources/dock/arrivals');
  expect(minutes.reduce((sum, { rows }) => sum + rows, 0)).toBe(hours.reduce((sum, { rows }) => sum + rows, 0));
});

import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import type { Connector } from '../../hub/core/connector.ts';
import { HubError, NotFoundError, RetriableError, TooLargeError } from '../../hub/core/errors.ts';
import { everything } from '../../hub/core/scope.ts';
import type { IngestDeps } from '../../hub/ingest/deps.ts';
import { receiveRequest } from '../../hub/ingest/receive.ts';
import { issueAt, listDevices } from '../../hub/store/devices.ts';
import { openStore, type Store } from '../../hub/store/open.ts';
import { pauseSource, requireSource } from '../../hub/store/sources.ts';
import { records } from '../../hub/store/tables/catalogue.ts';
import { database } from '../kit/database.ts';
import { ingestDeps, testConnector, testSource } from './deps.ts';

const name = 'test-source';

/** Answers in a protocol of its own: 200 and {code}, also for errors it knows. */
const pushed: Connector = testConnector({
  async receive({ deliver, observe, path }, request) {
    if (path === '/heartbeat') {
      observe({ kind: 'heartbeat', deviceId: 'DOCK1', at: new Date(), detail: { kind: 'station', name: '采集站' } });
      return Response.json({ code: 0 });
    }
    try {
      const body = new Uint8Array(await request.arrayBuffer());
      const [delivery] = await deliver([{ body, contentType: request.headers.get('content-type') ?? '' }]);
      return Response.json({ code: delivery?.deadLettered ? 2 : 0, error: delivery?.error });
    } catch (error) {
      if (error instanceof RetriableError) return Response.json({ code: 9, error: 'later' });
      throw error;
    }
  },
});

const withConnector = (store: Store, connector: Connector = pushed, change: Partial<IngestDeps> = {}): IngestDeps =>
  ingestDeps(store, { connectors: new Map([['test', connector]]), ...change });

const post = (body: BodyInit, headers: Record<string, string> = {}): Request =>
  new Request('http://hub/receive/test-source', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

const answer = async (deps: IngestDeps, request: Request, path = '') =>
  (await receiveRequest(deps, name, path, request)).json() as Promise<{ code: number; error?: string }>;

test('a yes is given after the commit, in the protocol of the other side', async () => {
  const { store } = await database();
  await testSource(store, { schedule: null });
  const deps = withConnector(store);
  expect(await answer(deps, post('[{"id":"a"}]'))).toEqual({ code: 0 });
  expect(await store.db.$count(records)).toBe(1);
  expect(await answer(deps, post('{{{'))).toMatchObject({ code: 2, error: expect.stringContaining('not JSON') });
  expect(await answer(deps, post('[{"id":"b"}]'))).toEqual({ code: 0 });
  await vi.waitUntil(async () => (await requireSource(store.db, name)).lastReceivedAt !== null);
});

test('unknown sources and sources that only poll are not found', async () => {
  const { store } = await database();
  await testSource(store);
  await expect(receiveRequest(withConnector(store), 'nobody', '', post('x'))).rejects.toThrow(NotFoundError);
  await expect(receiveRequest(withConnector(store, testConnector()), name, '', post('x'))).rejects.toThrow(/polls/);
});

test('a paused source says "later" in its own protocol and stores nothing', async () => {
  const { store } = await database();
  await testSource(store);
  await pauseSource(store.db, name);
  expect(await answer(withConnector(store), post('[{"id":"a"}]'))).toEqual({ code: 9, error: 'later' });
  expect(await store.db.$count(records)).toBe(0);
});

test('what one door takes another source with the same connector may read, and its sums count it', async () => {
  const { store } = await database();
  await testSource(store);
  await testSource(store, { name: 'other-source', schedule: null });
  const handing = testConnector({
    receive: async ({ deliver }, request) => {
      const body = new Uint8Array(await request.arrayBuffer());
      const to = new URL(request.url).searchParams.get('to') ?? undefined;
      const [delivery] = await deliver([{ body, contentType: 'application/json' }], to);
      return Response.json({ code: delivery?.stored });
    },
  });
  const deps = withConnector(store, handing);
  const send = (to: string) =>
    answer(deps, new Request(`http://hub/receive/test-source?to=${to}`, { method: 'POST', body: '[{"id":"a"}]' }));
  expect(await send('other-source')).toEqual({ code: 1 });
  expect(await send('test-source')).toEqual({ code: 1 });
  expect((await store.db.select().from(records)).map(({ source }) => source).sort()).toEqual([
    'other-source',
    'test-source',
  ]);
  await expect(send('nobody')).rejects.toThrow(/nobody/);
  expect((await requireSource(store.db, name)).lastError).toMatchObject({ next: 'retry' });
  await pauseSource(store.db, 'other-source');
  await expect(send('other-source')).rejects.toThrow(RetriableError);
});

test('a source that is set up wrongly asks the sender to come again, and shows why', async () => {
  const { store } = await database();
  await testSource(store, { settings: { unknown: 1 } });
  await expect(receiveRequest(withConnector(store), name, '', post('x'))).rejects.toThrow(RetriableError);
  expect((await requireSource(store.db, name)).lastError).toMatchObject({ next: 'pause' });
});

test('with the database away the sender is told "later" in its own protocol', async () => {
  const { store, url } = await database();
  await testSource(store);
  const away = openStore(url);
  const deps = withConnector(away);
  expect(await answer(deps, post('[{"id":"a"}]'))).toEqual({ code: 0 });
  await away.close();
  expect(await answer(deps, post('[{"id":"b"}]'))).toEqual({ code: 9, error: 'later' });
  expect(await store.db.$count(records)).toBe(1);
});

test('a body as large as allowed is taken, a larger one refused before it is read', async () => {
  const { store } = await database();
  await testSource(store);
  const deps = withConnector(store, pushed, {
    environment: { secret: 'x'.repeat(32), maxBodyBytes: 50 * 1024 * 1024 },
  });
  const row = `{"id":"big","noise":"${'甲'.repeat(200)}"}`;
  const count = Math.floor((50 * 1024 * 1024 - 2) / (Buffer.byteLength(row) + 1));
  const body = Buffer.from(`[${Array.from({ length: count }, () => row).join(',')}]`);
  expect(body.length).toBeGreaterThan(49 * 1024 * 1024);
  expect(await answer(deps, post(body))).toEqual({ code: 0 });
  await expect(
    receiveRequest(
      deps,
      name,
      '',
      post(Buffer.alloc(50 * 1024 * 1024 + 1), { 'content-length': String(50 * 1024 * 1024 + 1) }),
    ),
  ).rejects.toThrow(TooLargeError);
  expect(await answer(deps, post('[{"id":"after"}]'))).toEqual({ code: 0 });
});

test('an endless body without a length is cut off at the limit and never buffered', async () => {
  const { store } = await database();
  await testSource(store);
  const most = 1_000_000;
  // A connector that makes an answer of its own out of every error hides nothing.
  const swallowing = testConnector({
    receive: async (_, request) => {
      await request.text().catch(() => undefined);
      return Response.json({ code: 0 });
    },
  });
  for (const connector of [pushed, swallowing]) {
    const deps = withConnector(store, connector, { environment: { secret: 'x'.repeat(32), maxBodyBytes: most } });
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    await expect(receiveRequest(deps, name, '', post(endless))).rejects.toThrow(TooLargeError);
    expect(sent).toBeLessThan(most * 2);
  }
});

test('over a real socket, fifty senders at once lose nothing', async () => {
  const { store } = await database();
  await testSource(store);
  const deps = withConnector(store);
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const response = await receiveRequest(deps, name, '', post(Buffer.concat(chunks))).catch(
      (error: unknown) => new Response(String(error), { status: error instanceof HubError ? error.status : 500 }),
    );
    outgoing.writeHead(response.status).end(await response.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const send = (id: number) =>
    new Promise<number>((resolve, reject) => {
      const out = httpRequest({ port, host: '127.0.0.1', method: 'POST' }, (reply: IncomingMessage) => {
        reply.resume();
        resolve(reply.statusCode ?? 0);
      });
      out.on('error', reject);
      out.end(JSON.stringify([{ id: `n${id % 40}` }]));
    });
  const codes = await Promise.all(Array.from({ length: 50 }, (_, id) => send(id)));
  expect(new Set(codes)).toEqual(new Set([200]));
  expect(await store.db.$count(records)).toBe(40);
  await new Promise((resolve) => server.close(resolve));
});

test('what devices say of themselves reaches the register', async () => {
  const { store } = await database();
  await testSource(store);
  const deps = withConnector(store);
  expect(await answer(deps, post('{}'), '/heartbeat')).toEqual({ code: 0 });
  const at = new Date('2024-01-05T08:00:00+08:00');
  deps.observations.observe(name, { kind: 'issue', deviceId: 'CAM1', at, policeId: '009901', org: '440106590000' });
  deps.observations.observe(name, {
    kind: 'issue',
    deviceId: 'CAM1',
    at: new Date(at.getTime() + 3_600_000),
    policeId: '009902',
  });
  deps.observations.observe(name, {
    kind: 'clock',
    deviceId: 'CAM1',
    at,
    deviceClock: new Date(at.getTime() + 90_000),
  });
  deps.observations.observe(name, { kind: 'heartbeat', deviceId: 'x'.repeat(30), at, org: 'far too long for a code' });
  await deps.observations.close();
  const devices = await listDevices(store.db, everything);
  expect(devices.map(({ id, kind, name: called }) => ({ id, kind, called }))).toEqual([
    { id: 'CAM1', kind: 'device', called: null },
    { id: 'DOCK1', kind: 'station', called: '采集站' },
  ]);
  expect(devices[0]).toMatchObject({
    org: '440106590000',
    clockOffsetMs: 90_000,
    lastSeenAt: at.getTime() + 3_600_000,
  });
  expect(await issueAt(store.db, 'CAM1', at.getTime() + 1)).toMatchObject({ policeId: '009901' });
  expect(await issueAt(store.db, 'CAM1', at.getTime() + 4_000_000)).toMatchObject({ policeId: '009902' });
  expect(await issueAt(store.db, 'CAM1', at.getTime() - 1)).toBeUndefined();
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterAll, expect, test, vi } from 'vitest';
import { loadConnectors } from '../../connectors/_kit/scan.ts';
import { loadMappings } from '../../hub/core/mapping/folder.ts';
import { receiveRequest } from '../../hub/ingest/receive.ts';
import { openStore, type Store } from '../../hub/store/open.ts';
import { sealSettings, secretBox } from '../../hub/store/secret.ts';
import { footage, recordReferences, records } from '../../hub/store/tables/catalogue.ts';
import { deadLetters } from '../../hub/store/tables/ingest.ts';
import { cityFile, startSimulator } from '../dev/simulators/start-simulator.ts';
import { database } from '../kit/database.ts';
import { ingestDeps, testSecret, testSource } from './deps.ts';

const closing: (() => void)[] = [];
afterAll(() => closing.forEach((close) => void close()));

const connectors = await loadConnectors();
const mappings = await loadMappings(new URL('../../mappings', import.meta.url).pathname);

/** The receiving side of a hub process on a socket of its own. */
const startDoor = async (store: Store): Promise<string> => {
  const deps = ingestDeps(store, { connectors, mappings });
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = `http://hub${incoming.url}`;
    const [, , source = '', ...rest] = (incoming.url ?? '').split('?', 1)[0]?.split('/') ?? [];
    const response = await receiveRequest(
      deps,
      source,
      `/${rest.join('/')}`,
      new Request(url, {
        method: incoming.method ?? 'GET',
        headers: incoming.headers as Record<string, string>,
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
      }),
    );
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

interface State {
  registrations: number;
  videoSlices: { accepted: number; refused: number; waiting: number };
  cases: { accepted: number; refused: number; waiting: number };
}

const password = 'synthetic-password';

test('a view library registers by Digest and uploads; its cases go to the source that reads them; a restart of the hub forgets nobody', async () => {
  const { store, url } = await database();
  const viid = connectors.get('viid');
  if (!viid) throw new Error('connectors/viid.ts is gone');
  const settingsOf = (name: string, settings: Record<string, unknown>) =>
    sealSettings(secretBox(testSecret), name, viid.settings, settings);
  const shared = { serverId: '99010000005030000099', password };
  await testSource(store, {
    name: 'viid-footage',
    connector: 'viid',
    mapping: 'viid-footage',
    settings: settingsOf('viid-footage', { ...shared, handTo: { Cases: 'viid-case' } }),
  });
  await testSource(store, {
    name: 'viid-case',
    connector: 'viid',
    mapping: 'viid-case',
    settings: settingsOf('viid-case', shared),
  });
  const library = await startSimulator('viid', {
    CITY_FILE: cityFile(),
    HUB_RECEIVE_URL: `${await startDoor(store)}/receive/viid-footage`,
    VIID_PASSWORD: password,
    VIID_KEEPALIVE_MS: '100',
  });
  const state = async (): Promise<State> => (await (await fetch(library.url)).json()) as State;
  await vi.waitFor(
    async () => {
      const { videoSlices, cases } = await state();
      expect(videoSlices.accepted + cases.accepted).toBeGreaterThan(20);
      expect(videoSlices.waiting + cases.waiting).toBe(0);
    },
    { timeout: 60_000, interval: 200 },
  );
  const { registrations, videoSlices, cases } = await state();
  expect(videoSlices.refused + cases.refused).toBe(0);
  expect(registrations).toBeLessThanOrEqual(2);
  expect(await store.db.$count(footage, eq(footage.source, 'viid-footage'))).toBe(videoSlices.accepted);
  expect(await store.db.$count(records, eq(records.source, 'viid-case'))).toBe(cases.accepted);
  expect(await store.db.$count(recordReferences, eq(recordReferences.kind, 'footage'))).toBeGreaterThan(0);
  expect(await store.db.$count(deadLetters)).toBe(0);

  const restarted = openStore(url);
  const again = await startDoor(restarted);
  const answer = await fetch(`${again}/receive/viid-footage/VIID/System/Time`, {
    headers: { 'user-identify': '99010000005030000001' },
  });
  await restarted.close();
  expect(await answer.json()).toMatchObject({ SystemTimeObject: { VIIDServerID: shared.serverId } });
}, 90_000);

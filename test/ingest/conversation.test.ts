import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { expect, onTestFinished, test } from 'vitest';
import { loadConnectors } from '../../connectors/_kit/scan.ts';
import { loadMappings } from '../../hub/core/mapping/folder.ts';
import type { BusinessRecord } from '../../hub/core/record.ts';
import { everything } from '../../hub/core/scope.ts';
import { configureSource } from '../../hub/ingest/configure.ts';
import { readConversation } from '../../hub/ingest/conversation/fixture.ts';
import { playConversation, sendMessages } from '../../hub/ingest/conversation/play.ts';
import { recordConversation } from '../../hub/ingest/conversation/record.ts';
import { createScrubber } from '../../hub/ingest/conversation/scrub.ts';
import { pollSource } from '../../hub/ingest/poll.ts';
import { receiveRequest } from '../../hub/ingest/receive.ts';
import type { Store } from '../../hub/store/open.ts';
import { listRecords } from '../../hub/store/records.ts';
import { requireSource } from '../../hub/store/sources.ts';
import { records } from '../../hub/store/tables/catalogue.ts';
import { startSimulator } from '../dev/simulators/start-simulator.ts';
import { database } from '../kit/database.ts';
import { ingestDeps } from './deps.ts';

const signal = new AbortController().signal;
const options = { pages: 1_000, forMs: 60_000, signal };
const key = '7d1e0000aa11bb22cc33dd44ee55ff66';

const [connectors, mappings] = await Promise.all([
  loadConnectors(),
  loadMappings(new URL('../../mappings', import.meta.url).pathname),
]);

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'hub-conversation-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

/** The traffic system of a city that has been going on for two days. */
const traffic = async () => {
  const file = join(folder(), 'city.json');
  const now = Date.now();
  const firstDay = new Date(now - 2 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
  writeFileSync(file, JSON.stringify({ seed: 7, firstDay, historyDays: 2, startedAt: now, begins: now, speed: 1 }));
  return startSimulator('traffic', { CITY_FILE: file, TRAFFIC_JKXLH: key });
};

const recordsOf = async (store: Store, source: string): Promise<Map<string, BusinessRecord>> => {
  const found = new Map<string, BusinessRecord>();
  let cursor: string | undefined;
  do {
    const page = await listRecords(store.db, everything, { source, limit: 200, ...(cursor ? { cursor } : {}) });
    for (const { externalId, data } of page.items) found.set(externalId, data);
    cursor = page.next;
  } while (cursor);
  return found;
};

/** The value by itself, not as a part of a longer number. */
const isolated = (value: string): RegExp =>
  new RegExp(`(?<!\\d)${value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\d)`);

const peopleIn = ({ persons, vehicles, officers, place }: BusinessRecord): string[] =>
  [
    ...persons.flatMap(({ name, idNumber, phone }) => [name, idNumber, phone]),
    ...officers.flatMap(({ name, policeId }) => [name, policeId]),
    ...vehicles.map(({ plate }) => plate),
    place?.address,
  ].filter((value): value is string => value !== undefined && value.length > 1);

test('a recorded conversation is played to the same connector and gives the same records, without the people', async () => {
  const { store } = await database();
  const deps = ingestDeps(store, { connectors, mappings });
  const { url } = await traffic();
  const add = (name: string, origin: string, jkxlh: string) =>
    configureSource(deps, {
      name,
      mapping: 'traffic-violation',
      state: 'running',
      settings: {
        endpoint: `${origin}/trffweb/services/TmriOutAccess`,
        family: 'old',
        jkxlh,
        historyDays: 2,
        requestsPerSecond: 100,
      },
    });
  await add('live', url, key);
  const recorded = await recordConversation(deps, await requireSource(store.db, 'live'), options);
  expect(recorded.exchanges.length).toBeGreaterThan(0);
  expect(await store.db.$count(records)).toBe(0);
  expect((await requireSource(store.db, 'live')).cursor).toBeNull();

  await pollSource(deps, 'live', { signal });
  const live = await recordsOf(store, 'live');
  expect(live.size).toBeGreaterThan(5);
  const file = join(folder(), 'traffic.json');
  const text = JSON.stringify(recorded);
  writeFileSync(file, text);
  expect(text).not.toContain(key);
  const people = new Set([...live.values()].flatMap(peopleIn));
  expect(people.size).toBeGreaterThan(5);
  for (const value of people) {
    expect(text, value).not.toMatch(isolated(value));
    if (/\P{ASCII}/u.test(value)) expect(text.toUpperCase(), value).not.toContain(encodeURIComponent(value));
  }

  const player = await playConversation(await readConversation(file), 0);
  onTestFinished(player.close);
  await add('played', player.url, 'another key of another site');
  const run = await pollSource(deps, 'played', { signal });
  expect(run.error).toBeUndefined();
  const played = await recordsOf(store, 'played');
  expect(player.unknown).toEqual([]);
  expect(played.size).toBeGreaterThan(5);
  for (const [id, { kind, time, org, persons, vehicles }] of played) {
    const original = live.get(id);
    expect(original, id).toMatchObject({ kind, time, org });
    expect(persons.map(({ name }) => name?.length)).toEqual(original?.persons.map(({ name }) => name?.length));
    expect(vehicles.map(({ plate }) => plate.length)).toEqual(original?.vehicles.map(({ plate }) => plate.length));
  }
});

test('what was pushed is kept without the people and can be sent again', async () => {
  const { store } = await database();
  const deps = ingestDeps(store, { connectors, mappings });
  const secret = 'a-synthetic-secret-of-the-test';
  for (const name of ['first', 'second']) {
    await configureSource(deps, {
      name,
      connector: 'http-push',
      mapping: 'intelligence-push',
      schedule: null,
      state: 'running',
      settings: { authentication: 'bearer', secret },
    });
  }
  const server = serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: (request) => receiveRequest(deps, new URL(request.url).pathname.slice(1), '', request),
  });
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const headers = { authorization: `Bearer ${secret}` };
  const examples = (mappings.get('intelligence-push')?.examples ?? []).filter(({ expect: expected }) => expected);
  for (const example of examples) {
    const body = JSON.stringify('json' in example ? example.json : {});
    await fetch(`${to}/first`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body });
  }
  const first = await recordsOf(store, 'first');
  expect(first.size).toBeGreaterThan(0);
  const kept = await recordConversation(deps, await requireSource(store.db, 'first'), options);
  expect(kept.exchanges).toEqual([]);
  expect(kept.messages).toHaveLength(examples.length);
  for (const value of [...first.values()].flatMap(peopleIn)) expect(JSON.stringify(kept), value).not.toContain(value);
  expect(await sendMessages(kept, `${to}/second`, headers)).toEqual(examples.map(() => 202));
  expect([...(await recordsOf(store, 'second')).keys()].sort()).toEqual([...first.keys()].sort());
  expect(await sendMessages(kept, `${to}/second`, {})).toEqual(examples.map(() => 401));
});

test('the same value becomes the same one, of the same form, however it is written', () => {
  const scrubber = createScrubber();
  scrubber.learnFrom({
    bjrxm: '测试人',
    sfzh: '990101199001010017',
    lxdh: 19900000001,
    hphm: '苏A12345',
    remark: '苏B67890',
  });
  scrubber.learn('secret', 'topsecretvalue');
  const scrubbed = scrubber.scrub(
    `测试人 990101199001010017 19900000001 苏A12345 苏B67890 topsecretvalue ${encodeURIComponent('测试人')} 测试人 99010119900101001799`,
  );
  const [name, id, phone, plate, other, secret, encoded, again, longer] = scrubbed.split(' ');
  expect(name).not.toBe('测试人');
  expect(name).toMatch(/^\p{Script=Han}{3}$/u);
  expect(again).toBe(name);
  expect(decodeURIComponent(encoded ?? '')).toBe(name);
  expect(id).toMatch(/^990100\d{11}[\dX]$/);
  expect(phone).toMatch(/^199\d{8}$/);
  for (const each of [plate, other]) expect(each).toMatch(/^苏[A-Z][A-Z\d]{5}$/);
  expect([plate, other]).not.toContain('苏A12345');
  expect(secret).toMatch(/^[a-z]{14}$/);
  expect(secret).not.toBe('topsecretvalue');
  // A number inside a longer one is another number.
  expect(longer).toBe('99010119900101001799');
});

import { expect, test } from 'vitest';
import { loadConnectors } from '../../connectors/_kit/scan.ts';
import { loadMappings } from '../../hub/core/mapping/folder.ts';
import { configureSource } from '../../hub/ingest/configure.ts';
import { receiveRequest } from '../../hub/ingest/receive.ts';
import { reconciliation } from '../../hub/ingest/reconcile.ts';
import { listDeadLetters } from '../../hub/store/dead-letters.ts';
import { records } from '../../hub/store/tables/catalogue.ts';
import { hostileBodies, naughtyTexts, oddTexts } from '../conformance/connectors/_hostile.ts';
import { database } from '../kit/database.ts';
import { ingestDeps } from './deps.ts';

// The whole way in: a shipped connector, a shipped mapping, the store.

const name = 'warnings';
const secret = 'a-synthetic-secret-of-the-test';
const [connectors, mappings] = await Promise.all([
  loadConnectors(),
  loadMappings(new URL('../../mappings', import.meta.url).pathname),
]);

const warning = (yjxh: string, change: Record<string, unknown> = {}) => ({
  data: { warnings: [{ yjxh, yjlx: '0101', yjsj: '2024-01-05 08:48:09', ...change }] },
});

const bench = async () => {
  const { store } = await database();
  const deps = ingestDeps(store, { connectors, mappings });
  const settings = { authentication: 'bearer', secret, maxMegabytes: 16 };
  await configureSource(deps, { name, mapping: 'intelligence-push', schedule: null, state: 'running', settings });
  const push = async (body: string | Uint8Array, contentType = 'application/json'): Promise<number> => {
    const request = new Request(`http://hub/receive/${name}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: { 'content-type': contentType, authorization: `Bearer ${secret}` },
    });
    const response = await receiveRequest(deps, name, '', request);
    expect(await response.text()).not.toMatch(/node_modules|\bat \S+:\d+:\d+/);
    return response.status;
  };
  const expectBalanced = async () => {
    const hours = await reconciliation(store.db, { from: Date.now() - 86_400_000, to: Date.now() + 3_600_000 });
    expect(hours.every(({ balanced }) => balanced)).toBe(true);
  };
  return { store, push, expectBalanced };
};

test('no hostile message is taken for a good one, none keeps the next good one out', async () => {
  const { store, push, expectBalanced } = await bench();
  for (const { name: what, body, contentType } of hostileBodies) {
    expect(await push(body, contentType), what).toBeGreaterThanOrEqual(400);
  }
  for (const [what, text] of oddTexts) expect([202, 400, 413, 422], what).toContain(await push(text));
  expect(await push(JSON.stringify(warning('GOOD1')))).toBe(202);
  expect(await store.db.$count(records)).toBe(1);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  await expectBalanced();
}, 120_000);

test('large, wide and deep messages end in an answer and a letter that says why', async () => {
  const { store, push, expectBalanced } = await bench();
  const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`f${index}`, index]));
  const deep = `{"data":{"warnings":[{"yjxh":"DEEP","x":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}]}}`;
  const manyRows = JSON.stringify({ data: { warnings: Array.from({ length: 100_001 }, (_, index) => index) } });
  expect(await push(JSON.stringify(warning('WIDE', wide)))).toBe(202);
  expect(await push(JSON.stringify(warning('LONG', { czqkms: '长'.repeat(3_400_000) })))).toBe(202);
  expect(await push(deep)).toBe(422);
  expect(await push(manyRows)).toBe(422);
  const { items } = await listDeadLetters(store.db, { limit: 10 });
  expect(items.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['json', 'length']));
  expect(await push(JSON.stringify(warning('GOOD2')))).toBe(202);
  const numbers = (await store.db.select({ id: records.externalId }).from(records)).map(({ id }) => id);
  expect(numbers).toContain('GOOD2');
  await expectBalanced();
}, 120_000);

test('naughty texts are stored as the texts they are', async () => {
  const { store, push } = await bench();
  const rows = naughtyTexts.map((text, index) => ({
    yjxh: `N${String(index).padStart(3, '0')}`,
    yjlx: '0101',
    yjsj: '2024-01-05 08:48:09',
    odd: text,
  }));
  expect(await push(JSON.stringify({ data: { warnings: rows } }))).toBe(202);
  const found = await store.db.select({ id: records.externalId, data: records.data }).from(records);
  expect(found).toHaveLength(naughtyTexts.length);
  // White space around a text says nothing and goes; everything else stays sign for sign.
  for (const { id, data } of found)
    expect(data.attributes.odd ?? '', id).toBe(naughtyTexts[Number(id.slice(1))]?.trim());
});

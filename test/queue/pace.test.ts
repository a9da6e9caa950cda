import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { ConfigurationError, RetriableError } from '../../hub/core/errors.ts';
import { paceOf } from '../../hub/core/pace.ts';
import { type Gate, openPace } from '../../hub/queue/pace.ts';
import { readBreaker } from '../../hub/store/breakers.ts';
import { database } from '../kit/database.ts';
import { redis } from '../kit/redis.ts';

const { signal } = new AbortController();
const connect = (url: string): Redis => {
  const client = new Redis(url);
  onTestFinished(() => client.disconnect());
  return client;
};
/** Two processes of one hub. */
const two = async () => {
  const { store } = await database();
  const url = await redis();
  const clients = [connect(url), connect(url)];
  await Promise.all(clients.map((client) => client.ping()));
  return { store, clients, paces: clients.map((client) => openPace(store, client)) };
};
const why = (gate: Gate | undefined): string => (gate?.open === false ? gate.why : 'open');
const down = new RetriableError('[hub] [test] down');

test('a rate is shared by all processes', async () => {
  const { paces } = await two();
  const settings = paceOf({ requestsPerMinute: 6 }, 's');
  const [one, other] = paces.map((pace) => pace('s', settings));
  expect(why(await one?.ask(signal))).toBe('open');
  const gate = await other?.ask(signal);
  expect(why(gate)).toBe('rate');
  if (gate?.open === false) expect(gate.until - Date.now()).toBeGreaterThan(5_000);
  const stranger = paces[1]?.('another', settings);
  expect(why(await stranger?.ask(signal))).toBe('open');
});

test('rows are paid for after they came, small pages together', async () => {
  const { paces } = await two();
  const settings = paceOf({ rowsPerMinute: 60 }, 's');
  const [one, other] = paces.map((pace) => pace('s', settings));
  await one?.took(20);
  expect(why(await one?.ask(signal))).toBe('rate');
  expect(why(await other?.ask(signal))).toBe('rate');
});

test('while Redis is away the rate is kept by each process for itself', async () => {
  const { store } = await database();
  const pace = openPace(store, new Redis({ lazyConnect: true }))('s', paceOf({ requestsPerMinute: 6 }, 's'));
  expect(why(await pace.ask(signal))).toBe('open');
  expect(why(await pace.ask(signal))).toBe('rate');
});

test('outside its hours nobody asks', async () => {
  const { paces } = await two();
  const soon = new Date(Date.now() + 8 * 3_600_000 + 7_200_000).toISOString().slice(11, 16);
  const hour = `${soon.slice(0, 2)}:${soon.slice(3)}`;
  const end = `${String((Number(soon.slice(0, 2)) + 1) % 24).padStart(2, '0')}:${soon.slice(3)}`;
  const gate = await paces[0]?.('s', paceOf({ openHours: [`${hour}-${end}`] }, 's')).ask(signal);
  expect(why(gate)).toBe('hours');
  if (gate?.open === false) expect(gate.until - Date.now()).toBeGreaterThan(3_600_000);
});

test('the breaker that one process opens holds for the others, and survives an emptied Redis', async () => {
  const { store, paces, clients } = await two();
  const settings = paceOf({ breakerFailures: 3, breakerSeconds: 1 }, 's');
  const [one, other] = paces.map((pace) => pace('s', settings));
  expect(why(await other?.ask(signal))).toBe('open');
  await one?.failed(down);
  await other?.failed(down);
  await one?.failed(down);
  await clients[0]?.flushdb();
  expect(await readBreaker(store.db, 's')).toMatchObject({ state: 'open', failures: 3 });
  expect(why(await one?.ask(signal))).toBe('breaker');
  expect(why(await other?.ask(signal))).toBe('breaker');
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const gates = await Promise.all([one, other].map((manners) => manners?.ask(signal)));
  // One of them makes the trial.
  expect(gates.map(why).sort()).toEqual(['breaker', 'open']);
  await one?.succeeded();
  expect(await readBreaker(store.db, 's')).toMatchObject({ state: 'closed', failures: 0 });
  expect(why(await other?.ask(signal))).toBe('open');
});

test('a refusal is an answer: it opens no breaker', async () => {
  const { store, paces } = await two();
  const manners = paces[0]?.('s', paceOf({ breakerFailures: 1 }, 's'));
  await manners?.failed(new ConfigurationError('[hub] [test] wrong key'));
  expect((await readBreaker(store.db, 's')).state).toBe('closed');
});

import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { closedBreaker } from '../../hub/core/breaker.ts';
import { changeBreaker, readBreaker } from '../../hub/store/breakers.ts';
import { addPublications } from '../../hub/store/publications.ts';
import { outbox } from '../../hub/store/tables/ingest.ts';
import { publications } from '../../hub/store/tables/publishing.ts';
import { bodyOf, north, openWorld } from './world.ts';

const world = await openWorld();
const operator = await world.signedIn('operator', 'operator', ['990000000000']);
const local = await world.signedIn('local', 'operator', [north]);
const handler = await world.signedIn('handler', 'handler', ['990000000000']);
const base = '/api/v1/sources/links/publications';
const settings = {
  secret: 'a synthetic secret of some length',
  publish: true,
  publishUrl: 'http://127.0.0.1:9/links',
};
await bodyOf(
  world.send('PUT', '/api/v1/sources/links', operator, { mapping: 'intelligence-push', settings, state: 'running' }),
);

const waiting = async () => (await world.db.select().from(outbox)).map(({ name, lane }) => `${lane} ${name}`);

test('switching telling on asks for everything that is to be told', async () => {
  expect(await waiting()).toEqual(['publish publications.reconcile']);
});

test('links are listed with reason and remedy, counted by state, and told again on demand', async () => {
  const recordId = await world.makeRecord(north);
  const [one, other] = [await world.makeClip(north), await world.makeClip(north)];
  const row = { target: 'links', recordId, rank: 0, segmentStart: 1, segmentEnd: 2 };
  await addPublications(world.db, [
    { ...row, footageId: one },
    { ...row, footageId: other },
  ]);
  const lastError = { message: 'not wanted', remedy: 'ask them', next: 'dead-letter', at: Date.now() };
  await world.db.update(publications).set({ state: 'failed', lastError }).where(eq(publications.footageId, other));

  const { items } = await bodyOf(world.ask(base, operator));
  expect(items).toMatchObject([
    {
      state: 'failed',
      record: { id: recordId, system: 'dispatch' },
      lastError: { message: 'not wanted', remedy: 'ask them' },
    },
    { state: 'pending', withdraw: false, nextAt: expect.any(String) },
  ]);
  expect((await bodyOf(world.ask(`${base}?state=failed`, operator))).items).toHaveLength(1);
  const first = await bodyOf(world.ask(`${base}?limit=1`, operator));
  expect((await bodyOf(world.ask(`${base}?limit=1&cursor=${first.next}`, operator))).items).toMatchObject([
    { state: 'pending' },
  ]);
  const summary = await bodyOf(world.ask(`${base}/summary`, operator));
  expect(summary).toMatchObject({ enabled: true, counts: { pending: 1, failed: 1, acknowledged: 0 }, troubled: 0 });

  expect(await bodyOf(world.send('POST', `${base}/retry`, operator, {}))).toEqual({ retried: 1 });
  expect(await waiting()).toContain('publish publications.due');
  expect((await bodyOf(world.ask(`${base}/summary`, operator))).counts).toMatchObject({ pending: 2, failed: 0 });
  expect(await bodyOf(world.send('POST', `${base}/reconcile`, operator, undefined), 202)).toEqual({ accepted: true });
});

test('the state names an open breaker and when it is tried again; retrying and restarting close it', async () => {
  const status = () =>
    bodyOf<{ pace: { breaker: string; waits?: string; nextTryAt: string } }>(
      world.ask('/api/v1/sources/links/status', operator),
    );
  expect((await status()).pace).toEqual({ breaker: 'closed' });
  const until = Date.now() + 60_000;
  const open = () =>
    world.hub.store.transaction((tx) =>
      changeBreaker(tx, 'links', () => ({ breaker: { ...closedBreaker, state: 'open', until }, value: undefined })),
    );
  await open();
  const { pace } = await status();
  expect(pace).toMatchObject({ breaker: 'open', waits: 'breaker' });
  expect(Date.parse(pace.nextTryAt)).toBe(Math.floor(until));
  const alerts = await bodyOf<{ items: { id: string }[] }>(world.ask('/api/v1/alerts', operator));
  expect(alerts.items.map(({ id }) => id)).toContain('breaker-open/links');
  await bodyOf(world.send('POST', `${base}/retry`, operator, {}));
  expect((await readBreaker(world.db, 'links')).state).toBe('closed');
  await open();
  await bodyOf(world.send('POST', '/api/v1/sources/links/restart', operator));
  expect((await status()).pace).toEqual({ breaker: 'closed' });
});

test('numbers of records are not for those who see a part of the hub, nor for those who do not run it', async () => {
  expect((await world.ask(base, local)).status).toBe(403);
  expect((await world.ask(base, handler)).status).toBe(403);
  expect((await world.ask(`${base}/summary`, handler)).status).toBe(403);
  expect((await world.send('POST', `${base}/retry`, handler, {})).status).toBe(403);
  expect((await world.ask('/api/v1/sources/nowhere/publications', operator)).status).toBe(404);
});

import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { planPublications } from '../../hub/publish/plan.ts';
import { publishTo } from '../../hub/publish/send.ts';
import { readBreaker } from '../../hub/store/breakers.ts';
import { publicationDaysOf, publicationSums } from '../../hub/store/publication-lists.ts';
import { retryPublications } from '../../hub/store/publication-outcomes.ts';
import { pauseSource } from '../../hub/store/sources.ts';
import { audit } from '../../hub/store/tables/audit.ts';
import { publications } from '../../hub/store/tables/publishing.ts';
import { runWorkers } from '../../hub/workers/run.ts';
import { openWorld, type World } from './_world.ts';

const { signal } = new AbortController();
const target = 'dispatch-icc';
const send = ({ deps }: World) => publishTo(deps, target, { signal });
const rowsOf = ({ store }: World) => store.db.select().from(publications).orderBy(publications.id);
const makeDue = ({ store }: World) => store.db.update(publications).set({ dueAt: 0 });

test('a link is told once its records are linked, changed in place, and withdrawn when it goes', async () => {
  const world = await openWorld();
  const recordId = await world.makeRecord('J1');
  const footageId = await world.makeClip('F1');
  await world.link(recordId, footageId);
  expect(await planPublications(world.deps, [recordId])).toBe(1);
  expect(await planPublications(world.deps, [recordId])).toBe(0);
  expect(await send(world)).toMatchObject({ ran: true, told: 1, failed: 0 });
  const [row] = await world.table();
  expect(row).toMatchObject({ JJBH: 'J1', PSR_JH: '009901', SPSC: 600, URL: 'https://hub.example/embed/dispatch/J1' });
  // Nothing of the people in the record leaves the hub.
  expect(JSON.stringify(row)).not.toMatch(/某某|990106199001010000|00000000000/);
  expect(await rowsOf(world)).toMatchObject([{ state: 'acknowledged', acknowledged: 1, lastError: null }]);
  expect(await send(world)).toMatchObject({ told: 0 });

  await world.link(recordId, footageId, { segmentEnd: Date.now() });
  expect(await planPublications(world.deps, [recordId])).toBe(1);
  expect(await send(world)).toMatchObject({ told: 1 });
  expect(await world.table()).toHaveLength(1);

  await world.unlink(recordId);
  expect(await planPublications(world.deps, [recordId])).toBe(1);
  expect(await send(world)).toMatchObject({ withdrawn: 1 });
  expect(await world.table()).toEqual([]);
  expect(await rowsOf(world)).toMatchObject([{ state: 'withdrawn', acknowledged: 0 }]);

  await world.link(recordId, footageId);
  await planPublications(world.deps, [recordId]);
  await send(world);
  // The same link again has its old name at the other side.
  expect((await world.table()).map(({ SYPBH }) => SYPBH)).toEqual([row?.SYPBH]);
  expect(await publicationDaysOf(world.store.db, target)).toMatchObject([{ acknowledged: 3, withdrawn: 1, failed: 0 }]);
});

test('only what is declared is told: decision, kind, organisation, age, and nothing while it is off', async () => {
  const world = await openWorld({ publishKinds: ['call'], publishOrgs: ['990106000000'], publishInherited: false });
  const clip = await world.makeClip('F1');
  const make = async (name: string, more: Record<string, unknown> = {}, link: Parameters<World['link']>[2] = {}) => {
    const id = await world.makeRecord(name, more);
    await world.link(id, clip, link);
    return id;
  };
  const ids = [
    await make('J1'),
    await make('J2', {}, { decision: 'confirmed', decidedBy: 'somebody' }),
    await make('J3', {}, { decision: 'review' }),
    await make('J4', {}, { decision: 'rejected' }),
    await make('J5', { kind: 'visit' }),
    await make('J6', { org: '990107590000' }),
    await make('J7', { time: { start: '2020-01-05T08:48:09+08:00' } }),
    await make('J8', { source: 'somewhere-else' }),
    await make('J9', {}, { viaRecordId: 1 }),
  ];
  expect(await planPublications(world.deps, ids)).toBe(2);
  await world.configure({ publish: false });
  expect(await send(world)).toMatchObject({ ran: false });
  expect(await world.table()).toEqual([]);
  await world.configure();
  await send(world);
  expect((await world.table()).map(({ JJBH }) => JJBH)).toEqual(['J1', 'J2']);
});

test('a link that changed while it was being told is told again', async () => {
  const world = await openWorld();
  const recordId = await world.makeRecord('J1');
  const footageId = await world.makeClip('F1');
  await world.link(recordId, footageId);
  await planPublications(world.deps, [recordId]);
  // Somebody holds the table, so that telling is under way while the link goes.
  await world.connection.query('LOCK TABLES RS_SYP_GLXX WRITE');
  const telling = send(world);
  await vi.waitUntil(async () => (await rowsOf(world))[0]?.state === 'sent', { timeout: 10_000, interval: 10 });
  await world.unlink(recordId);
  expect(await planPublications(world.deps, [recordId])).toBe(1);
  await world.connection.query('UNLOCK TABLES');
  expect(await telling).toMatchObject({ told: 1, withdrawn: 1 });
  expect(await world.table()).toEqual([]);
  expect(await rowsOf(world)).toMatchObject([{ state: 'withdrawn' }]);
});

test('a stop leaves what was not reached as it was, for whoever goes on', async () => {
  const world = await openWorld();
  const clip = await world.makeClip('F1');
  const ids = await Promise.all(['J1', 'J2', 'J3'].map((name) => world.makeRecord(name)));
  for (const id of ids) await world.link(id, clip);
  await planPublications(world.deps, ids);
  await world.connection.query('LOCK TABLES RS_SYP_GLXX WRITE');
  const stop = new AbortController();
  const telling = publishTo(world.deps, target, { signal: stop.signal });
  await vi.waitUntil(async () => (await rowsOf(world))[0]?.state === 'sent', { timeout: 10_000, interval: 10 });
  stop.abort();
  await world.connection.query('UNLOCK TABLES');
  await telling.catch(() => undefined);
  const states = (await rowsOf(world)).map(({ state, lastError }) => [state, lastError]);
  expect(states.slice(1)).toEqual([
    ['pending', null],
    ['pending', null],
  ]);
  await send(world);
  expect(await world.table()).toHaveLength(3);
});

test('what is told is told by one process at a time, and what a killed one had begun is told again', async () => {
  const world = await openWorld();
  const clip = await world.makeClip('F1');
  const ids = await Promise.all(Array.from({ length: 60 }, (_, index) => world.makeRecord(`J${100 + index}`)));
  for (const id of ids) await world.link(id, clip);
  await planPublications(world.deps, ids);
  const runs = await Promise.all([send(world), send(world), send(world)]);
  expect(runs.filter(({ ran }) => ran)).toHaveLength(1);
  expect(await world.table()).toHaveLength(60);
  // As a process that died after the other side had it and before we had noted so leaves it.
  await world.store.db.update(publications).set({ state: 'sent', dueAt: 0 });
  expect(await send(world)).toMatchObject({ told: 60 });
  expect(await world.table()).toHaveLength(60);
});

test('a row that does not fit waits for a person with the reason and the remedy, and keeps no other', async () => {
  const world = await openWorld();
  const clip = await world.makeClip('F1');
  const ids = [await world.makeRecord('J'.repeat(40)), await world.makeRecord('J2')];
  for (const id of ids) await world.link(id, clip);
  await planPublications(world.deps, ids);
  expect(await send(world)).toMatchObject({ told: 1, failed: 1 });
  const [failed] = await rowsOf(world);
  expect(failed).toMatchObject({ state: 'failed', lastError: { next: 'dead-letter' } });
  expect(failed?.lastError?.remedy).toContain('linkColumns');
  await world.connection.query('ALTER TABLE RS_SYP_GLXX MODIFY JJBH VARCHAR(64)');
  expect(await send(world)).toMatchObject({ told: 0 });
  expect(await retryPublications(world.store.db, target)).toBe(1);
  expect(await send(world)).toMatchObject({ told: 1 });
});

test('while rights are missing nothing more is tried for a while, and nothing is lost', async () => {
  const world = await openWorld();
  const clip = await world.makeClip('F1');
  const ids = [await world.makeRecord('J1'), await world.makeRecord('J2')];
  for (const id of ids) await world.link(id, clip);
  await planPublications(world.deps, ids);
  await world.connection.query('RENAME TABLE RS_SYP_GLXX TO hidden');
  expect(await send(world)).toMatchObject({ told: 0, retried: 2 });
  for (const row of await rowsOf(world)) {
    expect(row).toMatchObject({ state: 'pending', lastError: { next: 'pause' } });
    expect(row.dueAt).toBeGreaterThan(Date.now() + 60_000);
  }
  expect((await publicationSums(world.store.db)).get(target)).toMatchObject({ troubled: 2, counts: { pending: 2 } });
  expect((await readBreaker(world.store.db, target)).state).toBe('closed');
  await world.connection.query('RENAME TABLE hidden TO RS_SYP_GLXX');
  await retryPublications(world.store.db, target);
  expect(await send(world)).toMatchObject({ told: 2 });
});

test('while the other side is away it is tried again with growing waits, then left alone by the breaker', async () => {
  const world = await openWorld({ breakerFailures: 2, timeoutSeconds: 1 });
  const clip = await world.makeClip('F1');
  const id = await world.makeRecord('J1');
  await world.link(id, clip);
  await planPublications(world.deps, [id]);
  await world.configure({ linkUrl: 'mysql://nobody@127.0.0.1:9/links' });
  for (const attempt of [1, 2]) {
    expect(await send(world)).toMatchObject({ ran: true, retried: 1 });
    expect(await rowsOf(world)).toMatchObject([{ state: 'pending', attempts: attempt, lastError: { next: 'retry' } }]);
    await makeDue(world);
  }
  const run = await send(world);
  expect(run.wait).toMatchObject({ why: 'breaker' });
  expect((await rowsOf(world))[0]?.dueAt).toBe(run.wait?.until);
});

test('outside its hours and while it is paused a source is told nothing', async () => {
  const inTwoHours = new Date(Date.now() + 10 * 3_600_000).toISOString().slice(11, 13);
  const world = await openWorld({ openHours: [`${inTwoHours}:00-${inTwoHours}:01`] });
  const id = await world.makeRecord('J1');
  await world.link(id, await world.makeClip('F1'));
  await planPublications(world.deps, [id]);
  expect((await send(world)).wait).toMatchObject({ why: 'hours' });
  await world.configure({ openHours: [] });
  await makeDue(world);
  await pauseSource(world.store.db, target);
  expect(await send(world)).toMatchObject({ ran: false, told: 0 });
  expect(await world.table()).toEqual([]);
});

test('from the event to the row in their table, with an entry in the log', async () => {
  const world = await openWorld();
  const workers = await runWorkers(world.hub);
  onTestFinished(() => workers.close());
  const recordId = await world.makeRecord('J1');
  // Whatever the rules make of these two, a person has decided.
  await world.link(recordId, await world.makeClip('F1'), { decision: 'confirmed', decidedBy: 'somebody' });
  world.hub.queue.nudge();
  await vi.waitUntil(async () => (await world.table()).length === 1, { timeout: 30_000, interval: 50 });
  const entries = await world.store.db.select().from(audit).where(eq(audit.action, 'links.publish'));
  expect(entries).toMatchObject([{ actor: 'hub', object: `source:${target}`, detail: { withdrawn: [] } }]);
});

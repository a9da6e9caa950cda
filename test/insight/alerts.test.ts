import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { everything } from '../../hub/core/scope.ts';
import { currentAlerts } from '../../hub/insight/alerts.ts';
import { saveFootage } from '../../hub/store/footage.ts';
import { parked, tell } from '../../hub/store/outbox.ts';
import { createSource } from '../../hub/store/sources.ts';
import { footage } from '../../hub/store/tables/catalogue.ts';
import { deadLetters, outbox, sources } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';
import { sampleFootage } from '../store/samples.ts';

const { store } = await database();
const { db } = store;
const all = { running: true, footage: true };
const kinds = async (...args: [may?: typeof all, scope?: Parameters<typeof currentAlerts>[1]]) =>
  (await currentAlerts(db, args[1] ?? everything, args[0] ?? all)).map(({ id }) => id);

test('nothing is wrong where nothing is wrong', async () => {
  await createSource(db, { name: 'good', connector: 'http-push', mapping: 'm', settings: {}, state: 'running' });
  await createSource(db, { name: 'asleep', connector: 'http-push', mapping: 'm', settings: {}, state: 'paused' });
  expect(await kinds()).toEqual([]);
});

test('every cause is told with what it is about, worst first, and goes with its cause', async () => {
  const now = Date.now();
  await createSource(db, {
    name: 'broken',
    connector: 'sql-table',
    mapping: 'm',
    settings: {},
    state: 'failed',
    schedule: '* * * * *',
  });
  await createSource(db, {
    name: 'weak',
    connector: 'sql-table',
    mapping: 'm',
    settings: {},
    state: 'running',
    schedule: '* * * * *',
  });
  await createSource(db, {
    name: 'still',
    connector: 'sql-table',
    mapping: 'm',
    settings: {},
    state: 'running',
    schedule: '* * * * *',
  });
  const lastError = { message: 'key refused', remedy: 'ask for a new key', next: 'pause', at: now };
  await db.update(sources).set({ lastError }).where(eq(sources.name, 'broken'));
  await db.update(sources).set({ failures: 5, lastError }).where(eq(sources.name, 'weak'));
  await db
    .update(sources)
    .set({ lastSuccessAt: now - 3_600_000 })
    .where(eq(sources.name, 'still'));
  await db
    .insert(deadLetters)
    .values({ source: 'good', messageId: 1, row: 0, digest: 'd'.repeat(64), reason: 'no time', createdAt: now });
  await tell(db, [{ name: 'record.changed', data: { id: 1 } }]);
  await db.update(outbox).set({ dueAt: parked });
  const clip = await saveFootage(db, sampleFootage({ org: '990102590000' }), { messageId: 1, at: now });
  await db.update(footage).set({ mediaState: 'failed', mediaError: 'the original has changed' });

  const found = await kinds();
  expect(found.slice(0, 2).sort()).toEqual(['events-parked/events', 'source-failed/broken']);
  expect(found.slice(2).sort()).toEqual([
    'dead-letters/good',
    `media-failed/${clip.id}`,
    'source-retrying/weak',
    'source-silent/still',
  ]);
  expect((await currentAlerts(db, everything, all)).find(({ id }) => id === 'source-failed/broken')).toMatchObject({
    text: { en: expect.stringContaining('key refused') },
    remedy: 'ask for a new key',
    since: now,
  });

  await db.update(sources).set({ state: 'running', lastError: null, failures: 0, lastSuccessAt: now });
  expect((await kinds()).filter((id) => id.startsWith('source-'))).toEqual([]);
});

test('nobody is told of what is not theirs', async () => {
  expect(await kinds({ running: false, footage: true }, { kind: 'orgs', orgs: ['990103000000'] })).toEqual([]);
  expect(await kinds({ running: false, footage: true }, { kind: 'orgs', orgs: ['990102000000'] })).toHaveLength(1);
  expect(await kinds({ running: false, footage: false })).toEqual([]);
});

import { sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { openAuditLog } from '../../hub/audit/log.ts';
import { record } from '../../hub/audit/record.ts';
import { verifyChain } from '../../hub/audit/verify-chain.ts';
import { listAudit } from '../../hub/store/audit.ts';
import type { Store } from '../../hub/store/open.ts';
import { database } from '../kit/database.ts';

const { store } = await database();

const look = (object: string) => ({
  actor: 'analyst',
  actorKind: 'user' as const,
  action: 'record.read',
  object,
  org: '440106590000',
  address: '127.0.0.1',
  detail: { scope: ['440106000000'], query: '车辆 "苏A00001"', ratio: 0.1 },
});

beforeEach(async () => {
  await store.db.execute(sql`delete from audit`);
  await store.db.execute(sql`delete from audit_head`);
  await store.transaction((tx) =>
    record(tx, ...['record:1', 'record:2', 'record:3', 'record:4', 'record:5'].map(look)),
  );
});

test('an untouched log is found whole', async () => {
  expect(await verifyChain(store.db)).toEqual({ ok: true, checked: 5 });
});

test('an empty log is whole', async () => {
  await store.db.execute(sql`delete from audit`);
  await store.db.execute(sql`delete from audit_head`);
  expect(await verifyChain(store.db)).toEqual({ ok: true, checked: 0 });
});

const tamperings: [string, (db: Store['db']) => Promise<unknown>, { brokenAt: number; reason: string }][] = [
  [
    'a changed object',
    (db) => db.execute(sql`update audit set object = 'record:9' where seq = 3`),
    { brokenAt: 3, reason: 'changed' },
  ],
  [
    'a changed time',
    (db) => db.execute(sql`update audit set at = at + 1 where seq = 2`),
    { brokenAt: 2, reason: 'changed' },
  ],
  [
    'a changed detail',
    (db) => db.execute(sql`update audit set detail = '{}' where seq = 4`),
    { brokenAt: 4, reason: 'changed' },
  ],
  ['a removed row', (db) => db.execute(sql`delete from audit where seq = 3`), { brokenAt: 3, reason: 'missing' }],
  ['a removed first row', (db) => db.execute(sql`delete from audit where seq = 1`), { brokenAt: 1, reason: 'missing' }],
  [
    'a removed newest row',
    (db) => db.execute(sql`delete from audit where seq = 5`),
    { brokenAt: 5, reason: 'missing' },
  ],
  [
    'two rows that changed places',
    async (db) => {
      await db.execute(sql`update audit set seq = 100 where seq = 2`);
      await db.execute(sql`update audit set seq = 2 where seq = 3`);
      await db.execute(sql`update audit set seq = 3 where seq = 100`);
    },
    { brokenAt: 2, reason: 'changed' },
  ],
  ['a removed head', (db) => db.execute(sql`delete from audit_head`), { brokenAt: 1, reason: 'head' }],
];

for (const [name, tamper, fault] of tamperings) {
  test(`${name} is found`, async () => {
    await tamper(store.db);
    expect(await verifyChain(store.db)).toMatchObject({ ok: false, ...fault });
  });
}

test('a forged row with a right hash of its own does not continue the chain', async () => {
  const [second] = await listAudit(store.db, { object: 'record:2' }, 1);
  const { nextRow } = await import('../../hub/audit/chain.ts');
  const forged = nextRow({ seq: 1, hash: 'f'.repeat(64) }, look('record:7'));
  expect(second?.seq).toBe(2);
  await store.db.execute(
    sql`update audit set at = ${forged.at}, object = ${forged.object}, previous = ${forged.previous}, hash = ${forged.hash} where seq = 2`,
  );
  expect(await verifyChain(store.db)).toMatchObject({ ok: false, brokenAt: 2, reason: 'reordered' });
});

test('many looks at once from two processes make one chain', async () => {
  const logs = [openAuditLog(store), openAuditLog(store)];
  await Promise.all(Array.from({ length: 200 }, (_, index) => logs[index % 2]?.record(look(`footage:${index}`))));
  expect(await verifyChain(store.db)).toEqual({ ok: true, checked: 205 });
});

test('texts that no column holds are cut, and half characters do not break the chain', async () => {
  await openAuditLog(store).record({
    actor: '警'.repeat(300),
    actorKind: 'user',
    action: 'search',
    object: `${'x'.repeat(400)}\ud800`,
    detail: { query: 'half \ud83d pair', nothing: undefined, whole: '😀' },
  });
  expect(await verifyChain(store.db)).toEqual({ ok: true, checked: 6 });
});

test('an entry that cannot be stored is not answered as stored', async () => {
  const down = openAuditLog({ transaction: () => Promise.reject(new Error('gone')) });
  await expect(down.record(look('record:1'))).rejects.toThrow('gone');
});

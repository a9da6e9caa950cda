import { eq, sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { RetriableError } from '../../hub/core/errors.ts';
import { deliver } from '../../hub/ingest/deliver.ts';
import { reconciliation } from '../../hub/ingest/reconcile.ts';
import { openStore, type Store } from '../../hub/store/open.ts';
import { recordOfficers, recordReferences, records } from '../../hub/store/tables/catalogue.ts';
import { messages, outbox } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';
import { ingestDeps, message, testMapping, testSource } from './deps.ts';

const senders = Array.from({ length: 40 }, (_, index) => `s${index}`);

/** How many transactions were begun while something ran. */
const counting = (store: Store): { store: Store; transactions(): number } => {
  let begun = 0;
  return {
    store: {
      ...store,
      transaction: (run, options) => {
        begun += 1;
        return store.transaction(run, options);
      },
      journeys: {
        ...store.journeys,
        write: (statements) => {
          begun += 1;
          return store.journeys.write(statements);
        },
      },
    },
    transactions: () => begun,
  };
};

const bench = async (change: Parameters<typeof testMapping>[0] = {}) => {
  const { store, url } = await database();
  const source = await testSource(store, { schedule: null });
  const counted = counting(store);
  const deps = ingestDeps(counted.store, { mappings: new Map([['test', testMapping(change)]]) });
  return { store, url, deps, source, transactions: counted.transactions };
};

test('requests that come together share transactions, and each gets its own answer', async () => {
  const { store, deps, source, transactions } = await bench();
  const answers = await Promise.all(
    senders.map((id) => deliver(deps, source, [message([{ id }, { id: `${id}b` }])], { together: true })),
  );
  expect(answers.map(([delivery]) => delivery?.ids)).toEqual(senders.map((id) => [id, `${id}b`]));
  expect(new Set(answers.map(([delivery]) => delivery?.messageId)).size).toBe(senders.length);
  expect(transactions()).toBeLessThan(senders.length / 2);
  expect(await store.db.$count(records)).toBe(2 * senders.length);
});

test('what the database refuses is dead alone; its neighbours are stored', async () => {
  const map = testMapping().map;
  const { store, deps, source } = await bench({
    map: (row, name) => {
      const mapped = map(row, name);
      if (mapped instanceof Promise || mapped.target !== 'record' || mapped.record.externalId !== 's7') return mapped;
      return { ...mapped, record: { ...mapped.record, system: 'longer than its column'.repeat(2) as 'case' } };
    },
  });
  const answers = await Promise.all(
    senders.map((id) => deliver(deps, source, [message([{ id }])], { together: true })),
  );
  const dead = answers.flatMap(([delivery], index) => (delivery?.deadLettered ? [senders[index]] : []));
  expect(dead).toEqual(['s7']);
  expect(await store.db.$count(records)).toBe(senders.length - 1);
  expect(await store.db.$count(messages)).toBe(senders.length);
  const [hour] = await reconciliation(store.db, { from: Date.now() - 3_600_000, to: Date.now() + 3_600_000 });
  expect(hour).toMatchObject({ received: 40, stored: 39, dead: 1, balanced: true });
});

test('what is told of one number while its first message is being stored waits, and wins', async () => {
  const { store, deps, source } = await bench();
  const tellings = ['first', 'second', 'third'];
  const answers = await Promise.all(
    senders.flatMap((id) =>
      tellings.map((title) => deliver(deps, source, [message([{ id, title }])], { together: true })),
    ),
  );
  expect(answers.every(([delivery]) => delivery?.stored === 1)).toBe(true);
  const rows = await store.db.select().from(records);
  expect(rows.map(({ title, version }) => `${title} ${version}`)).toEqual(senders.map(() => 'third 3'));
});

test('a number that another process stored before is told again: nothing is doubled, sums are balanced', async () => {
  const { store, url, deps, source } = await bench();
  const other = openStore(url);
  onTestFinished(() => other.close());
  await Promise.all(senders.slice(0, 20).map((id) => deliver(deps, source, [message([{ id }])], { together: true })));
  const answers = await Promise.all(
    senders.map((id) => deliver({ ...deps, store: other }, source, [message([{ id }])], { together: true })),
  );
  expect(answers.map(([delivery]) => delivery?.stored)).toEqual(senders.map((_, index) => (index < 20 ? 0 : 1)));
  expect(await store.db.$count(records)).toBe(senders.length);
  expect(await store.db.$count(messages)).toBe(20 + senders.length);
  const [hour] = await reconciliation(store.db, { from: Date.now() - 3_600_000, to: Date.now() + 3_600_000 });
  expect(hour).toMatchObject({ received: 60, stored: 40, unchanged: 20, dead: 0, balanced: true });
});

test('what belongs to records of one group goes to each of them', async () => {
  const map = testMapping().map;
  const { store, deps, source } = await bench({
    map: (row, name) => {
      const mapped = map(row, name);
      if (mapped instanceof Promise || mapped.target !== 'record') return mapped;
      const { record } = mapped;
      const number = record.externalId.padStart(6, '0');
      return {
        ...mapped,
        record: {
          ...record,
          officers: [{ policeId: number }],
          references: [{ kind: 'case', id: `it's \\ ${number}` }],
        },
      };
    },
  });
  await Promise.all(senders.map((id) => deliver(deps, source, [message([{ id }])], { together: true })));
  const rows = await store.db
    .select({
      id: records.id,
      number: records.externalId,
      policeId: recordOfficers.policeId,
      target: recordReferences.target,
      body: messages.rows,
      event: outbox.name,
    })
    .from(records)
    .innerJoin(recordOfficers, eq(recordOfficers.recordId, records.id))
    .innerJoin(recordReferences, eq(recordReferences.recordId, records.id))
    .innerJoin(messages, eq(messages.id, records.messageId))
    .innerJoin(outbox, sql`json_value(${outbox.data}, '$.id') = ${records.id}`);
  expect(rows.length).toBe(senders.length);
  for (const { number, policeId, target, body, event } of rows) {
    expect([policeId, target, body, event]).toEqual([
      number.padStart(6, '0'),
      `it's \\ ${number.padStart(6, '0')}`,
      1,
      'record.changed',
    ]);
  }
});

test('with the database away everyone is told to come again', async () => {
  const { url, source } = await bench();
  const away = openStore(url);
  await away.close();
  const deps = ingestDeps(away);
  const answers = await Promise.allSettled(
    senders.map((id) => deliver(deps, source, [message([{ id }])], { together: true })),
  );
  for (const answer of answers)
    expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(RetriableError) });
});

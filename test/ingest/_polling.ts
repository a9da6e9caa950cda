import { expect } from 'vitest';
import type { Connector, Page } from '../../hub/core/connector.ts';
import type { IngestDeps } from '../../hub/ingest/deps.ts';
import { reconciliation } from '../../hub/ingest/reconcile.ts';
import type { Store } from '../../hub/store/open.ts';
import { records } from '../../hub/store/tables/catalogue.ts';
import { ingestDeps, testConnector } from './deps.ts';

/** The hub with this one connector, named `test`. */
export const withConnector = (store: Store, connector: Connector): IngestDeps =>
  ingestDeps(store, { connectors: new Map([['test', connector]]) });

export const pollerOf = (poll: (cursor: unknown) => AsyncIterable<Page> | Iterable<Page>): Connector =>
  testConnector({
    async *poll(_, cursor) {
      yield* poll(cursor);
    },
  });

/** Everything the table has is in the store exactly once, and the sums say so. */
export const expectExactly = async (store: Store, count: number) => {
  expect(await store.db.$count(records)).toBe(count);
  const rows = await reconciliation(store.db, { from: Date.now() - 86_400_000, to: Date.now() + 3_600_000 });
  expect(rows.every(({ balanced }) => balanced)).toBe(true);
  expect(rows.reduce((total, row) => total + row.stored, 0)).toBe(count);
  return rows.reduce((total, row) => total + row.received, 0);
};

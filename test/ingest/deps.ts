import { Redis } from 'ioredis';
import { type Connector, defineConnector } from '../../hub/core/connector.ts';
import { RecordError } from '../../hub/core/errors.ts';
import type { CompiledMapping, Mapped } from '../../hub/core/mapping/compile.ts';
import { recordSchema } from '../../hub/core/record.ts';
import type { IngestDeps } from '../../hub/ingest/deps.ts';
import { openObservations } from '../../hub/ingest/observations.ts';
import { openPace } from '../../hub/queue/pace.ts';
import type { Store } from '../../hub/store/open.ts';
import { createSource, findSource, type SourceRow, type SourceSpec } from '../../hub/store/sources.ts';

export const testSecret = 'a secret of the tests, long enough for all';

/** A row of the test protocol: JSON lists of these. */
export interface TestRow {
  id: string;
  title?: string;
  at?: string;
  updatedAt?: string;
}

const isRow = (row: unknown): row is TestRow => typeof row === 'object' && row !== null && 'id' in row;

const mapRow = (row: unknown, source: string): Mapped => {
  if (!isRow(row))
    throw new RecordError('[hub] [test] the row has no id', {
      misfit: { field: 'externalId', rule: 'path', value: row },
    });
  if (row.title === 'skip') return { target: 'skip', reason: 'not ours' };
  if (row.title === 'broken') {
    throw new RecordError('[hub] [test] the title is broken', {
      remedy: 'correct fields.title',
      misfit: { field: 'title', rule: 'text', value: row.title },
    });
  }
  const { id, title, at = '2024-01-05T08:48:09+08:00', updatedAt } = row;
  return {
    target: 'record',
    record: recordSchema.parse({
      source,
      system: 'dispatch',
      kind: 'call',
      externalId: id,
      ...(title === undefined ? {} : { title }),
      time: { start: at },
      ...(updatedAt === undefined ? {} : { updatedAt }),
    }),
  };
};

/** A mapping written as code, so that tests can break and mend it. */
export const testMapping = (change: Partial<CompiledMapping> = {}): CompiledMapping => ({
  name: 'test',
  file: 'test.yaml',
  version: '1',
  title: { zh: '测试', en: 'Test' },
  system: 'dispatch',
  connector: 'test',
  target: 'record',
  defaults: {} as CompiledMapping['defaults'],
  examples: [],
  known: new Set(),
  open: ({ body }) => {
    const text = Buffer.from(body).toString();
    try {
      const document = JSON.parse(text) as unknown;
      return { rows: Array.isArray(document) ? document : [document], document };
    } catch (cause) {
      throw new RecordError('[hub] [test] not JSON', { cause });
    }
  },
  map: mapRow,
  driftOf: () => ({ unknown: [], missing: [] }),
  columns: new Set(),
  readBy: new Map([['title', new Set(['title'])]]),
  readable: ({ body }) => ({ text: Buffer.from(body).toString(), charset: 'utf-8' }),
  numberOf: (row) => (isRow(row) ? row.id : undefined),
  ...change,
});

export const message = (rows: unknown, subject?: string) => ({
  body: Buffer.from(typeof rows === 'string' ? rows : JSON.stringify(rows)),
  contentType: 'application/json',
  ...(subject === undefined ? {} : { subject }),
});

export const testConnector = (change: Partial<Connector> = {}): Connector => ({
  ...defineConnector({
    title: { zh: '测试', en: 'Test' },
    about: { zh: '测试用。', en: 'For tests.' },
    settings: {},
    check: async () => [],
  }),
  ...change,
});

/** Everything ingest needs, on a real store. */
export const ingestDeps = (store: Store, change: Partial<IngestDeps> = {}): IngestDeps => {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return {
    store,
    connectors: new Map([['test', testConnector()]]),
    mappings: new Map([['test', testMapping()]]),
    environment: { secret: testSecret, maxBodyBytes: 50 * 1024 * 1024 },
    queue: { nudge: () => undefined, live: { tell: () => undefined } },
    // Without Redis, as if it were away: rates are counted in this process.
    pace: openPace(store, new Redis({ lazyConnect: true })),
    observations: openObservations(store, log),
    log,
    ...change,
  };
};

export const testSource = async (store: Store, change: Partial<SourceSpec> = {}): Promise<SourceRow> => {
  const name = change.name ?? 'test-source';
  await createSource(store.db, { name, connector: 'test', mapping: 'test', settings: {}, state: 'running', ...change });
  return (await findSource(store.db, name)) as SourceRow;
};

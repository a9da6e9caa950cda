import { createHash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type {
  Connector,
  Cursor,
  Delivery,
  Directory,
  Observation,
  Opened,
  Page,
  RawMessage,
  ReceiveContext,
} from '../../hub/core/connector.ts';
import { type Fields, parseSettings, type Values } from '../../hub/core/setting.ts';

export interface Surroundings {
  /** Stands for the mapping. Absent: JSON, one row or an array of rows. */
  open?: (message: RawMessage) => Opened | Promise<Opened>;
  path?: string;
  directory?: Directory;
  /** What a row is known by, as the mapping would say; undefined: it does not fit. Absent: every row fits, nameless. */
  idOf?: (row: unknown) => string | undefined;
  /** Shared by benches that stand for several processes of one hub. */
  memory?: Map<string, { value: unknown; until: number }>;
  /** Thrown by the next deliver, once. */
  failOnce?: Error;
  keptFootage?: readonly string[];
  signal?: AbortSignal;
}

export interface Bench<F extends Fields> {
  context: ReceiveContext<Values<F>>;
  delivered: RawMessage[];
  /** Which other source each of them was handed to. */
  handedTo: (string | undefined)[];
  observed: Observation[];
  warned: string[];
  stop(): void;
}

export const text = ({ body }: RawMessage): string => Buffer.from(body).toString('utf8');

const openJson = (message: RawMessage): Opened => {
  const document: unknown = JSON.parse(text(message));
  return { rows: Array.isArray(document) ? document : [document], document };
};

const digestOf = (row: unknown): string => createHash('sha256').update(JSON.stringify(row)).digest('hex');

/** Settings parsed as the hub parses them, and a store in memory that keeps what is delivered. */
export const benchFor = <F extends Fields>(
  connector: Connector<F>,
  settings: Record<string, unknown>,
  surroundings: Surroundings = {},
): Bench<F> => {
  const { open = openJson, path = '', directory, keptFootage, idOf, memory = new Map() } = surroundings;
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const delivered: RawMessage[] = [];
  const handedTo: (string | undefined)[] = [];
  const observed: Observation[] = [];
  const warned: string[] = [];
  const stored = new Set<string>();
  let { failOnce } = surroundings;

  const deliverOne = async (message: RawMessage): Promise<Delivery> => {
    delivered.push(message);
    const ids: (string | undefined)[] = [];
    const delivery: Delivery = { messageId: delivered.length, stored: 0, unchanged: 0, deadLettered: 0, ids };
    try {
      const { rows } = await open(message);
      for (const row of rows) {
        if (idOf) {
          ids.push(idOf(row));
          if (ids.at(-1) === undefined) {
            delivery.deadLettered += 1;
            continue;
          }
        }
        const digest = digestOf(row);
        if (stored.has(digest)) delivery.unchanged += 1;
        else delivery.stored += 1;
        stored.add(digest);
      }
      return delivery;
    } catch (error) {
      return { ...delivery, deadLettered: 1, error: error instanceof Error ? error.message : String(error) };
    }
  };

  const context: ReceiveContext<Values<F>> = {
    source: 'test-source',
    settings: parseSettings(connector.settings, settings, 'test-source'),
    signal: surroundings.signal ?? controller.signal,
    open: async (message) => open(message),
    observe: (observation) => void observed.push(observation),
    directory: directory ?? { orgs: async () => [], people: async () => [] },
    memory: {
      async get(key) {
        const kept = memory.get(key);
        return kept !== undefined && kept.until > Date.now() ? kept.value : undefined;
      },
      async set(key, value, seconds) {
        memory.set(key, { value: JSON.parse(JSON.stringify(value)), until: Date.now() + seconds * 1000 });
      },
      async forget(key) {
        memory.delete(key);
      },
    },
    log: { warn: (_, message) => void warned.push(message) },
    path,
    async deliver(messages, to) {
      const failure = failOnce;
      failOnce = undefined;
      if (failure) throw failure;
      for (const _ of messages) handedTo.push(to);
      return Promise.all(messages.map(deliverOne));
    },
    ...(keptFootage ? { keptFootage: async (limit: number) => keptFootage.slice(0, limit) } : {}),
  };
  return { context, delivered, handedTo, observed, warned, stop: () => controller.abort() };
};

export interface Polled {
  pages: Page[];
  messages: RawMessage[];
  /** The last cursor that was given, else the one that was handed in. */
  cursor: Cursor | undefined;
}

/** One run of a poll, to its end. Cursors go through JSON, as in the store. */
export const pollOnce = async <F extends Fields>(
  connector: Connector<F>,
  { context }: Bench<F>,
  cursor?: Cursor,
): Promise<Polled> => {
  if (!connector.poll) throw new Error('this connector does not poll');
  const pages: Page[] = [];
  let last = cursor;
  for await (const page of connector.poll(context, cursor)) {
    pages.push(page);
    if (page.cursor !== undefined) last = JSON.parse(JSON.stringify(page.cursor));
  }
  return { pages, messages: pages.flatMap(({ messages }) => messages), cursor: last };
};

import type { Delivery } from '../core/connector.ts';
import { RetriableError } from '../core/errors.ts';
import type { Store } from '../store/open.ts';
import { numberOf, type PreparedMessage } from './prepare.ts';
import { rowsOf, storeMessages } from './store-messages.ts';
import { storeNew } from './store-new.ts';

interface Waiting {
  readonly prepared: readonly PreparedMessage[];
  /** What its rows are known by. */
  readonly numbers: readonly string[];
  resolve(deliveries: Delivery[]): void;
  reject(error: unknown): void;
}

interface Line {
  waiting: Waiting[];
  /** Transactions under way. */
  busy: number;
  /** Numbers in them: what is told of these next waits, so that it is stored in the order it came. */
  underWay: Set<string>;
}

/** One commits while the other one begins. */
const atOnce = 2;
/** Rows of one transaction; a single request may have more. */
const rowsTogether = 1_000;

const lines = new WeakMap<Store, Map<string, Line>>();

const lineOf = (store: Store, source: string): Line => {
  const all = lines.get(store) ?? new Map<string, Line>();
  lines.set(store, all);
  const line = all.get(source) ?? { waiting: [], busy: 0, underWay: new Set<string>() };
  all.set(source, line);
  return line;
};

const takeGroup = (line: Line): Waiting[] => {
  let rows = 0;
  let count = 0;
  for (const { prepared, numbers } of line.waiting) {
    if (numbers.some((number) => line.underWay.has(number))) break;
    rows += prepared.reduce((total, message) => total + rowsOf(message), 0);
    if (count > 0 && rows > rowsTogether) break;
    count += 1;
  }
  return line.waiting.splice(0, count);
};

/** One that fails must not take its neighbours with it: with the database there, each is tried alone. */
const storeGroup = async (store: Store, source: string, group: readonly Waiting[]): Promise<void> => {
  try {
    const all = group.flatMap(({ prepared }) => prepared);
    const deliveries = (await storeNew(store, source, all)) ?? (await storeMessages(store, source, all));
    let start = 0;
    for (const { prepared, resolve } of group) {
      resolve(deliveries.slice(start, start + prepared.length));
      start += prepared.length;
    }
  } catch (error) {
    if (group.length === 1 || error instanceof RetriableError) for (const { reject } of group) reject(error);
    else for (const each of group) await storeGroup(store, source, [each]);
  }
};

const work = async (store: Store, source: string, line: Line): Promise<void> => {
  line.busy += 1;
  try {
    for (let group = takeGroup(line); group.length > 0; group = takeGroup(line)) {
      const numbers = group.flatMap((waiting) => waiting.numbers);
      for (const number of numbers) line.underWay.add(number);
      await storeGroup(store, source, group);
      for (const number of numbers) line.underWay.delete(number);
    }
  } finally {
    line.busy -= 1;
  }
};

/**
 * As `storeMessages`, together with whatever other requests of the source wait: when they come faster than the disk
 * confirms commits, one commit serves many of them. Each gets its own answer, after the commit.
 */
export const storeTogether = (
  store: Store,
  source: string,
  prepared: readonly PreparedMessage[],
): Promise<Delivery[]> =>
  new Promise((resolve, reject) => {
    const line = lineOf(store, source);
    const numbers = prepared.flatMap(({ rows }) => rows.flatMap((row) => numberOf(row) ?? []));
    line.waiting.push({ prepared, numbers, resolve, reject });
    if (line.busy < atOnce) void work(store, source, line);
  });

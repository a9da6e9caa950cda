import type { Db } from './open.ts';
import { isDuplicateKey } from './trouble.ts';

/** `stored`: new or changed. `unchanged`: the store has this content already, or a newer one. */
export type Outcome = 'stored' | 'unchanged';

/** Where a version came from: its message and the moment of storing, epoch ms. */
export interface Origin {
  messageId: number | null;
  at: number;
}

/** What became of one item. */
export interface Saved {
  id: number;
  outcome: Outcome;
}

/** One version of a thing that is named for ever by source and externalId. */
export interface Version {
  readonly source: string;
  readonly externalId: string;
  readonly hash: string;
  /** The other side's own version (epoch ms), null where it gives none. */
  readonly updatedAt: number | null;
  /** The message it came with, null when it came without one. Ids grow in the order of arrival. */
  readonly messageId: number | null;
}

/** What the store has of a thing. */
export interface Known extends Version {
  readonly id: number;
  readonly version: number;
}

/** What has to be written: `id` undefined for a new thing. */
export interface Write<T extends Version> {
  item: T;
  id: number | undefined;
  version: number;
}

export interface Family<T extends Version> {
  /** Rows by name, locked until the transaction ends. */
  find(db: Db, source: string, externalIds: readonly string[]): Promise<Known[]>;
  /** Plain insert: a name that is there already must fail as a duplicate key. @returns the new ids in order */
  insert(db: Db, writes: readonly Write<T>[]): Promise<number[]>;
  update(db: Db, writes: readonly (Write<T> & { id: number })[]): Promise<void>;
  /** The same content came again with a later message. */
  confirm(db: Db, ids: readonly number[], messageId: number): Promise<void>;
}

export interface Upserted<T extends Version> {
  /** For each item in order. */
  results: Saved[];
  written: (Write<T> & { id: number })[];
}

interface State<T extends Version> {
  id: number | undefined;
  version: number;
  content: Version;
  write: T | undefined;
  confirmedBy: number | undefined;
  /** Nothing of this batch was weighed against it yet. */
  isAsStored: boolean;
}

const nameOf = (item: Pick<Version, 'source' | 'externalId'>) => `${item.source}\n${item.externalId}`;

/**
 * Whether `item` tells of an earlier moment than what is known: by the other side's own version where both have one,
 * else by the order in which their messages came.
 */
const isOlder = (item: Version, known: Version): boolean => {
  if (item.updatedAt !== null && known.updatedAt !== null && item.updatedAt !== known.updatedAt) {
    return item.updatedAt < known.updatedAt;
  }
  return item.messageId !== null && known.messageId !== null && item.messageId < known.messageId;
};

const decide = <T extends Version>(states: Map<string, State<T>>, item: T): Outcome => {
  const state = states.get(nameOf(item));
  if (state === undefined) {
    states.set(nameOf(item), {
      id: undefined,
      version: 1,
      content: item,
      write: item,
      confirmedBy: undefined,
      isAsStored: false,
    });
    return 'stored';
  }
  // The same message once more is read by a mended mapping: what was wrong may have been its very version.
  const isToldAnew = state.isAsStored && item.messageId !== null && item.messageId === state.content.messageId;
  if (!isToldAnew && isOlder(item, state.content)) return 'unchanged';
  state.isAsStored = false;
  if (item.hash === state.content.hash) {
    // Without a version of its own, order of arrival is all there is to tell what is newer: it has to be kept.
    if (item.updatedAt === null && item.messageId !== null && item.messageId !== state.content.messageId) {
      state.content = { ...state.content, messageId: item.messageId };
      if (state.write === undefined) state.confirmedBy = item.messageId;
    }
    return 'unchanged';
  }
  states.set(nameOf(item), {
    ...state,
    version: state.version + 1,
    content: item,
    write: item,
    confirmedBy: undefined,
  });
  return 'stored';
};

const bySource = (items: readonly Version[]): Map<string, string[]> => {
  const groups = new Map<string, Set<string>>();
  for (const { source, externalId } of items) {
    const group = groups.get(source) ?? new Set();
    groups.set(source, group.add(externalId));
  }
  // In one order everywhere, so that concurrent transactions wait for each other instead of deadlocking.
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([source, ids]) => [source, [...ids].sort()]));
};

const load = async <T extends Version>(db: Db, family: Family<T>, items: readonly Version[]): Promise<Known[]> => {
  const known: Known[] = [];
  for (const [source, ids] of bySource(items)) known.push(...(await family.find(db, source, ids)));
  return known;
};

const bounded = 20;

/** All of them, or none and a duplicate key. The database undoes a single failed statement by itself. */
const insertAll = async <T extends Version>(
  db: Db,
  family: Family<T>,
  writes: readonly Write<T>[],
): Promise<number[]> => {
  if (writes.length === 0) return [];
  if (writes.length === 1) return family.insert(db, writes);
  return db.transaction((savepoint) => family.insert(savepoint as Db, writes));
};

/**
 * Store versions of named things in order, inside the caller's transaction. The same name may come several times and
 * from several transactions at once: it gets one row, and the newest version wins in the end.
 */
export const upsert = async <T extends Version>(
  db: Db,
  family: Family<T>,
  items: readonly T[],
): Promise<Upserted<T>> => {
  for (let attempt = 1; ; attempt += 1) {
    const states = new Map<string, State<T>>(
      (await load(db, family, items)).map((known) => [
        nameOf(known),
        {
          id: known.id,
          version: known.version,
          content: known,
          write: undefined,
          confirmedBy: undefined,
          isAsStored: true,
        },
      ]),
    );
    const outcomes = items.map((item) => decide(states, item));
    const fresh = [...states.values()]
      .filter((state) => state.id === undefined)
      .sort((a, b) => (nameOf(a.content) < nameOf(b.content) ? -1 : 1));
    try {
      const writes = fresh.flatMap(({ write, version }) => (write ? [{ item: write, id: undefined, version }] : []));
      const ids = await insertAll(db, family, writes);
      for (const [index, state] of fresh.entries()) state.id = ids[index];
    } catch (error) {
      // Another transaction inserted one of them in between and has committed: look again.
      if (!isDuplicateKey(error) || attempt >= bounded) throw error;
      continue;
    }
    return finish(db, family, items, outcomes, states, new Set(fresh));
  }
};

const finish = async <T extends Version>(
  db: Db,
  family: Family<T>,
  items: readonly T[],
  outcomes: readonly Outcome[],
  states: ReadonlyMap<string, State<T>>,
  fresh: ReadonlySet<State<T>>,
): Promise<Upserted<T>> => {
  const written: (Write<T> & { id: number })[] = [];
  const changed: (Write<T> & { id: number })[] = [];
  const confirmed = new Map<number, number[]>();
  for (const state of states.values()) {
    const id = state.id as number;
    if (state.write) {
      const write = { item: state.write, id, version: state.version };
      written.push(write);
      if (!fresh.has(state)) changed.push(write);
    } else if (state.confirmedBy !== undefined) {
      confirmed.set(state.confirmedBy, [...(confirmed.get(state.confirmedBy) ?? []), id]);
    }
  }
  if (changed.length > 0) await family.update(db, changed);
  for (const [messageId, ids] of confirmed) await family.confirm(db, ids, messageId);
  const results = items.map((item, index) => ({
    id: states.get(nameOf(item))?.id as number,
    outcome: outcomes[index] as Outcome,
  }));
  return { results, written };
};

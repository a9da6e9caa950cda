import { NotFoundError } from '../core/errors.ts';
import type { Store } from '../store/open.ts';
import { sourceFinder } from '../store/source-finder.ts';
import type { SourceRow } from '../store/sources.ts';
import { asStoreError } from '../store/trouble.ts';

interface Reading {
  /** Begun before whoever asks now. */
  running: Promise<SourceRow | undefined> | undefined;
  /** Begins when that one is over, for all who asked meanwhile. */
  next: Promise<SourceRow | undefined> | undefined;
}

const readings = new WeakMap<Store, Map<string, Reading>>();
/** Sources as last read: with the database away the other side still gets its answer in its own protocol. */
const lastSeen = new WeakMap<Store, Map<string, SourceRow>>();

const finders = new WeakMap<Store, ReturnType<typeof sourceFinder>>();

const finderOf = (store: Store) => {
  const finder = finders.get(store) ?? sourceFinder(store);
  finders.set(store, finder);
  return finder;
};

const ofStore = <T>(all: WeakMap<Store, Map<string, T>>, store: Store): Map<string, T> => {
  const known = all.get(store) ?? new Map<string, T>();
  all.set(store, known);
  return known;
};

/**
 * As it is now: read after it was asked for, never before, so that a pause or a changed key holds from the next request
 * on. Requests that come while a reading is under way share the one after it.
 */
const readNow = (store: Store, name: string): Promise<SourceRow | undefined> => {
  const all = ofStore(readings, store);
  const reading = all.get(name) ?? { running: undefined, next: undefined };
  all.set(name, reading);
  const begin = (): Promise<SourceRow | undefined> => {
    reading.next = undefined;
    const running = finderOf(store)(name).finally(() => {
      if (reading.running === running) reading.running = undefined;
      if (reading.running === undefined && reading.next === undefined) all.delete(name);
    });
    reading.running = running;
    return running;
  };
  if (reading.running === undefined) return begin();
  reading.next ??= reading.running.then(begin, begin);
  return reading.next;
};

/**
 * The source a request is pushed to.
 *
 * @throws NotFoundError; RetriableError while the database is away and the source was never seen
 */
export const findPushed = async (store: Store, name: string): Promise<SourceRow> => {
  const seen = ofStore(lastSeen, store);
  try {
    const source = await readNow(store, name);
    if (source === undefined) {
      seen.delete(name);
      throw new NotFoundError(`[hub] [receive] there is no source named ${name}`, {
        remedy: 'correct the address: /receive/ and the name of the source',
      });
    }
    seen.set(name, source);
    return source;
  } catch (error) {
    const remembered = seen.get(name);
    if (remembered === undefined || error instanceof NotFoundError) throw asStoreError(error);
    return remembered;
  }
};

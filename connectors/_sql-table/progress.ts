import type { Change } from './keyset.ts';
import { type Place, placeToBegin, type StartSettings, type StoredPlace } from './position.ts';

/** How far one table was read in one poll. */
export interface Progress {
  /** Read on from here. */
  readonly place: Place;
  /** What is to be stored for the table now. */
  readonly stored: StoredPlace | undefined;
  /** Note a page of changes; `isEnd` when there are no more. */
  take(changes: readonly Change[], isEnd: boolean): void;
}

/**
 * The stored place only ever moves forward. While rows before it are read again, "forward" cannot be told from keys
 * (the database sorts them by its own rules), so it is told by meeting the stored row or a later time.
 *
 * @param begun epoch ms at which the poll began
 */
export const createProgress = (start: StoredPlace | undefined, settings: StartSettings, begun: number): Progress => {
  let place = placeToBegin(start, settings, begun);
  let stored = start;
  let isBehind = stored !== undefined && place.key === undefined;

  const isLater = (at: string, than: string): boolean =>
    settings.cursorKind === 'number' ? BigInt(at) > BigInt(than) : at > than;

  return {
    get place() {
      return place;
    },
    get stored() {
      return stored;
    },
    take(changes, isEnd) {
      const last = changes.at(-1);
      if (last) place = { at: last.at, key: last.key };
      if (isBehind && stored) {
        const { at, key } = stored;
        isBehind = !changes.some((change) => isLater(change.at, at) || (change.at === at && change.key === key));
      }
      const isSame = last !== undefined && last.at === stored?.at && last.key === stored.key;
      if (last && !isBehind && !isSame) {
        stored = { at: last.at, key: last.key, readAt: Date.now(), settled: false };
      } else if (stored && isEnd && begun - stored.readAt > settings.overlapSeconds * 1000) {
        stored = { ...stored, settled: true };
      }
    },
  };
};

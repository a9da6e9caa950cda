import { writeTime } from '../_kit/time-text.ts';
import type { Change } from './keyset.ts';
import { marksWith, type Place, placeToBegin, type StartSettings, type StoredPlace } from './position.ts';

/** How far one table was read in one poll. */
export interface Progress {
  /** Read on from here. */
  readonly place: Place;
  /** What is to be stored for the table now. */
  readonly stored: StoredPlace | undefined;
  /** Note a page of changes; `isEnd` when there are no more. */
  take(changes: readonly Change[], isEnd: boolean): void;
}

/** A clock of theirs may go so much ahead of ours, ms. */
const aheadMs = 86_400_000;
const digitsOf = (time: string): string => time.replace(/\D/g, '');

/**
 * The stored place only ever moves forward, and never past now: a single row with a time of next year would have all that
 * comes before then passed over. While rows before it are read again, "forward" cannot be told from keys
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

  const latest = digitsOf(writeTime(begun + aheadMs, 'yyyy-MM-dd HH:mm:ss', settings.zone));
  /** Digit by digit, for columns hold times in many spellings. */
  const isDue = ({ at }: Change): boolean => {
    const digits = digitsOf(at);
    return settings.cursorKind === 'number' || digits.slice(0, latest.length) <= latest.slice(0, digits.length);
  };

  return {
    get place() {
      return place;
    },
    get stored() {
      return stored;
    },
    take(changes, isEnd) {
      const reached = changes.at(-1);
      if (reached) place = { at: reached.at, key: reached.key };
      const last = changes.findLast(isDue);
      if (isBehind && stored) {
        const { at, key } = stored;
        isBehind = !changes.some((change) => isLater(change.at, at) || (change.at === at && change.key === key));
      }
      const isSame = last !== undefined && last.at === stored?.at && last.key === stored.key;
      if (last && !isBehind && !isSame) {
        const readAt = Date.now();
        const { at, key } = last;
        const marks =
          settings.cursorKind === 'number'
            ? { marks: marksWith(stored?.marks, at, readAt, settings.overlapSeconds * 1000) }
            : {};
        stored = { at, key, readAt, settled: false, ...marks };
      } else if (stored && isEnd && begun - stored.readAt > settings.overlapSeconds * 1000) {
        stored = { ...stored, settled: true };
      }
    },
  };
};

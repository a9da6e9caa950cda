import type { LineReading } from './engine/bandwidth.ts';

/** Bits a second: below, the main picture gets all there is and the others show stills. */
const enoughForMany = 1_500_000;
/** A line that got worse by this much is thin again; in between things stay as they are. */
const tooThinForMany = 1_000_000;
/** On a line nobody has measured, the main picture loads this many seconds ahead before anything else does. */
const firstAheadSeconds = 3;
/** The main picture may wait this long before the others have to make room. */
const longestWaitMs = 3_000;
const firstPauseMs = 20_000;
const longestPauseMs = 10 * 60_000;
/** Others that moved for so long without harm have proven the line. */
const provenMs = 2 * 60_000;

/** The line and the main picture at one moment. */
export interface MainReading {
  readonly line: LineReading;
  /** It should play and has nothing to play from. */
  readonly waits: boolean;
  /** Seconds it has loaded ahead. */
  readonly ahead: number;
}

/** `soon`: the main picture comes first, and nothing speaks against the others. */
export type Room = 'many' | 'soon' | 'thin';

/**
 * Whether the line has room for moving pictures beside the main one. What the main one measures is its share of the line,
 * which grows as the others stop: so they come back only after a pause, and a longer one each time it went wrong.
 */
export class RoomForMany {
  #room: Room = 'soon';
  #since = 0;
  #notBefore = 0;
  #pauseMs = firstPauseMs;
  #waitsSince: number | undefined;

  /** @param now milliseconds of a clock that never goes back */
  look(now: number, main: MainReading): Room {
    this.#waitsSince = main.waits ? (this.#waitsSince ?? now) : undefined;
    if (this.#room === 'many') {
      if (this.#isHarmed(now, main)) {
        this.#room = 'thin';
        this.#notBefore = now + this.#pauseMs;
        this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
      } else if (now - this.#since > provenMs) this.#pauseMs = firstPauseMs;
    } else if (now < this.#notBefore || !bears(main.line)) this.#room = 'thin';
    else if (main.waits || (main.line.measured === undefined && main.ahead < firstAheadSeconds)) this.#room = 'soon';
    else {
      this.#room = 'many';
      this.#since = now;
    }
    return this.#room;
  }

  #isHarmed(now: number, { line }: MainReading): boolean {
    if (line.saves || (line.measured ?? enoughForMany) < tooThinForMany) return true;
    return this.#waitsSince !== undefined && now - this.#waitsSince > longestWaitMs;
  }
}

const bears = ({ saves, measured, guessed = enoughForMany }: LineReading): boolean =>
  !saves && (measured === undefined ? guessed >= tooThinForMany : measured >= enoughForMany);

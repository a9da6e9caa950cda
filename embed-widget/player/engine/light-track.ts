import { Refusal } from './load-patiently.ts';
import { firstPiece, type Pieces, type Rung, type Segment } from './rungs.ts';

/** Seconds that two pieces may lie apart and still meet. */
const slack = 0.25;
/** Seconds after the playhead that are not loaded again in a better rung. */
const leftAlone = 6;

/** How far is loaded without a hole from a moment on, seconds of the clip. */
const loadedTo = ({ buffered }: SourceBuffer, seconds: number): number => {
  let end = seconds;
  for (let i = 0; i < buffered.length; i += 1)
    if (buffered.start(i) <= end + slack && buffered.end(i) > end) end = buffered.end(i);
  return end;
};

/** Picture or sound of a clip in a `SourceBuffer`: which pieces are there, and which comes next. */
export class LightTrack {
  readonly rungs: readonly Rung[];
  /** Place in the rungs of what is loaded next. */
  rung: number;
  readonly #source: MediaSource;
  readonly #buffer: SourceBuffer;
  readonly #pieces: (Pieces | undefined)[] = [];
  /** Of the rung it began with: they are as long in all. */
  readonly #segments: readonly Segment[];
  /** Rung whose beginning the buffer was given last. */
  #begun: number | undefined;
  readonly #held: { readonly from: number; readonly to: number; readonly rung: number }[] = [];

  /** @param rung place of the one to begin with, of a type the browser plays @param pieces what its playlist says */
  constructor(rungs: readonly Rung[], rung: number, pieces: Pieces, source: MediaSource) {
    this.rungs = rungs;
    this.rung = rung;
    this.#pieces[rung] = pieces;
    this.#segments = pieces.segments;
    this.#source = source;
    this.#buffer = source.addSourceBuffer(rungs[rung]?.type ?? '');
  }

  /** What the playlist of the rung says. @param read reads one; undefined when it cannot be understood */
  async pieces(read: (url: string) => Promise<Pieces | undefined>): Promise<Pieces> {
    const { rung } = this;
    const pieces = this.#pieces[rung] ?? (await read(this.rungs[rung]?.url ?? ''));
    if (!pieces) throw new Error(`${this.rungs[rung]?.url} is not a playlist of segments`);
    this.#pieces[rung] = pieces;
    return pieces;
  }

  get isBegun(): boolean {
    return this.#begun === this.rung;
  }

  /** Up to where the playhead can go from a moment on. A track that has all there is holds up no other. */
  reaches(at: number): number {
    const to = loadedTo(this.#buffer, at);
    const rest = this.#segments.some((one) => !one.isGap && one.to > to + slack);
    return rest ? to : Number.POSITIVE_INFINITY;
  }

  /** Seconds loaded after a moment. */
  ahead(at: number): number {
    return loadedTo(this.#buffer, at) - at;
  }

  /** The first piece after a moment that is not there yet, or only smaller. */
  next(pieces: Pieces, at: number): Segment | undefined {
    return firstPiece(pieces, at, (one) => !this.#has(one, at));
  }

  /** Give the buffer the beginning of the rung. @throws Refusal */
  async begin(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { rung } = this;
    await this.#append(bytes);
    this.#begun = rung;
  }

  /**
   * Take a piece as it comes: its first pictures show before its last have come.
   *
   * @throws Refusal when the bytes do not hold what the playlist says
   */
  async take(segment: Segment, body: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<void> {
    const { from, to } = segment;
    // Of one that broke off, half a frame may wait for its rest. A source at its end opens again by what it is given.
    if (this.#source.readyState === 'open') this.#buffer.abort();
    for await (const bytes of body) await this.#append(bytes);
    if (!this.#isLoaded(segment)) throw new Refusal('broken', `${segment.url} does not hold the seconds it should`);
    this.#held.push({ from, to, rung: this.#begun ?? 0 });
  }

  get isBusy(): boolean {
    return this.#buffer.updating;
  }

  /** Whether the end of the clip is loaded. */
  get isWhole(): boolean {
    const last = this.#segments.at(-1);
    return last !== undefined && this.#isLoaded(last);
  }

  #has(segment: Segment, at: number): boolean {
    if (!this.#isLoaded(segment)) return false;
    const middle = (segment.from + segment.to) / 2;
    const isFine = this.#held.some(({ from, to, rung }) => rung >= this.rung && from <= middle && to >= middle);
    return isFine || segment.from < at + leftAlone;
  }

  /** The edges of a segment lie where its frames do, so its middle is asked for; the browser may have dropped it. */
  #isLoaded({ from, to }: Segment): boolean {
    const middle = (from + to) / 2;
    const { buffered } = this.#buffer;
    for (let i = 0; i < buffered.length; i += 1)
      if (buffered.start(i) <= middle && buffered.end(i) > middle) return true;
    return false;
  }

  async #append(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const buffer = this.#buffer;
    await new Promise<void>((resolve, reject) => {
      const refuse = (): void => reject(new Refusal('broken', 'the browser does not take these bytes'));
      buffer.addEventListener('error', refuse, { once: true });
      buffer.addEventListener(
        'updateend',
        () => {
          buffer.removeEventListener('error', refuse);
          resolve();
        },
        { once: true },
      );
      try {
        buffer.appendBuffer(bytes);
      } catch {
        refuse();
      }
    });
  }
}

import { rememberBandwidth } from './bandwidth.ts';
import { cameEarly } from './early-answers.ts';
import type { Engine, EngineListener } from './engine.ts';
import { LightTrack } from './light-track.ts';
import { LineMeter } from './line-meter.ts';
import { loadPatiently, Refusal } from './load-patiently.ts';
import { firstRung, nextRung, type Pieces, piecesOf, tracksOf } from './rungs.ts';
import { aheadOf } from './streaming-settings.ts';

/** Holes up to so many seconds are jumped over: segments made apart from each other may not meet to the frame. */
const longestHole = 0.5;

/** A body as it comes. Browsers of 2020 do not iterate over one by themselves. */
async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body?.getReader();
  for (let one = await reader?.read(); one?.value; one = await reader?.read()) yield one.value;
}

const whole = async (body: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
};

/**
 * Plays a rendition from a few pages of code: what shows the first seconds where the streaming library has not come yet.
 * It begins with the rung that fits what is known of the line, and climbs when that carries more.
 */
export class LightEngine implements Engine {
  readonly #video: HTMLVideoElement;
  readonly #listener: EngineListener;
  readonly #guess: number;
  readonly #closing = new AbortController();
  readonly #source = new MediaSource();
  readonly #meter = new LineMeter();
  #tracks: readonly LightTrack[] = [];
  #end = Number.POSITIVE_INFINITY;
  /** Where to begin, until the video stands there: metadata come before it can be sought. */
  #startTime: number | undefined;
  /** Loads that wait for the line to come back. */
  #interrupted = 0;
  /** Wakes the tracks that wait for something to load. */
  #wake: () => void = () => undefined;
  #waking = Promise.resolve();

  /** @param guess bits per second the first segment is chosen by */
  constructor(video: HTMLVideoElement, listener: EngineListener, guess: number) {
    this.#video = video;
    this.#listener = listener;
    this.#guess = guess;
    this.#look();
  }

  /** @throws Error when the rendition is none that this engine plays */
  async open(url: string, startTime: number): Promise<void> {
    const { signal } = this.#closing;
    const [source, video] = [this.#source, this.#video];
    this.#startTime = startTime;
    const opened = new Promise((resolve) => source.addEventListener('sourceopen', resolve, { once: true }));
    const address = URL.createObjectURL(source);
    video.src = address;
    const rungs = tracksOf(await this.#text(url), url);
    const begins = rungs.map((track) => firstRung(track, this.#guess));
    const reading = rungs.map((track, place) => {
      const first = track[begins[place] ?? 0];
      return first && this.#read(first.url);
    });
    const [lists] = await Promise.all([Promise.all(reading), opened]);
    URL.revokeObjectURL(address);
    signal.throwIfAborted();
    source.duration = Math.max(0, ...lists.map((list) => list?.segments.at(-1)?.to ?? 0));
    this.#tracks = rungs.map((track, place) => {
      const [begin = 0, list] = [begins[place], lists[place]];
      if (!track[begin]?.type || !list) throw new Error('no rung that can be played without the streaming library');
      return new LightTrack(track, begin, list, source);
    });
    for (const name of ['timeupdate', 'seeking']) video.addEventListener(name, () => this.#look(), { signal });
    for (const name of ['timeupdate', 'waiting']) video.addEventListener(name, () => this.#jumpHole(), { signal });
    const known = new Promise((resolve) => video.addEventListener('loadedmetadata', resolve, { once: true, signal }));
    const ended = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    for (const track of this.#tracks) void this.#feed(track);
    await Promise.race([known, ended]);
    if (signal.aborted) return;
    video.currentTime = startTime;
    this.#startTime = undefined;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#look();
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  keepTo(seconds: number | undefined): void {
    this.#end = seconds ?? Number.POSITIVE_INFINITY;
    this.#look();
  }

  #look(): void {
    this.#wake();
    this.#waking = new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  get #at(): number {
    return this.#startTime ?? this.#video.currentTime;
  }

  /** Load what the playhead will need until the engine is closed: in order, and no track far before another. */
  async #feed(track: LightTrack): Promise<void> {
    const { signal } = this.#closing;
    try {
      while (!signal.aborted) {
        const bandwidths = track.rungs.map(({ bandwidth }) => bandwidth);
        const before = track.rung;
        if (track.isBegun) track.rung = nextRung(before, bandwidths, this.#meter.line, track.ahead(this.#at));
        const pieces = await track.pieces((url) => this.#read(url));
        if (!track.isBegun) await this.#begin(track, pieces);
        const at = this.#at;
        const next = track.next(pieces, at);
        const until = Math.min(this.#end, at + aheadOf('full'), ...this.#tracks.map((one) => one.reaches(at) + 0.25));
        if (next && next.from < until) {
          await this.#load(next.url, (body) => track.take(next, body));
          this.#look();
        } else {
          this.#finish();
          await this.#waking;
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#closing.abort();
      this.#listener.failed(error instanceof Refusal ? error.reason : 'broken', String(error));
    }
  }

  async #begin(track: LightTrack, { init }: Pieces): Promise<void> {
    const bytes = await this.#load(init, whole);
    this.#closing.signal.throwIfAborted();
    await track.begin(bytes);
  }

  /** Say that nothing comes behind it, once the end of the clip is loaded. */
  #finish(): void {
    if (this.#source.readyState !== 'open' || this.#tracks.some(({ isBusy }) => isBusy)) return;
    if (this.#tracks.every(({ isWhole }) => isWhole)) this.#source.endOfStream();
  }

  /** The playhead stands before a hole, and what comes after is there. */
  #jumpHole(): void {
    const { buffered, currentTime, readyState, seeking } = this.#video;
    if (seeking || readyState > HTMLMediaElement.HAVE_CURRENT_DATA || this.#video.readyState === 0) return;
    for (let i = 0; i < buffered.length; i += 1) {
      const from = buffered.start(i);
      if (from > currentTime && from - currentTime < longestHole) this.#video.currentTime = from + 0.01;
    }
  }

  async #text(url: string): Promise<string> {
    return new TextDecoder().decode(await this.#load(url, whole));
  }

  async #read(url: string): Promise<Pieces | undefined> {
    return piecesOf(await this.#text(url), url);
  }

  /** @throws Refusal */
  async #load<T>(url: string, read: (body: AsyncIterable<Uint8Array<ArrayBuffer>>) => Promise<T>): Promise<T> {
    let isWaiting = false;
    const { signal } = this.#closing;
    const result = await loadPatiently(
      url,
      signal,
      (answer) => read(cameEarly(answer) ? chunksOf(answer) : this.#measured(answer)),
      () => {
        isWaiting = true;
        this.#interrupted += 1;
        if (this.#interrupted === 1) this.#listener.interrupted();
      },
    );
    if (isWaiting) {
      this.#interrupted -= 1;
      if (this.#interrupted === 0) this.#listener.recovered();
    }
    return result;
  }

  /** The way to the hub and back is none of the line's width: it is measured from the first byte on. */
  async *#measured(answer: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    let bytes = 0;
    this.#meter.begin(performance.now());
    try {
      for await (const chunk of chunksOf(answer)) {
        this.#closing.signal.throwIfAborted();
        bytes += chunk.length;
        yield chunk;
      }
    } finally {
      const line = this.#meter.end(bytes, performance.now());
      if (line !== undefined) rememberBandwidth(line);
    }
  }
}

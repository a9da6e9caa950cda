// All that the hub gives to its own player is HLS; this form of the library is a quarter smaller than the whole.
import shaka from 'shaka-player/dist/shaka-player.hls-es2021.js';
import { expectedBandwidth, rememberBandwidth } from './bandwidth.ts';
import { climbAtOnce } from './climb-at-once.ts';
import type { Engine, EngineListener, FailureReason, PictureSize } from './engine.ts';
import { aheadOf, streamingSettings } from './streaming-settings.ts';

const firstWaitS = 1;
const longestWaitS = 15;

/** Why waiting will not help; undefined when it is the line or a server in trouble. */
const finalReason = (error: shaka.util.Error): FailureReason | undefined => {
  const { Category, Code } = shaka.util.Error;
  const status = error.code === Code.BAD_HTTP_STATUS ? Number(error.data[1]) : 0;
  if (status === 401 || status === 403) return 'refused';
  if (status === 404 || status === 410) return 'missing';
  if (error.category === Category.NETWORK) return undefined;
  return error.category === Category.MANIFEST ? 'format' : 'broken';
};

const newAbr = () => climbAtOnce(new shaka.abr.SimpleAbrManager());

const newPlayer = (size: PictureSize, guess: number): shaka.Player => {
  shaka.polyfill.installAll();
  const player = new shaka.Player();
  player.configure({ ...streamingSettings(size, guess), abrFactory: newAbr });
  return player;
};

/** A player that loads before there is a picture to draw on. */
interface Prepared {
  readonly url: string;
  readonly startTime: number;
  readonly guess: number;
  readonly player: shaka.Player;
  /** Undefined when the line or the hub was in trouble: then it is loaded the usual way, which tells of it. */
  readonly loading: Promise<shaka.media.PreloadManager | undefined>;
}
let prepared: Prepared | undefined;
const preparedMs = 15_000;
/** Of the hub's renditions. The library prefetches one segment too early; one that does not would load one ahead. */
const segmentSeconds = 4;

const drop = (one: Prepared): void => {
  if (prepared !== one) return;
  prepared = undefined;
  void one.player.destroy();
};

/** Load manifest and first segments of what is about to be opened large; drawing the page takes as long. */
export const prepareManifest = (url: string, startTime: number): void => {
  if (prepared) drop(prepared);
  const guess = expectedBandwidth();
  const player = newPlayer('full', guess);
  const loading = player.preload(url, startTime + segmentSeconds).then(
    (manager) => manager ?? undefined,
    () => undefined,
  );
  const one = { url, startTime, guess, player, loading };
  prepared = one;
  setTimeout(() => drop(one), preparedMs);
};

/** What was prepared, once, for whoever opens large. */
const takePrepared = (): Prepared | undefined => {
  const one = prepared;
  prepared = undefined;
  return one;
};

/**
 * Streams a manifest. The only file that knows shaka-player. By itself shaka gives up after its retries and stays
 * silent when the line comes back; here it is told to go on until the element is closed.
 */
export class ShakaEngine implements Engine {
  readonly #video: HTMLVideoElement;
  readonly #listener: EngineListener;
  readonly #size: PictureSize;
  readonly #prepared: Prepared | undefined;
  readonly #player: shaka.Player;
  readonly #closing = new AbortController();
  readonly #guess: number;
  #url = '';
  #startTime = 0;
  #loaded = false;
  #waitS = firstWaitS;
  #interrupted = false;
  /** End of the buffer when streaming was last asked to go on. */
  #bufferedTo = 0;
  /** Nothing beyond is loaded. */
  #end: number | undefined;
  #ahead = 0;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(video: HTMLVideoElement, listener: EngineListener, size: PictureSize) {
    this.#video = video;
    this.#listener = listener;
    this.#size = size;
    this.#prepared = size === 'full' ? takePrepared() : undefined;
    this.#guess = this.#prepared?.guess ?? expectedBandwidth();
    this.#player = this.#prepared?.player ?? newPlayer(size, this.#guess);
  }

  async open(url: string, startTime: number): Promise<void> {
    this.#url = url;
    this.#startTime = startTime;
    this.#player.configure('streaming.failureCallback', (error: shaka.util.Error) => this.#onError(error));
    const { signal } = this.#closing;
    this.#player.addEventListener('error', (event: Event) =>
      this.#onError((event as Event & { detail: shaka.util.Error }).detail),
    );
    for (const name of ['timeupdate', 'progress'])
      this.#video.addEventListener(name, () => this.#onProgress(), { signal });
    this.#video.addEventListener('progress', () => this.#measure(), { signal });
    this.#video.addEventListener('loadeddata', () => this.#adaptSoon(signal), { signal, once: true });
    window.addEventListener('online', () => this.#resume(), { signal });
    this.#video.addEventListener('timeupdate', () => this.#keepAhead(), { signal });
    this.#keepAhead();
    await this.#player.attach(this.#video);
    await this.#load();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#again);
    this.#measure();
    await this.#player.destroy();
  }

  keepTo(seconds: number | undefined): void {
    this.#end = seconds;
    this.#keepAhead();
  }

  /** What is loaded ahead ends where what is shown ends, by whole seconds. */
  #keepAhead(): void {
    const at = this.#loaded ? this.#video.currentTime : this.#startTime;
    const left = this.#end === undefined ? Number.POSITIVE_INFINITY : Math.ceil(this.#end - at);
    const ahead = Math.max(1, Math.min(aheadOf(this.#size), left));
    if (ahead === this.#ahead) return;
    this.#ahead = ahead;
    this.#player.configure('streaming.bufferingGoal', ahead);
  }

  async #load(): Promise<void> {
    try {
      const ready = await this.#takeLoading();
      await this.#player.load(ready ?? this.#url, this.#startTime);
      this.#loaded = true;
      this.#recovered();
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#onError(error as shaka.util.Error);
    }
  }

  /** What was prepared of this very place, the first time it is loaded. */
  async #takeLoading(): Promise<shaka.media.PreloadManager | undefined> {
    const { url, startTime, loading } = this.#prepared ?? {};
    const manager = await loading;
    if (!manager) return undefined;
    if (url === this.#url && startTime === this.#startTime && !this.#interrupted) return manager;
    await manager.destroy();
    return undefined;
  }

  #onError(error: shaka.util.Error): void {
    if (this.#closing.signal.aborted || error.code === shaka.util.Error.Code.LOAD_INTERRUPTED) return;
    const reason = finalReason(error);
    if (reason) {
      this.#listener.failed(reason, `shaka ${error.code}`);
      return;
    }
    if (!this.#interrupted) {
      this.#interrupted = true;
      this.#bufferedTo = Number.POSITIVE_INFINITY;
      this.#listener.interrupted();
    }
    this.#tryLater();
  }

  #tryLater(): void {
    if (this.#again !== undefined) return;
    this.#again = setTimeout(() => this.#resume(), this.#waitS * 1000);
    this.#waitS = Math.min(this.#waitS * 2, longestWaitS);
  }

  /** Ask again, and go on asking until something arrives: not every failure of a retry is reported. */
  #resume(): void {
    clearTimeout(this.#again);
    this.#again = undefined;
    if (!this.#interrupted) return;
    if (!this.#loaded) {
      void this.#load();
      return;
    }
    this.#bufferedTo = this.#bufferEnd();
    this.#player.retryStreaming(0.1);
    this.#tryLater();
  }

  /**
   * Playing on proves nothing, it may come from the buffer; nor does what was under way when the line went down. It is
   * back when the buffer grows after it was asked for again, or has its end.
   */
  #onProgress(): void {
    if (!this.#interrupted || !this.#loaded) return;
    const end = this.#bufferEnd();
    if (end > this.#bufferedTo + 0.1 || end >= this.#video.duration - 0.5) this.#recovered();
  }

  /** What was prepared came unmeasured: rungs are changed once more has come, which says how the line is. */
  #adaptSoon(signal: AbortSignal): void {
    const first = this.#bufferEnd();
    const adapt = (): void => {
      if (this.#bufferEnd() < first + 0.5) return;
      this.#video.removeEventListener('progress', adapt);
      this.#player.configure('abr.enabled', true);
    };
    this.#video.addEventListener('progress', adapt, { signal });
  }

  /** A thumbnail's share of the line says little about the line; and until enough has come, the guess is what is told. */
  #measure(): void {
    const bandwidth = this.#player.getStats().estimatedBandwidth;
    if (this.#size === 'full' && bandwidth !== this.#guess) rememberBandwidth(bandwidth);
  }

  #bufferEnd(): number {
    const { buffered } = this.#video;
    return buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
  }

  #recovered(): void {
    this.#interrupted = false;
    this.#waitS = firstWaitS;
    clearTimeout(this.#again);
    this.#again = undefined;
    this.#listener.recovered();
  }
}

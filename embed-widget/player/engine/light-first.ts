import { aheadOf } from '../video-reading.ts';
import type { Engine, EngineListener } from './engine.ts';
import { LightEngine } from './light-engine.ts';

/** Seconds loaded ahead from which on the line may carry something else. */
const enoughAhead = 12;

/** Opens the streaming library; its code comes when it is first asked for. */
export type OpenLibrary = (video: HTMLVideoElement, listener: EngineListener) => Promise<Engine>;

/**
 * Plays by little code. The streaming library comes when enough is loaded ahead, for the clips after this one; what the
 * light engine cannot play is the library's at once.
 */
export class LightFirst implements Engine {
  readonly #video: HTMLVideoElement;
  readonly #listener: EngineListener;
  readonly #openLibrary: OpenLibrary;
  readonly #fetchLibrary: () => Promise<unknown>;
  readonly #closing = new AbortController();
  #engine: Engine;
  #isFetched = false;
  #url = '';
  #startTime = 0;
  #end: number | undefined;
  #givingUp: Promise<void> | undefined;

  constructor(
    video: HTMLVideoElement,
    listener: EngineListener,
    library: { readonly fetch: () => Promise<unknown>; readonly open: OpenLibrary },
    guess: number,
  ) {
    this.#video = video;
    this.#listener = listener;
    this.#openLibrary = library.open;
    this.#fetchLibrary = library.fetch;
    const heard: EngineListener = {
      interrupted: () => listener.interrupted(),
      recovered: () => listener.recovered(),
      failed: (reason, detail) => {
        if (reason === 'broken') this.#givingUp = this.#giveUp(video.currentTime || this.#startTime, detail);
        else listener.failed(reason, detail);
      },
    };
    this.#engine = new LightEngine(video, heard, guess);
  }

  async open(url: string, startTime: number): Promise<void> {
    [this.#url, this.#startTime] = [url, startTime];
    const { signal } = this.#closing;
    for (const name of ['progress', 'timeupdate'])
      this.#video.addEventListener(name, () => this.#fetchSoon(), { signal });
    try {
      await this.#engine.open(url, startTime);
      await this.#givingUp;
    } catch (error) {
      if (!signal.aborted) await this.#giveUp(startTime, String(error));
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#engine.close();
  }

  keepTo(seconds: number | undefined): void {
    this.#end = seconds;
    this.#engine.keepTo?.(seconds);
  }

  #fetchSoon(): void {
    const { currentTime, duration } = this.#video;
    const left = Math.min(this.#end ?? Number.POSITIVE_INFINITY, duration) - currentTime;
    if (this.#isFetched || !(aheadOf(this.#video) >= Math.min(enoughAhead, left))) return;
    this.#isFetched = true;
    // What does not come now is asked for again when it is needed.
    this.#fetchLibrary().catch(() => undefined);
  }

  /** What the light engine cannot play is the library's from here on. */
  async #giveUp(at: number, detail: string): Promise<void> {
    const { signal } = this.#closing;
    const video = this.#video;
    const wantsPlay = !video.paused;
    const engine = await this.#openLibrary(video, this.#listener).catch(() => undefined);
    if (signal.aborted) return void engine?.close();
    this.#isFetched = true;
    if (!engine) return this.#listener.failed('broken', detail);
    await this.#engine.close();
    this.#engine = engine;
    engine.keepTo?.(this.#end);
    await engine.open(this.#url, at);
    if (wantsPlay && video.paused && !signal.aborted) await video.play().catch(() => undefined);
  }
}

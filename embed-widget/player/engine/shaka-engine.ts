import shaka from 'shaka-player/dist/shaka-player.compiled-es2021.js';
import type { Engine, EngineListener } from './engine.ts';

const bandwidthKey = 'footage-bandwidth';
const firstWaitS = 1;
const longestWaitS = 15;

/** The bandwidth of last time, so that the first segment is neither too heavy nor too coarse. Bits per second. */
const rememberedBandwidth = (): number => {
  try {
    const kept = Number(localStorage.getItem(bandwidthKey));
    return kept > 50_000 ? kept : 1_000_000;
  } catch {
    return 1_000_000;
  }
};

const rememberBandwidth = (bitsPerSecond: number): void => {
  try {
    if (bitsPerSecond > 0) localStorage.setItem(bandwidthKey, String(Math.round(bitsPerSecond)));
  } catch {
    // A page that forbids storage just starts from the default next time.
  }
};

/**
 * Streams a manifest. The only file that knows shaka-player. By itself shaka gives up after its retries and stays
 * silent when the line comes back; here it is told to go on until the element is closed.
 */
export class ShakaEngine implements Engine {
  readonly #video: HTMLVideoElement;
  readonly #listener: EngineListener;
  readonly #player = new shaka.Player();
  readonly #closing = new AbortController();
  #url = '';
  #startTime = 0;
  #waitS = firstWaitS;
  #interrupted = false;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(video: HTMLVideoElement, listener: EngineListener) {
    this.#video = video;
    this.#listener = listener;
  }

  async open(url: string, startTime: number): Promise<void> {
    this.#url = url;
    this.#startTime = startTime;
    shaka.polyfill.installAll();
    await this.#player.attach(this.#video);
    const retries = { maxAttempts: 3, baseDelay: 500, backoffFactor: 2, fuzzFactor: 0.3, timeout: 20_000 };
    this.#player.configure({
      abr: { defaultBandwidthEstimate: rememberedBandwidth(), switchInterval: 2 },
      manifest: { retryParameters: retries },
      streaming: {
        bufferingGoal: 12,
        rebufferingGoal: 1,
        bufferBehind: 30,
        retryParameters: retries,
        failureCallback: (error: shaka.util.Error) => this.#onError(error),
      },
    });
    const { signal } = this.#closing;
    this.#player.addEventListener('error', (event: Event) =>
      this.#onError((event as Event & { detail: shaka.util.Error }).detail),
    );
    this.#video.addEventListener('timeupdate', () => this.#onProgress(), { signal });
    window.addEventListener('online', () => this.#resume(), { signal });
    await this.#load();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#again);
    rememberBandwidth(this.#player.getStats().estimatedBandwidth);
    await this.#player.destroy();
  }

  async #load(): Promise<void> {
    try {
      await this.#player.load(this.#url, this.#startTime);
      this.#recovered();
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#onError(error as shaka.util.Error);
    }
  }

  #onError(error: shaka.util.Error): void {
    const { Category, Code } = shaka.util.Error;
    if (this.#closing.signal.aborted || error.code === Code.LOAD_INTERRUPTED) return;
    const text = `shaka ${error.code}`;
    if (error.code === Code.BAD_HTTP_STATUS) {
      const status = Number(error.data[1]);
      if (status === 401 || status === 403) return this.#listener.failed('refused', text);
      if (status === 404 || status === 410) return this.#listener.failed('missing', text);
    }
    if (error.category !== Category.NETWORK)
      return this.#listener.failed(error.category === Category.MANIFEST ? 'format' : 'broken', text);
    if (!this.#interrupted) this.#listener.interrupted();
    this.#interrupted = true;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#resume(), this.#waitS * 1000);
    this.#waitS = Math.min(this.#waitS * 2, longestWaitS);
  }

  #resume(): void {
    if (!this.#interrupted) return;
    if (this.#player.getAssetUri() && this.#player.isFullyLoaded()) this.#player.retryStreaming(0.1);
    else void this.#load();
  }

  #onProgress(): void {
    if (this.#interrupted && this.#video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) this.#recovered();
  }

  #recovered(): void {
    this.#interrupted = false;
    this.#waitS = firstWaitS;
    clearTimeout(this.#again);
    this.#listener.recovered();
  }
}

import type { Engine, EngineListener } from './engine.ts';

const firstWaitMs = 1_000;
const longestWaitMs = 15_000;

/** Plays a file by `src`, with Range requests of the browser. After an outage it loads again where it stood. */
export class FileEngine implements Engine {
  readonly #video: HTMLVideoElement;
  readonly #listener: EngineListener;
  readonly #closing = new AbortController();
  #url = '';
  #at = 0;
  #wasPlaying = false;
  #waitMs = firstWaitMs;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(video: HTMLVideoElement, listener: EngineListener) {
    this.#video = video;
    this.#listener = listener;
  }

  open(url: string, startTime: number): Promise<void> {
    this.#url = url;
    this.#at = startTime;
    const { signal } = this.#closing;
    this.#video.addEventListener('error', () => void this.#onError(), { signal });
    this.#video.addEventListener('timeupdate', () => this.#note(), { signal });
    window.addEventListener('online', () => this.#reload(), { signal });
    return new Promise((resolve) => {
      this.#video.addEventListener('loadedmetadata', () => resolve(), { signal, once: true });
      signal.addEventListener('abort', () => resolve());
      this.#reload();
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#again);
    // One that never opened must leave the video alone: another engine may have taken it over already.
    if (this.#url === '') return;
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  /** Remember where we stand while all is well: a media element forgets its position when it fails. */
  #note(): void {
    if (this.#video.error) return;
    this.#at = this.#video.currentTime;
    this.#wasPlaying = !this.#video.paused;
    this.#waitMs = firstWaitMs;
  }

  #reload(): void {
    if (this.#video.getAttribute('src') && !this.#video.error) return;
    clearTimeout(this.#again);
    const { signal } = this.#closing;
    this.#video.src = this.#url;
    this.#video.addEventListener(
      'loadedmetadata',
      () => {
        this.#video.currentTime = this.#at;
        this.#listener.recovered();
        if (this.#wasPlaying) void this.#video.play().catch(() => undefined);
      },
      { signal, once: true },
    );
    this.#video.load();
  }

  /** A media error says little: ask the server itself why, then decide whether waiting helps. */
  async #onError(): Promise<void> {
    const detail = this.#video.error?.message ?? '';
    let status = 0;
    try {
      const answer = await fetch(this.#url, { headers: { Range: 'bytes=0-1' }, signal: this.#closing.signal });
      status = answer.status;
      await answer.body?.cancel();
    } catch {
      if (this.#closing.signal.aborted) return;
    }
    if (status === 401 || status === 403) return this.#listener.failed('refused', detail);
    if (status === 404 || status === 410) return this.#listener.failed('missing', detail);
    if (status >= 200 && status < 300 && this.#video.error?.code !== MediaError.MEDIA_ERR_NETWORK)
      return this.#listener.failed('format', detail);
    this.#listener.interrupted();
    this.#again = setTimeout(() => this.#reload(), this.#waitMs);
    this.#waitMs = Math.min(this.#waitMs * 2, longestWaitMs);
  }
}

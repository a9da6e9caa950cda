import { mirroredEvents } from './media-events.ts';

/** Passes on what a media element says, as events of the host under the same names. */
export class MirroredMedia {
  readonly #host: EventTarget;
  #isTold = false;

  constructor(host: EventTarget) {
    this.#host = host;
  }

  /** @param first done before an event is passed on */
  listen(video: HTMLVideoElement, first: (name: (typeof mirroredEvents)[number]) => void): void {
    for (const name of mirroredEvents)
      video.addEventListener(name, () => {
        first(name);
        if (name !== 'loadedmetadata') this.#tell(name);
      });
  }

  /** A clip is on its way: that it is open is news again. */
  opens(): void {
    this.#isTold = false;
  }

  /** It stands where it opens. Told no earlier, as the engine would take back the place a listener goes to. */
  stands(video: HTMLVideoElement): void {
    if (this.#isTold || video.readyState === 0) return;
    this.#isTold = true;
    setTimeout(() => this.#tell('loadedmetadata'));
  }

  #tell(name: string): void {
    this.#host.dispatchEvent(new Event(name, { composed: true }));
  }
}

/** How a browser tells of a frame that was shown: what is used of it. Absent before Chromium 83, Safari 15.4, Firefox 132. */
type FrameFacts = { readonly mediaTime: number; readonly expectedDisplayTime: number };
type FramedVideo = HTMLVideoElement & {
  requestVideoFrameCallback?(callback: (now: number, frame: FrameFacts) => void): number;
};

/** Share of a new reading: single frames come early or late by a refresh of the screen. */
const weightOfNew = 0.15;
/** More than this the two clocks never differ, but where a seek lies between them. */
const mostSeconds = 0.15;

/**
 * Where the picture of a `<video>` is: the media's clock, corrected by when its frames are really shown. The clock alone
 * runs by the sound, and some browsers move it on a few times a second only.
 */
export class Playhead {
  readonly #video: FramedVideo;
  /** Seconds the picture is ahead of the clock; negative when behind. */
  #offset = 0;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    for (const name of ['seeking', 'emptied', 'pause'])
      video.addEventListener(name, () => {
        this.#offset = 0;
      });
    this.#listen();
  }

  get video(): HTMLVideoElement {
    return this.#video;
  }

  /** Seconds from the beginning of the clip. */
  get seconds(): number {
    return this.#video.currentTime + (this.#video.paused ? 0 : this.#offset);
  }

  #listen(): void {
    this.#video.requestVideoFrameCallback?.((_, frame) => {
      this.#note(frame);
      this.#listen();
    });
  }

  #note({ mediaTime, expectedDisplayTime }: FrameFacts): void {
    const { paused, seeking, playbackRate, currentTime } = this.#video;
    if (paused || seeking || playbackRate === 0) return;
    const shownFor = (performance.now() - expectedDisplayTime) / 1000;
    const offset = mediaTime + shownFor * playbackRate - currentTime;
    if (Math.abs(offset) > mostSeconds) return;
    this.#offset += (offset - this.#offset) * weightOfNew;
  }
}

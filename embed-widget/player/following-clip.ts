import type { FootageItem } from '../client/footage.ts';
import { type Engine, type EngineListener, openEngine, playableOf } from './engine/engine.ts';
import { paceOf } from './keep-pace.ts';

/** What a follower needs to know of the video it follows. */
export interface Leader {
  /** Whether its picture moves now: neither paused nor waiting for bytes. */
  readonly moves: boolean;
  readonly rate: number;
}

/** Seconds by which a paused follower may miss its place: one frame. */
const frame = 0.04;
/** No seek takes longer to bear in mind. */
const longestLead = 1.5;

const quiet: EngineListener = { interrupted: () => undefined, recovered: () => undefined, failed: () => undefined };

/** A `<video>` kept at the place another one dictates, by small changes of its speed; by seeking where it is far off. */
export class FollowingClip {
  readonly #video: HTMLVideoElement;
  #engine: Engine | undefined;
  #footage: FootageItem | undefined;
  #ready = false;
  /** Counts openings: what an earlier one brings late is closed again. */
  #opening = 0;
  /** Seconds a seek took last time: while playing, the next one aims that much ahead. */
  #lead = 0.2;
  #jumpedAt: number | undefined;
  #lookedAt = 0;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    video.addEventListener('seeked', () => {
      if (this.#jumpedAt !== undefined)
        this.#lead = Math.min(longestLead, (performance.now() - this.#jumpedAt) / 1000 + 0.05);
      this.#jumpedAt = undefined;
    });
  }

  /** Open a clip; the one that is open already is left alone. Nothing is open for a clip that cannot be played yet. */
  async show(footage: FootageItem | undefined, hub: string, seconds: number): Promise<void> {
    const playable = footage && playableOf(footage.media, hub);
    if (footage?.id === this.#footage?.id && (this.#engine || !playable)) return;
    this.close();
    this.#footage = footage;
    if (!footage || !playable) return;
    const turn = this.#opening;
    const engine = await openEngine(playable.kind, this.#video, quiet, 'small');
    if (turn !== this.#opening) return void engine.close();
    this.#engine = engine;
    await engine.open(playable.url, Math.max(0, seconds)).catch(() => undefined);
    if (turn === this.#opening) this.#ready = true;
  }

  /** @param seconds where it should be now */
  keepUp(seconds: number, leader: Leader): void {
    const video = this.#video;
    if (!this.#ready || video.seeking || video.readyState === 0) return;
    const length = Number.isFinite(video.duration) ? video.duration : (this.#footage?.seconds ?? 0);
    const inside = seconds >= 0 && seconds < length - frame;
    if (!leader.moves || !inside) {
      if (!video.paused) video.pause();
      const place = Math.min(Math.max(0, seconds), Math.max(0, length - frame));
      if (Math.abs(video.currentTime - place) > frame) video.currentTime = place;
      return;
    }
    const now = performance.now();
    const { jump, rate } = paceOf(
      video.currentTime - seconds,
      leader.rate,
      !video.muted,
      (now - this.#lookedAt) / 1000,
    );
    this.#lookedAt = now;
    if (jump) {
      this.#jumpedAt = performance.now();
      video.currentTime = Math.min(length - frame, seconds + this.#lead * leader.rate);
    }
    // A rate of 0 is the streaming engine's way to wait for bytes.
    if (video.playbackRate !== 0 && Math.abs(video.playbackRate - rate) > 0.004) video.playbackRate = rate;
    if (video.paused) void video.play().catch(() => undefined);
  }

  close(): void {
    this.#opening += 1;
    this.#ready = false;
    this.#footage = undefined;
    void this.#engine?.close();
    this.#engine = undefined;
  }
}

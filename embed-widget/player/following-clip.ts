import type { FootageItem } from '../client/footage.ts';
import { type Engine, type EngineListener, type FailureReason, heardWhile } from './engine/engine.ts';
import { openEngine } from './engine/open-engine.ts';
import { type Playable, playableOf } from './engine/playable.ts';
import { paceOf } from './keep-pace.ts';
import { Playhead } from './playhead.ts';
import { isHalted } from './video-reading.ts';

/** What a follower needs to know of the video it follows. */
export interface Leader {
  /** Whether its picture moves now: neither paused nor waiting for bytes. */
  readonly moves: boolean;
  readonly rate: number;
}

/**
 * How a follower is doing. `waiting`: it should move and has nothing to play from; `blocked`: the browser does not let it
 * play, and is asked again; `interrupted`: its line is down and the
 * engine keeps trying; `failed`: it is opened again by itself where that may help.
 */
export type Following =
  | { readonly phase: 'closed' | 'opening' | 'running' | 'waiting' | 'blocked' | 'interrupted' }
  | { readonly phase: 'failed'; readonly reason: FailureReason };

/** Seconds by which a paused follower may miss its place: one frame. */
const frame = 0.04;
/** No seek takes longer to bear in mind. */
const longestLead = 1.5;
/** Waiting is said after this time, and ended by opening anew after the second one: media can hang without a word. */
const sayWaitingMs = 1_500;
const longestWaitingMs = 30_000;
const firstRetryMs = 2_000;
const longestRetryMs = 60_000;
/** What asking again does not change; another address may. */
const finalReasons: readonly FailureReason[] = ['refused', 'format'];

/** A `<video>` kept at the place another one dictates, by small changes of its speed; by seeking where it is far off. */
export class FollowingClip {
  readonly #video: HTMLVideoElement;
  readonly #playhead: Playhead;
  readonly #told: () => void;
  readonly #listener: EngineListener = {
    interrupted: () => this.#set({ phase: 'interrupted' }),
    recovered: () => this.#run(),
    failed: (reason) => this.#fail(reason),
  };
  #state: Following = { phase: 'closed' };
  #engine: Engine | undefined;
  /** Resolves when the engine before has let go of the video. */
  #released: Promise<unknown> = Promise.resolve();
  #footage: FootageItem | undefined;
  #url: string | undefined;
  /** Counts openings: what an earlier one brings late is closed again. */
  #opening = 0;
  #retryMs = firstRetryMs;
  #retryAt = 0;
  /** Seconds a seek took last time: while playing, the next one aims that much ahead. */
  #lead = 0.2;
  #jumpedAt: number | undefined;
  #lookedAt = 0;
  #waitsSince: number | undefined;

  /** @param told called after each change of `state` */
  constructor(video: HTMLVideoElement, told: () => void) {
    this.#video = video;
    this.#playhead = new Playhead(video);
    this.#told = told;
    video.addEventListener('seeked', () => {
      if (this.#jumpedAt !== undefined)
        this.#lead = Math.min(longestLead, (performance.now() - this.#jumpedAt) / 1000 + 0.05);
      this.#jumpedAt = undefined;
    });
  }

  get state(): Following {
    return this.#state;
  }

  /** Where its picture is, in seconds of the clip. */
  get seconds(): number {
    return this.#playhead.seconds;
  }

  /**
   * Open a clip; the one that is open or on its way already is left alone, so this may be called as often as one likes.
   * One that failed is tried again when its time has come, or at once where its address is another one.
   */
  show(footage: FootageItem, hub: string, seconds: number): void {
    const playable = playableOf(footage.media, hub);
    if (!playable) {
      this.close();
      return;
    }
    const same = footage.id === this.#footage?.id;
    if (same && !this.#isDue(playable.url)) return;
    if (!same) this.#retryMs = firstRetryMs;
    this.close();
    this.#footage = footage;
    this.#url = playable.url;
    void this.#open(playable, seconds);
  }

  /** @param seconds where it should be now */
  keepUp(seconds: number, leader: Leader): void {
    const video = this.#video;
    const { phase } = this.#state;
    if (phase === 'closed' || phase === 'failed') return;
    const length = Number.isFinite(video.duration) ? video.duration : (this.#footage?.seconds ?? 0);
    const inside = seconds >= 0 && seconds < length - frame;
    const stands = video.seeking || isHalted(video) || phase === 'opening';
    this.#noteWaiting(stands && leader.moves && inside);
    if (video.seeking || video.readyState === 0 || phase === 'opening') return;
    if (!leader.moves || !inside) {
      if (!video.paused) video.pause();
      const place = Math.min(Math.max(0, seconds), Math.max(0, length - frame));
      if (Math.abs(video.currentTime - place) > frame) video.currentTime = place;
      return;
    }
    const now = performance.now();
    const drift = this.#playhead.seconds - seconds;
    const { jump, rate } = paceOf(drift, leader.rate, !video.muted, (now - this.#lookedAt) / 1000);
    this.#lookedAt = now;
    if (jump) {
      this.#jumpedAt = now;
      video.currentTime = Math.min(length - frame, seconds + this.#lead * leader.rate);
    }
    // A rate of 0 is the streaming engine's way to wait for bytes.
    if (video.playbackRate !== 0 && Math.abs(video.playbackRate - rate) > 0.004) video.playbackRate = rate;
    if (video.paused) void this.#play();
  }

  /** One that a seek cut off is asked for again at the next look; so is one the browser forbade, which is told. */
  async #play(): Promise<void> {
    const turn = this.#opening;
    let phase: 'running' | 'blocked' = 'running';
    try {
      await this.#video.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      phase = 'blocked';
    }
    const before = this.#state.phase;
    if (turn === this.#opening && (before === 'running' || before === 'blocked')) this.#set({ phase });
  }

  close(): void {
    this.#opening += 1;
    this.#footage = undefined;
    this.#url = undefined;
    this.#waitsSince = undefined;
    this.#release();
    this.#set({ phase: 'closed' });
  }

  async #open({ kind, url }: Playable, seconds: number): Promise<void> {
    const turn = this.#opening;
    this.#set({ phase: 'opening' });
    try {
      await this.#released;
      const heard = heardWhile(() => turn === this.#opening, this.#listener);
      const engine = await openEngine(kind, this.#video, heard, 'small');
      if (turn !== this.#opening) return void engine.close();
      this.#engine = engine;
      await engine.open(url, Math.max(0, seconds));
      if (turn === this.#opening && this.#state.phase === 'opening') this.#run();
    } catch {
      if (turn === this.#opening) this.#fail('broken');
    }
  }

  #run(): void {
    this.#waitsSince = undefined;
    this.#set({ phase: 'running' });
  }

  #fail(reason: FailureReason): void {
    this.#opening += 1;
    this.#release();
    this.#retryAt = performance.now() + this.#retryMs;
    this.#retryMs = Math.min(longestRetryMs, this.#retryMs * 2);
    this.#set({ phase: 'failed', reason });
  }

  #isDue(url: string): boolean {
    if (this.#state.phase !== 'failed') return false;
    if (url !== this.#url) return true;
    return !finalReasons.includes(this.#state.reason) && performance.now() >= this.#retryAt;
  }

  #noteWaiting(waits: boolean): void {
    const { phase } = this.#state;
    if (!waits) {
      this.#waitsSince = undefined;
      if (phase === 'waiting') this.#set({ phase: 'running' });
      // What moves has proven itself: the next trouble is a new one.
      if (phase === 'running') this.#retryMs = firstRetryMs;
      return;
    }
    this.#waitsSince ??= performance.now();
    const waited = performance.now() - this.#waitsSince;
    // Of an interruption the engine is aware, and tries by itself.
    if (phase !== 'interrupted' && waited > longestWaitingMs) this.#fail('broken');
    else if (phase === 'running' && waited > sayWaitingMs) this.#set({ phase: 'waiting' });
  }

  #release(): void {
    const engine = this.#engine;
    this.#engine = undefined;
    if (engine) this.#released = engine.close().catch(() => undefined);
  }

  #set(state: Following): void {
    if (state.phase === this.#state.phase && state.phase !== 'failed') return;
    this.#state = state;
    this.#told();
  }
}

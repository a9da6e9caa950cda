import { type Clip, isOpenInPart, openingOf, startsInSegment } from './clip.ts';
import { type Engine, type EngineListener, type FailureReason, heardWhile } from './engine/engine.ts';
import { openEngine } from './engine/open-engine.ts';
import { originalOf, type Playable, playableOf, wantOriginal } from './engine/playable.ts';
import type { Language } from './language.ts';
import { MirroredMedia } from './mirrored-media.ts';
import { asAtRest, initialState, type PlayerState, shownSpan } from './player-state.ts';
import { playerTexts } from './player-texts.ts';
import { whyFailed, whyNotPlayable } from './trouble.ts';
import { isHalted, readingOf } from './video-reading.ts';

type Host = HTMLElement & { requestUpdate(): void; readonly language: Language };

/** Phases in which what plays is left alone when more becomes known of the clip. */
const running: readonly PlayerState['phase'][] = ['loading', 'ready', 'interrupted'];

/** Seconds by which a position may miss the end of the segment: media tells the time four times a second. */
const endTolerance = 0.05;
/** Nothing is loaded beyond it, so what halts so close before has come to it. */
const haltTolerance = 0.25;
/** At high speeds a position runs past the end by more before it is noticed. */
const farTolerance = 2;

/**
 * One `<video>` and the clip in it: opens the right engine, follows the media's own events into `state`, keeps to the
 * linked segment. The only writer of `PlayerState`.
 */
export class ClipPlayback implements EngineListener {
  state: PlayerState = initialState;
  #clip: Clip | undefined;
  #playable: Playable | undefined;
  /** The clip's own address when it was opened. */
  #asked: string | undefined;
  /** Where a failure found it, or being taken out of the page. */
  #stoppedAt: number | undefined;
  #engine: Engine | undefined;
  #video: HTMLVideoElement | undefined;
  #hub = '';
  #wantsPlay = false;
  /** Counts openings, so that what an earlier one still reports is not heard. */
  #opening = 0;
  readonly #host: Host;
  readonly #mirror: MirroredMedia;

  constructor(host: Host) {
    this.#host = host;
    this.#mirror = new MirroredMedia(host);
  }

  get video(): HTMLVideoElement | undefined {
    return this.#video;
  }

  /** Follow a media element. Called once, when the player has drawn it. */
  attach(video: HTMLVideoElement): void {
    this.#video = video;
    this.#mirror.listen(video, (name) => {
      if (name === 'seeking') this.#leaveSegment();
      this.follow();
      if (this.state.phase === 'ready') this.#mirror.stands(video);
    });
    video.addEventListener('progress', () => this.follow());
    for (const name of ['waiting', 'ratechange'])
      video.addEventListener(name, () => isHalted(video) && this.#set({ stalled: true }));
    if (this.#clip) void this.#open();
  }

  /** Show a clip. The same clip again only updates what is known of it; it goes on playing. */
  show(clip: Clip | undefined, hub: string): void {
    const before = this.#clip;
    this.#clip = clip;
    this.#hub = hub;
    if (!clip) return void this.close();
    const next = playableOf(clip.footage.media, hub);
    const same = before?.footage.id === clip.footage.id;
    if (!same) {
      this.#wantsPlay = false;
      this.#stoppedAt = undefined;
    }
    if (same && next && this.#engine && running.includes(this.state.phase)) {
      if (before.segment?.from !== clip.segment?.from) {
        this.#set({ segmentOnly: startsInSegment(clip) });
        if (clip.segment) this.seek(clip.segment.from);
      }
      return;
    }
    const { state, rendition } = clip.footage.media;
    const nothingNew = same && before.footage.media.state === state && before.footage.media.rendition === rendition;
    const isRenewed = this.state.phase === 'failed' && this.#isRenewed();
    if (nothingNew && !isRenewed && this.state.phase !== 'idle') return;
    this.#playable = next;
    void this.#open();
  }

  /** A new right to look came since it was opened: what was refused will not be refused again. */
  #isRenewed(): boolean {
    const next = this.#clip && playableOf(this.#clip.footage.media, this.#hub);
    return next !== undefined && next.url !== this.#asked;
  }

  async play(): Promise<void> {
    this.#wantsPlay = true;
    const video = this.#video;
    if (!video || this.state.phase !== 'ready') return;
    this.#leaveSegment();
    const span = shownSpan(this.state, this.#clip?.segment);
    // Before the media is known the engine is on its way to where it opens: a second seek would begin all over.
    const stands = video.readyState > HTMLMediaElement.HAVE_NOTHING;
    if (stands && (video.currentTime >= span.to - endTolerance || video.currentTime < span.from - endTolerance))
      video.currentTime = span.from;
    await video.play();
  }

  pause(): void {
    this.#wantsPlay = false;
    this.#video?.pause();
  }

  /** @param seconds from the beginning of the clip; kept inside what is shown */
  seek(seconds: number): void {
    if (!this.#video || this.state.phase === 'failed') return;
    const span = shownSpan(this.state, this.#clip?.segment);
    this.#video.currentTime = Math.min(span.to, Math.max(span.from, seconds));
    this.follow();
  }

  setSegmentOnly(segmentOnly: boolean): void {
    if (!segmentOnly && isOpenInPart(this.#clip)) return;
    this.#set({ segmentOnly });
    const segment = this.#clip?.segment;
    const at = this.#video?.currentTime ?? 0;
    if (segmentOnly && segment && (at < segment.from || at > segment.to)) this.seek(segment.from);
  }

  setCaptions(captions: boolean): void {
    this.#set({ captions });
  }

  /** Go to a place outside of the linked segment as well: then the whole clip is shown. */
  jump(seconds: number): void {
    const segment = this.#clip?.segment;
    const leaves = segment && (seconds < segment.from || seconds > segment.to);
    if (leaves && !isOpenInPart(this.#clip)) this.#set({ segmentOnly: false });
    this.seek(seconds);
  }

  /** Our own ways to seek stay inside: past the linked part only who sets the media's time goes, and means to see it. */
  #leaveSegment(): void {
    const { segment } = this.#clip ?? {};
    const { readyState = 0, currentTime: at = 0 } = this.#video ?? {};
    // Between two engines the media knows no place.
    if (!segment || !this.state.segmentOnly || this.state.phase !== 'ready' || readyState === 0) return;
    if (at < segment.from - farTolerance || at > segment.to + farTolerance) this.setSegmentOnly(false);
  }

  /** Try again after a failure. */
  again(): void {
    void this.#open();
  }

  /** Let go of the media. The same clip, shown again, stands paused where it was. */
  close(): void {
    this.#opening += 1;
    this.#wantsPlay = false;
    this.#stoppedAt = this.#video?.currentTime || undefined;
    void this.#engine?.close();
    this.#engine = undefined;
    this.state = asAtRest(this.state);
    this.#host.requestUpdate();
  }

  interrupted(): void {
    const text = playerTexts(this.#host.language);
    const stalled = this.#video === undefined || isHalted(this.#video);
    const trouble = { message: text.interrupted, remedy: text.offline, again: false };
    this.#set({ phase: 'interrupted', stalled, trouble });
  }

  recovered(): void {
    if (this.state.phase === 'interrupted') this.#ready();
  }

  failed(reason: FailureReason, detail: string): void {
    this.#stoppedAt = this.#video?.currentTime || this.state.currentTime;
    // A rendition lies on one volume; of the original there may be a copy on another.
    const media = this.#playable?.kind === 'manifest' && reason === 'missing' ? this.#clip?.footage.media : undefined;
    const original = media && originalOf(media, this.#hub);
    if (original) return void this.#open(original);
    if (reason === 'refused' && this.#isRenewed()) return void this.#open();
    this.#set(whyFailed(reason, this.#clip?.footage.media, playerTexts(this.#host.language)));
    if (this.state.phase !== 'failed') return;
    this.#host.dispatchEvent(new CustomEvent('error', { composed: true, detail: { reason, detail } }));
    if (reason === 'refused') this.#host.dispatchEvent(new CustomEvent('grantneeded', { composed: true }));
  }

  /** @param instead what to play in place of the best there is */
  async #open(instead?: Playable): Promise<void> {
    const video = this.#video;
    const clip = this.#clip;
    if (!video || !clip) return;
    const turn = ++this.#opening;
    this.#mirror.opens();
    const from = this.#stoppedAt ?? openingOf(clip);
    this.state = asAtRest(this.state);
    this.#set({
      ...(this.#stoppedAt === undefined ? { segmentOnly: startsInSegment(clip) } : {}),
      phase: 'loading',
      duration: clip.footage.seconds,
      currentTime: from,
    });
    await this.#engine?.close();
    this.#engine = undefined;
    if (turn !== this.#opening) return;
    const own = playableOf(clip.footage.media, this.#hub);
    this.#asked = own?.url;
    this.#playable = instead ?? own;
    if (!this.#playable) {
      wantOriginal(clip.footage.media, this.#hub);
      this.#set(whyNotPlayable(clip.footage.media, playerTexts(this.#host.language)));
      return;
    }
    const { kind, url } = this.#playable;
    try {
      const engine = await openEngine(
        kind,
        video,
        heardWhile(() => turn === this.#opening, this),
      );
      if (turn !== this.#opening) return void engine.close();
      this.#engine = engine;
      this.#keepToShown();
      await engine.open(url, from);
    } catch (error) {
      if (turn === this.#opening) this.failed('broken', String(error));
    }
    if (turn === this.#opening && this.state.phase === 'loading') this.#ready();
  }

  #ready(): void {
    const { trouble: _, ...state } = this.state;
    this.state = { ...state, phase: 'ready' };
    this.#stoppedAt = undefined;
    // A new source begins at 1; 0 is an engine's way to wait. Any other speed was asked for meanwhile.
    if (this.#video && [0, 1].includes(this.#video.playbackRate)) this.#video.playbackRate = this.state.rate;
    this.follow();
    if (this.#video) this.#mirror.stands(this.#video);
    if (this.#wantsPlay) void this.play().catch(() => undefined);
  }

  /** Take over what the media says now; its events tell a moment later. */
  follow(): void {
    const video = this.#video;
    if (!video || this.state.phase === 'idle') return;
    const segment = this.#clip?.segment;
    const tolerance = isHalted(video) ? haltTolerance : endTolerance;
    if (this.state.segmentOnly && segment && !video.paused && video.currentTime >= segment.to - tolerance) {
      video.pause();
      this.#wantsPlay = false;
    }
    this.#set(readingOf(video, this.state));
  }

  /** Of a clip of which only the linked part is shown, nothing more is loaded. */
  #keepToShown(): void {
    this.#engine?.keepTo?.(this.state.segmentOnly ? this.#clip?.segment?.to : undefined);
  }

  #set(change: Partial<PlayerState>): void {
    this.state = { ...this.state, ...change };
    if ('segmentOnly' in change) this.#keepToShown();
    this.#host.requestUpdate();
  }
}

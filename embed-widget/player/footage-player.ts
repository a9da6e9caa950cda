import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { FootageItem } from '../client/footage.ts';
import type { Milestone } from '../client/record.ts';
import type { Clip } from './clip.ts';
import { ClipPlayback } from './clip-playback.ts';
import { audioIcon, playIcon } from './control-icons.ts';
import { element } from './define.ts';
import './footage-captions.ts';
import './footage-controls.ts';
import './footage-key-help.ts';
import './footage-notice.ts';
import { playerStyles } from './footage-player.styles.ts';
import './footage-seek-bar.ts';
import './footage-watermark.ts';
import './footage-waveform.ts';
import type { Language } from './language.ts';
import { type MediaRequests, requestNames } from './media-events.ts';
import { pressKey } from './player-keys.ts';
import { shownSpan, ticksOf } from './player-state.ts';
import { playerTexts } from './player-texts.ts';

/**
 * A clip on its camera's clock: opens at the linked segment, marks it and the record's milestones on the timeline.
 * Properties, methods and events are named as those of HTMLMediaElement.
 *
 * @fires play, pause, playing, waiting, timeupdate, seeking, seeked, ended, ratechange, volumechange, loadedmetadata, error
 * @fires grantneeded - the right to look has ended
 * @csspart stage - the picture
 */
@element('footage-player')
export class FootagePlayer extends LitElement {
  static override styles = playerStyles;

  @property({ attribute: false }) clip: Clip | undefined;
  @property({ attribute: false }) milestones: readonly Milestone[] = [];
  /** Who is looking, for the watermark. */
  @property({ attribute: false }) person: { readonly policeId?: string; readonly name?: string } = {};
  /** Origin that relative media addresses belong to; this page's own when empty. */
  @property() hub = '';
  @property() language: Language = 'zh';
  /** The tools' keys work here as well: the help names them. */
  @property({ type: Boolean }) tools = false;
  @state() private keyHelp = false;
  @state() private started = false;
  @query('video') private videoElement: HTMLVideoElement | undefined;
  readonly #playback = new ClipPlayback(this);

  constructor() {
    super();
    for (const name of requestNames)
      this.addEventListener(name, (event) => {
        event.stopPropagation();
        this.#answer(name, (event as CustomEvent).detail as never);
      });
    this.addEventListener('keydown', (event) => this.pressKey(event));
    this.addEventListener('fullscreenchange', () => this.#noteFullscreen());
    new ResizeObserver(() => this.#fit()).observe(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasAttribute('tabindex')) this.tabIndex = 0;
    this.setAttribute('role', 'region');
    if (this.hasUpdated) this.#playback.show(this.clip, this.hub);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#playback.close();
  }

  play(): Promise<void> {
    this.started = true;
    return this.#playback.play();
  }

  pause(): void {
    this.#playback.pause();
  }

  /** Go to a second of the clip; leaves the linked part for it where need be. */
  jump(seconds: number): void {
    this.#playback.jump(seconds);
  }

  /** Act on a key of the player; one that is not ours goes on its way. */
  pressKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.keyHelp) {
      // It belongs to what was opened last, not to a dialog around us.
      event.preventDefault();
      event.stopPropagation();
      this.keyHelp = false;
      return;
    }
    this.#playback.follow();
    if (pressKey(event, this, this.#playback.state, this.clip?.segment)) event.stopPropagation();
  }

  /** The `<video>` inside, once it is drawn; it speaks of the whole clip. */
  get media(): HTMLVideoElement | undefined {
    return this.#playback.video;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('language') || changed.has('clip')) this.setAttribute('aria-label', this.#label());
    if (changed.has('clip') || changed.has('hub')) {
      if (changed.get('clip')?.footage.id !== this.clip?.footage.id) this.started = false;
      this.#playback.show(this.clip, this.hub);
    }
  }

  protected override firstUpdated(): void {
    if (this.videoElement) this.#playback.attach(this.videoElement);
  }

  protected override render(): unknown {
    const text = playerTexts(this.language);
    const { state } = this.#playback;
    const footage = this.clip?.footage;
    const covered =
      state.phase !== 'ready' && !(state.phase === 'interrupted' && !state.stalled) && state.phase !== 'idle';
    const ready = state.phase === 'ready';
    return html`
      <div class="stage ${footage?.mediaType === 'audio' ? 'audio' : ''}" part="stage">
        <video playsinline disablepictureinpicture preload="auto" crossorigin="anonymous" poster=${this.#firstLook() ?? nothing} aria-label=${this.#label()} @click=${this.#toggle} @dblclick=${this.#fullscreen}></video>
        ${footage?.mediaType === 'audio' ? this.#sound(footage) : nothing}
        ${
          state.captions && footage?.media.captions
            ? html`<footage-captions .src=${this.#absolute(footage.media.captions.url)} lang=${footage.media.captions.language ?? nothing}
              .currentTime=${state.currentTime}></footage-captions>`
            : nothing
        }
        <footage-watermark .person=${this.person}></footage-watermark>
        ${
          ready && state.paused && !this.started
            ? html`<button class="start" type="button" tabindex="-1" aria-hidden="true" @click=${this.play}>${playIcon}</button>`
            : nothing
        }
        ${
          covered || (ready && state.stalled)
            ? html`<footage-notice .phase=${ready ? 'loading' : state.phase} .trouble=${state.trouble} .language=${this.language}
              @again=${() => this.#playback.again()}></footage-notice>`
            : nothing
        }
        ${
          this.keyHelp
            ? html`<footage-key-help ?tools=${this.tools} .language=${this.language} @close=${() => {
                this.keyHelp = false;
              }}></footage-key-help>`
            : nothing
        }
      </div>
      <footage-seek-bar .state=${state} .segment=${this.clip?.segment} .start=${footage?.start ?? ''} .language=${this.language}
        .storyboard=${this.#absolute(footage?.media.storyboard)} .ticks=${footage ? ticksOf(this.milestones, footage) : []}></footage-seek-bar>
      <footage-controls ?whole=${!footage?.media.stretches} ?captions=${Boolean(footage?.media.captions)} .state=${state} .segment=${this.clip?.segment} .start=${footage?.start ?? ''} .language=${this.language}
        role="group" aria-label=${text.controls}></footage-controls>`;
  }

  #sound({ media }: FootageItem): unknown {
    const { state } = this.#playback;
    const { from, to } = shownSpan(state, this.clip?.segment);
    return media.waveform
      ? html`<footage-waveform .src=${this.#absolute(media.waveform)} .from=${from} .to=${to} .currentTime=${state.currentTime}></footage-waveform>`
      : html`<div class="sound" @click=${this.#toggle}>${audioIcon}</div>`;
  }

  /** What is seen until the first frame has come: the very second the clip opens at. */
  #firstLook(): string | undefined {
    if (!this.clip) return undefined;
    const { footage, segment, at = segment?.from } = this.clip;
    const { manifest, original, poster, state } = footage.media;
    if (at === undefined) return poster && this.#absolute(poster);
    if (footage.mediaType !== 'video' || state !== 'stored') return undefined;
    return new URL(`still-${Math.floor(at)}.jpg`, this.#absolute(manifest ?? original)).href;
  }

  #absolute(url: string | undefined): string {
    return url === undefined ? '' : new URL(url, this.hub || location.href).href;
  }

  #label(): string {
    const footage = this.clip?.footage;
    return [playerTexts(this.language).dialog, footage?.officerName, footage?.title ?? footage?.externalId]
      .filter(Boolean)
      .join(' ');
  }

  #answer<K extends keyof MediaRequests>(name: K, detail: MediaRequests[K]): void {
    const { media } = this;
    const answers: { [N in keyof MediaRequests]: (detail: MediaRequests[N]) => void } = {
      mediaplayrequest: () => void this.play().catch(() => undefined),
      mediapauserequest: () => this.pause(),
      mediaseekrequest: (seconds) => this.#playback.seek(seconds),
      mediavolumerequest: (volume) => {
        if (media) Object.assign(media, { volume, muted: false });
      },
      mediamuterequest: (muted) => {
        if (media) media.muted = muted;
      },
      mediaplaybackraterequest: (rate) => {
        if (media) media.playbackRate = rate;
      },
      mediafullscreenrequest: () => this.#fullscreen(),
      segmentonlyrequest: (only) => this.#playback.setSegmentOnly(only),
      captionsrequest: (captions) => this.#playback.setCaptions(captions),
      keyhelprequest: () => {
        this.keyHelp = !this.keyHelp;
      },
    };
    answers[name](detail);
  }

  /** Leave out controls that find no room; the element's own width counts, not the window's. */
  #fit(): void {
    const controls = this.shadowRoot?.querySelector('footage-controls');
    controls?.toggleAttribute('compact', this.clientWidth < 740);
    controls?.toggleAttribute('narrow', this.clientWidth < 560);
  }

  #toggle(): void {
    this.focus({ preventScroll: true });
    if (this.#playback.state.paused) void this.play().catch(() => undefined);
    else this.pause();
  }

  #fullscreen(): void {
    void (document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen()).catch(() => undefined);
  }

  #noteFullscreen(): void {
    this.#playback.state = { ...this.#playback.state, fullscreen: this.matches(':fullscreen') };
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-player': FootagePlayer;
  }
}

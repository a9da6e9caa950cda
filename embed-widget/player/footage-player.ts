import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Milestone } from '../client/record.ts';
import { type Clip, ClipPlayback } from './clip-playback.ts';
import { audioIcon, playIcon } from './control-icons.ts';
import { element } from './define.ts';
import './footage-controls.ts';
import './footage-key-help.ts';
import './footage-notice.ts';
import './footage-seek-bar.ts';
import './footage-watermark.ts';
import type { Language } from './language.ts';
import { type MediaRequests, requestNames } from './media-events.ts';
import { pressKey } from './player-keys.ts';
import { ticksOf } from './player-state.ts';
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
  static override styles = css`
    :host {
      display: block;
      overflow: hidden;
      border-radius: var(--hub-radius);
      border: 1px solid var(--hub-line);
      background: var(--hub-surface);
      outline: none;
    }
    :host(:focus-visible) {
      box-shadow: 0 0 0 2px var(--hub-accent);
    }
    :host(:fullscreen) {
      display: flex;
      flex-direction: column;
      border: 0;
      border-radius: 0;
    }
    .stage {
      position: relative;
      overflow: hidden;
      background: #05070a;
    }
    .stage::before {
      content: '';
      display: block;
      padding-top: 56.25%;
    }
    .stage.audio::before {
      padding-top: 24%;
    }
    :host(:fullscreen) .stage {
      flex: 1;
    }
    :host(:fullscreen) .stage::before {
      content: none;
    }
    video,
    .sound,
    .stage img {
      position: absolute;
      top: 0;
      left: 0;
      width: 100%;
      height: 100%;
      object-fit: contain;
    }
    .sound {
      display: grid;
      place-content: center;
      color: #abb5c4;
    }
    .sound svg {
      width: 56px;
      height: 56px;
    }
    .start {
      position: absolute;
      top: 50%;
      left: 50%;
      display: grid;
      place-items: center;
      width: 60px;
      height: 60px;
      margin: -30px 0 0 -30px;
      border: 0;
      border-radius: 50%;
      background: #0b0e13b8;
      color: #fff;
      cursor: pointer;
    }
    .start:hover {
      background: var(--hub-accent);
      color: var(--hub-on-accent);
    }
    .start svg {
      width: 26px;
      height: 26px;
    }
  `;

  @property({ attribute: false }) clip: Clip | undefined;
  @property({ attribute: false }) milestones: readonly Milestone[] = [];
  /** Who is looking, for the watermark. */
  @property({ attribute: false }) person: { readonly policeId?: string; readonly name?: string } = {};
  /** Origin that relative media addresses belong to; this page's own when empty. */
  @property() hub = '';
  @property() language: Language = 'zh';
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
    new ResizeObserver(() =>
      this.shadowRoot?.querySelector('footage-controls')?.toggleAttribute('narrow', this.clientWidth < 620),
    ).observe(this);
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

  /** Act on a key of the player; one that is not ours goes on its way. */
  pressKey(event: KeyboardEvent): void {
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
    const poster =
      footage?.media.poster && !this.clip?.segment
        ? new URL(footage.media.poster, this.hub || location.href).href
        : nothing;
    const covered =
      state.phase !== 'ready' && !(state.phase === 'interrupted' && !state.stalled) && state.phase !== 'idle';
    const ready = state.phase === 'ready';
    return html`
      <div class="stage ${footage?.mediaType === 'audio' ? 'audio' : ''}" part="stage">
        <video playsinline preload="auto" poster=${poster} aria-label=${this.#label()} @click=${this.#toggle} @dblclick=${this.#fullscreen}></video>
        ${footage?.mediaType === 'audio' ? html`<div class="sound" @click=${this.#toggle}>${audioIcon}</div>` : nothing}
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
            ? html`<footage-key-help .language=${this.language} @close=${() => {
                this.keyHelp = false;
              }}></footage-key-help>`
            : nothing
        }
      </div>
      <footage-seek-bar .state=${state} .segment=${this.clip?.segment} .start=${footage?.start ?? ''} .language=${this.language}
        .ticks=${footage ? ticksOf(this.milestones, footage) : []}></footage-seek-bar>
      <footage-controls .state=${state} .segment=${this.clip?.segment} .start=${footage?.start ?? ''} .language=${this.language}
        aria-label=${text.play}></footage-controls>`;
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
      keyhelprequest: () => {
        this.keyHelp = !this.keyHelp;
      },
    };
    answers[name](detail);
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

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { FootageItem } from '../client/footage.ts';
import { faceOf, type Stillness } from './camera-face.ts';
import { timeText } from './clock.ts';
import { audioIcon, mutedIcon, volumeIcon } from './control-icons.ts';
import { element } from './define.ts';
import { playableOf, wantOriginal } from './engine/playable.ts';
import { clipAt, type Lane, type LaneClip, momentAt, secondsAt } from './event-clock.ts';
import { EveryTick } from './every-tick.ts';
import './footage-watermark.ts';
import { FollowingClip, type Leader } from './following-clip.ts';
import { cameraStyles } from './footage-camera.styles.ts';
import type { Language } from './language.ts';
import { playerTexts } from './player-texts.ts';
import { loadStoryboard, type Still, stillAt, stillStyle } from './storyboard.ts';
import type { Viewer } from './watermark-text.ts';
import { deviceWord } from './words.ts';

/** Milliseconds between two looks at a follower: often enough that a drift is caught before anybody sees it. */
const lookEveryMs = 100;

/** Where the event is now, and how fast it goes on. */
export interface EventClock extends Leader {
  /** True time, epoch ms. */
  readonly moment: number;
}

/**
 * Another camera or recorder of the event, small, on the clock of the main one. Shows a gap as a gap.
 *
 * @fires camerachosen - make this the main one; `detail` is the id of a link
 * @fires soundchosen - hear this one (`detail` is the id of the recording), or the main one again (`detail` is undefined)
 */
@element('footage-camera')
export class FootageCamera extends LitElement {
  static override styles = cameraStyles;

  @property({ attribute: false }) lane: Lane | undefined;
  /** Asked ten times a second; undefined while the main one has not begun. */
  @property({ attribute: false }) clock: () => EventClock | undefined = () => undefined;
  /** Why stills of the storyboard have to do; undefined lets the picture move. */
  @property() stillness: Stillness | undefined;
  @property({ type: Boolean }) audible = false;
  @property({ type: Number }) volume = 1;
  /** Who is looking, for the watermark. */
  @property({ attribute: false }) person: Viewer = {};
  @property() hub = '';
  @property() language: Language = 'zh';
  @state() private shown: LaneClip | undefined;
  @state() private stills: readonly Still[] = [];
  @state() private seconds = 0;
  @query('video') private video: HTMLVideoElement | undefined;
  #following: FollowingClip | undefined;
  /** The recording whose bytes were asked for, where they are elsewhere. */
  #wanted = 0;

  constructor() {
    super();
    new EveryTick(this, lookEveryMs, () => this.#look());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#following?.close();
  }

  /** Milliseconds its picture is ahead of the main one's; negative when behind. Undefined while it does not play. */
  get drift(): number | undefined {
    const clock = this.clock();
    if (!this.shown || !clock?.moves || this.#following?.state.phase !== 'running' || this.video?.paused)
      return undefined;
    return momentAt(this.shown.footage, this.#following.seconds) - clock.moment;
  }

  /** The `<video>` inside, muted unless this is the one that is heard. */
  get media(): HTMLVideoElement | undefined {
    return this.video;
  }

  protected override firstUpdated(): void {
    if (this.video) this.#following = new FollowingClip(this.video, () => this.requestUpdate());
    this.#look();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.video) Object.assign(this.video, { muted: !this.audible, volume: this.volume });
    if (changed.has('lane') || changed.has('stillness')) this.#look();
  }

  protected override render(): unknown {
    const text = playerTexts(this.language);
    const footage = (this.shown ?? this.lane?.clips[0])?.footage;
    if (!footage) return nothing;
    const who = footage.officerName ?? footage.policeId ?? footage.deviceId ?? footage.externalId;
    const name = `${who} · ${deviceWord(footage.deviceKind, this.language)}`;
    return html`<button class="picture" type="button" title=${text.makeMain(name)} @click=${this.#choose}>
        <span class="unseen">${text.makeMain(name)}</span>
        <video playsinline muted crossorigin="anonymous" tabindex="-1" aria-hidden="true"></video>${this.#cover()}</button>
      <footage-watermark small .person=${this.person}></footage-watermark>
      <span class="name" aria-hidden="true">${name}</span>
      ${
        this.shown && playableOf(this.shown.footage.media, this.hub)
          ? html`<button class="sound" type="button" aria-pressed=${this.audible} aria-label=${text.hear(who)} title=${text.hear(who)}
            @click=${this.#hear}>${this.audible ? volumeIcon : mutedIcon}</button>`
          : nothing
      }`;
  }

  #cover(): unknown {
    const text = playerTexts(this.language);
    if (!this.shown) return html`<span class="cover gap">${text.gap}<small>${this.#nextBegins()}</small></span>`;
    const { footage } = this.shown;
    const following = this.#following?.state ?? { phase: 'closed' };
    const face = faceOf(footage, following, this.stillness, text);
    if (face?.instead) return html`<span class="cover says" role="status">${face.words}</span>`;
    const words = face && html`<span class="says" role="status">${face.words}</span>`;
    return html`${footage.mediaType === 'audio' ? html`<span class="cover">${audioIcon}</span>` : this.#still(footage)}${words ?? nothing}`;
  }

  /** Stands where no picture moves. */
  #still({ media }: FootageItem): unknown {
    if (this.video?.readyState) return nothing;
    const still = stillAt(this.stills, this.seconds);
    if (still) return html`<span class="cover"><i .style=${stillStyle(still, this.clientWidth)}></i></span>`;
    return media.poster
      ? html`<img class="cover" alt="" src=${new URL(media.poster, this.hub || location.href).href}>`
      : nothing;
  }

  #nextBegins(): string {
    const now = this.clock()?.moment ?? 0;
    const next = this.lane?.clips.find(({ from }) => from > now);
    if (!next) return '';
    const { footage } = next;
    return playerTexts(this.language).gapUntil(timeText(footage.start, -(footage.clockErrorMs ?? 0) / 1000));
  }

  #look(): void {
    const { lane, video } = this;
    const clock = this.clock();
    if (!lane || !video || !clock) return;
    this.shown = clipAt(lane, clock.moment);
    const following = this.#following;
    // A gap leaves the clip open: the camera may be back in a moment, or the handler go back.
    if (!this.shown) {
      following?.keepUp(-1, { ...clock, moves: false });
      return;
    }
    const { footage } = this.shown;
    const seconds = secondsAt(footage, clock.moment);
    this.seconds = Math.floor(seconds);
    if (this.#wanted !== footage.id) {
      this.#wanted = footage.id;
      wantOriginal(footage.media, this.hub);
    }
    // What is heard has to run, whatever the line is like.
    if (this.stillness === undefined || this.audible) {
      following?.show(footage, this.hub, seconds);
      following?.keepUp(seconds, clock);
    } else {
      following?.close();
      if (footage.media.storyboard && this.stills.length === 0) void this.#loadStills(footage.media.storyboard);
    }
  }

  async #loadStills(storyboard: string): Promise<void> {
    this.stills = await loadStoryboard(new URL(storyboard, this.hub || location.href).href);
  }

  #choose(): void {
    const { shown, lane } = this;
    const link = (shown ?? lane?.clips[0])?.links[0];
    if (link) this.dispatchEvent(new CustomEvent('camerachosen', { detail: link.id }));
  }

  #hear(): void {
    const detail = this.audible ? undefined : this.shown?.footage.id;
    this.dispatchEvent(new CustomEvent('soundchosen', { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-camera': FootageCamera;
  }
}

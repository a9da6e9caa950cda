import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Stillness } from './camera-face.ts';
import { element } from './define.ts';
import { readLine } from './engine/bandwidth.ts';
import { type Lane, momentAt } from './event-clock.ts';
import { EveryTick } from './every-tick.ts';
import './footage-camera.ts';
import type { FootageItem } from '../client/footage.ts';
import type { EventClock } from './footage-camera.ts';
import type { Language } from './language.ts';
import { playerTexts } from './player-texts.ts';
import { Playhead } from './playhead.ts';
import { type Room, RoomForMany } from './room-for-many.ts';
import { aheadOf, isHalted } from './video-reading.ts';
import type { Viewer } from './watermark-text.ts';

/** Old office machines decode no more at once. */
const mostMoving = 3;
const lookAtMainEveryMs = 500;

/**
 * The other cameras of the event beside the one that plays large, all on its clock. One of them all is heard.
 *
 * @fires camerachosen - `detail` is the id of the link to make the main one
 */
@element('footage-cameras')
export class FootageCameras extends LitElement {
  static override styles = css`
    :host {
      display: block;
      padding: 8px;
      border-top: 1px solid var(--hub-line);
    }
    :host([hidden]) {
      display: none;
    }
    div {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(132px, 1fr));
      gap: 6px;
    }
  `;

  @property({ attribute: false }) lanes: readonly Lane[] = [];
  /** The recording that plays large. */
  @property({ attribute: false }) main: FootageItem | undefined;
  /** Its `<video>`, once it is there. */
  @property({ attribute: false }) leader: () => HTMLVideoElement | undefined = () => undefined;
  /** Who is looking, for the watermark. */
  @property({ attribute: false }) person: Viewer = {};
  @property() hub = '';
  @property() language: Language = 'zh';
  /** The recording that is heard instead of the main one. */
  @state() private heard: number | undefined;
  @state() private room: Room = 'soon';
  readonly #roomForMany = new RoomForMany();
  #playhead: Playhead | undefined;
  /** The main `<video>` whose volume is heard already. */
  #video: HTMLVideoElement | undefined;

  constructor() {
    super();
    new EveryTick(this, lookAtMainEveryMs, () => this.#look());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#look();
  }

  /** Where the event is by the main picture. */
  readonly clock = (): EventClock | undefined => {
    const video = this.leader();
    if (!video || !this.main || video.readyState === 0) return undefined;
    const moves = !video.paused && !video.seeking && video.playbackRate > 0 && video.readyState > 2;
    const { seconds } = this.#playheadOf(video);
    return { moment: momentAt(this.main, seconds), moves, rate: video.playbackRate || 1 };
  };

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Who becomes the main one is heard as the main one.
    if (changed.has('main') && changed.get('main')?.id !== this.main?.id && this.heard === this.main?.id)
      this.#hear(undefined);
  }

  protected override render(): unknown {
    const others = this.#others();
    if (others.length === 0) return nothing;
    const volume = this.leader()?.volume ?? 1;
    return html`<div role="group" aria-label=${playerTexts(this.language).otherCameras}>${repeat(
      others,
      ({ key }) => key,
      (lane, at) => html`<footage-camera .lane=${lane} .clock=${this.clock} .stillness=${this.#stillnessOf(at)}
        ?audible=${lane.clips.some(({ footage }) => footage.id === this.heard)} .volume=${volume} .person=${this.person} .hub=${this.hub} .language=${this.language}
        @camerachosen=${(event: CustomEvent<number>) => this.dispatchEvent(new CustomEvent('camerachosen', { detail: event.detail }))}
        @soundchosen=${(event: CustomEvent<number | undefined>) => this.#hear(event.detail)}></footage-camera>`,
    )}</div>`;
  }

  protected override updated(): void {
    this.toggleAttribute('hidden', this.#others().length === 0);
  }

  #stillnessOf(at: number): Stillness | undefined {
    if (this.room !== 'many') return this.room;
    return at < mostMoving ? undefined : 'many';
  }

  /** See whether the main picture has enough, and the line more. */
  #look(): void {
    const video = this.leader();
    if (!video || video.readyState === 0) return;
    const main = { line: readLine(), waits: !video.paused && isHalted(video), ahead: aheadOf(video) };
    this.room = this.#roomForMany.look(performance.now(), main);
  }

  #playheadOf(video: HTMLVideoElement): Playhead {
    if (this.#playhead?.video !== video) this.#playhead = new Playhead(video);
    return this.#playhead;
  }

  #others(): Lane[] {
    return this.lanes.filter(({ clips }) => clips.every(({ footage }) => footage.id !== this.main?.id));
  }

  /** One voice at a time: the main one is muted while another is heard, and speaks again when it is unmuted. */
  #hear(footage: number | undefined): void {
    const video = this.leader();
    this.heard = footage;
    if (!video) return;
    video.muted = footage !== undefined;
    if (this.#video === video) return;
    this.#video = video;
    video.addEventListener('volumechange', () => {
      if (!video.muted) this.heard = undefined;
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-cameras': FootageCameras;
  }
}

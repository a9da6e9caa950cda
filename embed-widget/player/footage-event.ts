import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Playback } from '../client/embed.ts';
import type { EmbeddedRecord } from '../client/embedded-record.ts';
import type { LinkItem } from '../client/link.ts';
import type { Mark } from '../client/mark.ts';
import { element } from './define.ts';
import { hasCourse, momentAt, secondsAt, shows } from './event-clock.ts';
import './footage-cameras.ts';
import { eventStyles } from './footage-event.styles.ts';
import './footage-document.ts';
import './footage-map.ts';
import './footage-picture.ts';
import './footage-player.ts';
import './footage-timeline.ts';
import './footage-tools.ts';
import type { FootagePicture } from './footage-picture.ts';
import type { FootagePlayer } from './footage-player.ts';
import type { MomentChosen } from './footage-timeline.ts';
import type { Language } from './language.ts';
import { openingOfRecord } from './opening.ts';
import { ShownClips } from './shown-clips.ts';
import type { Timecode } from './timecode.ts';
import { pressToolKey } from './tool-keys.ts';

/** A picture that does not come keeps the rest waiting no longer. */
const longestAloneMs = 1_500;

/**
 * What was recorded of one record, on one clock: the chosen clip large, the other cameras beside it, the event's
 * timeline, tools and the camera's way. Passes on the media events of the large one.
 *
 * @fires linkchosen - another clip is shown large; `detail` is the id of its link
 * @fires shown - the picture is there, or does not come: the line is free for all else
 * @fires marked - a mark was stored: read the record again
 */
@element('footage-event')
export class FootageEvent extends LitElement {
  static override styles = eventStyles;

  @property({ attribute: false }) record: EmbeddedRecord['record'] | undefined;
  @property({ attribute: false }) links: readonly LinkItem[] = [];
  @property({ attribute: false }) marks: readonly Mark[] = [];
  /** The right to look; without it there are neither tools nor map. */
  @property({ attribute: false }) playback: Playback | undefined;
  @property() hub = '';
  @property() language: Language = 'zh';
  @state() private chosen = 0;
  /** True time at the playhead, epoch ms. */
  @state() private moment = 0;
  /** Whether all else stands beside the picture: it has the line and the processor to itself until it shows. */
  @state() private whole = false;
  /** Where the chosen clip opens, when not at its linked part. */
  @state() private openAt: number | undefined;
  @query('footage-player') private player: FootagePlayer | undefined;
  @query('footage-picture') private picture: FootagePicture | undefined;
  readonly #shown = new ShownClips();

  constructor() {
    super();
    this.addEventListener('keydown', (event) => this.pressKey(event));
  }

  async play(): Promise<void> {
    await this.updateComplete;
    await this.player?.play();
  }

  pause(): void {
    this.player?.pause();
  }

  /** Act on a key of the player, the picture or the tools; one that is not ours goes on its way. */
  pressKey(event: KeyboardEvent): void {
    this.player?.pressKey(event);
    this.picture?.pressKey(event);
    const tools = this.renderRoot.querySelector('footage-tools');
    if (pressToolKey(event, { tools, nextCamera: (by) => this.nextCamera(by) })) event.stopPropagation();
  }

  /** Show the next camera large, or the one before with -1. The moment stays where that one saw it. */
  nextCamera(by = 1): void {
    const lanes = this.#shown.lanesOf(this.links);
    const at = lanes.findIndex(({ clips }) => clips.some(({ footage }) => footage.id === this.#link?.footage.id));
    const lane = lanes[(at + by + lanes.length) % Math.max(1, lanes.length)];
    if (lane && lanes.length > 1) this.#go({ moment: this.moment, lane });
  }

  /** Show a clip large from the beginning of its linked part. @param id of the link */
  async choose(id: number): Promise<void> {
    this.openAt = undefined;
    this.#show(id);
    await this.play().catch(() => undefined);
  }

  get media(): HTMLVideoElement | undefined {
    return this.player?.media;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('links') && !this.#link) this.#begin();
  }

  protected override render(): unknown {
    const { record, playback, hub, language } = this;
    const link = this.#link;
    if (!record || !link) return nothing;
    if (!hasCourse(link.footage)) return this.#still(record, link);
    const person = playback?.person ?? {};
    return html`
      <footage-player tools part="player" exportparts="stage" .clip=${this.#shown.clipOf(link, this.openAt)} .milestones=${record.milestones ?? []}
        .person=${person} .hub=${hub} .language=${language}
        @timeupdate=${this.#onTime} @seeked=${this.#onTime} @loadedmetadata=${this.#onTime}></footage-player>
      ${this.whole ? this.#beside(record, link) : nothing}`;
  }

  #beside(record: EmbeddedRecord['record'], link: LinkItem): unknown {
    const { links, playback, hub, language, marks } = this;
    const lanes = this.#shown.lanesOf(links);
    const person = playback?.person ?? {};
    return html`
      ${
        playback
          ? html`<footage-tools part="tools" .playback=${playback} .record=${record} .link=${link} .marks=${marks}
            .media=${this.#leader} .language=${language} @marked=${this.#onMarked} @placechosen=${this.#onPlace}></footage-tools>`
          : nothing
      }
      <footage-cameras part="cameras" .lanes=${lanes} .main=${link.footage} .leader=${this.#leader} .person=${person} .hub=${hub} .language=${language}
        @camerachosen=${this.#onCamera}></footage-cameras>
      <footage-timeline part="timeline" .lanes=${lanes} .milestones=${record.milestones ?? []} .marks=${marks} .main=${link.footage.id}
        .moment=${this.moment} .language=${language} @momentchosen=${this.#onMoment}></footage-timeline>
      <footage-map part="map" .playback=${playback} .record=${record.id} .footage=${link.footage} .place=${record.place}
        .currentTime=${secondsAt(link.footage, this.moment)} .language=${language}></footage-map>`;
  }

  /** What has no course of time stands for itself. */
  #still(record: EmbeddedRecord['record'], link: LinkItem): unknown {
    const { playback, hub, language } = this;
    return html`
      ${
        link.footage.mediaType === 'image'
          ? html`<footage-picture part="picture" exportparts="stage" .footage=${link.footage} .person=${playback?.person ?? {}} .hub=${hub} .language=${language}></footage-picture>`
          : html`<footage-document part="document" .footage=${link.footage} .hub=${hub} .language=${language}></footage-document>`
      }
      ${playback ? html`<footage-tools part="tools" .playback=${playback} .record=${record} .link=${link} .language=${language}></footage-tools>` : nothing}`;
  }

  readonly #leader = (): HTMLVideoElement | undefined => this.player?.media;

  get #link(): LinkItem | undefined {
    return this.links.find(({ id }) => id === this.chosen);
  }

  /** Begin where the page's address points at, else with the surest clip. */
  #begin(): void {
    const opening = openingOfRecord(this.links, this.chosen === 0 ? location.hash : '');
    this.openAt = opening?.at;
    this.#show(opening?.link.id ?? 0);
    setTimeout(() => this.#complete(), longestAloneMs);
  }

  #show(id: number): void {
    if (id === this.chosen) return;
    this.chosen = id;
    this.dispatchEvent(new CustomEvent('linkchosen', { detail: id }));
  }

  #complete(): void {
    if (this.whole) return;
    this.whole = true;
    this.dispatchEvent(new CustomEvent('shown'));
  }

  #onTime(): void {
    const { media } = this;
    if (!media || media.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) this.#complete();
    if (this.#link && media && media.readyState > 0) this.moment = momentAt(this.#link.footage, media.currentTime);
  }

  #onMarked(): void {
    this.dispatchEvent(new CustomEvent('marked'));
  }

  /** Show another camera large. The moment stays, and what played goes on playing. */
  #onCamera({ detail }: CustomEvent<number>): void {
    this.#onTime();
    const link = this.links.find(({ id }) => id === detail);
    if (link) void this.#showAt(link, this.moment);
  }

  async #showAt(link: LinkItem, moment: number): Promise<void> {
    const played = this.media?.paused === false;
    const seconds = secondsAt(link.footage, moment);
    if (link.footage.id === this.#link?.footage.id) {
      this.player?.jump(seconds);
      return;
    }
    this.openAt = shows(link.footage, moment) ? seconds : undefined;
    this.#show(link.id);
    this.moment = momentAt(link.footage, this.openAt ?? link.segment.startSeconds);
    if (played) await this.play().catch(() => undefined);
  }

  #onMoment({ detail }: CustomEvent<MomentChosen>): void {
    this.#go(detail);
  }

  #go(chosen: MomentChosen): void {
    const destination = this.#shown.destinationOf(chosen, this.chosen);
    if (destination) void this.#showAt(destination.link, destination.moment);
  }

  #onPlace({ detail }: CustomEvent<Timecode>): void {
    const link = this.links.find(({ footage }) => footage.id === detail.footageId);
    if (link) void this.#showAt(link, momentAt(link.footage, detail.seconds));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-event': FootageEvent;
  }
}

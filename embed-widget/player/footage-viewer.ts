import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { openPlayback, type Playback } from '../client/embed.ts';
import { type EmbeddedRecord, readEmbedded } from '../client/embedded-record.ts';
import { isOnItsWay } from '../client/footage.ts';
import type { LinkItem } from '../client/link.ts';
import { Problem } from '../client/request.ts';
import { momentText } from './clock.ts';
import { element } from './define.ts';
import { prepareOpening } from './engine/open-engine.ts';
import { playableOf } from './engine/playable.ts';
import { hasCourse } from './event-clock.ts';
import './footage-clips.ts';
import './footage-event.ts';
import { hostTokens } from '../tokens.ts';
import type { FootageEvent } from './footage-event.ts';
import { viewerStyles } from './footage-viewer.styles.ts';
import { clockText, type Language } from './language.ts';
import { openingOfRecord } from './opening.ts';
import { playerTexts } from './player-texts.ts';
import { nothingLinked, skeleton, troubleWith } from './viewer-messages.ts';
import { kindWord, systemWord } from './words.ts';

const refreshMs = 15_000;
const soonMs = 4_000;

/**
 * What `<linked-footage>` and the badge's dialog show: the record in a line, the player, the list of clips. Asks again
 * every 15 s, sooner while media is being fetched, so that new clips appear and waiting ones begin to play.
 *
 * @fires links - `detail: { count }`
 * @fires grantneeded
 */
@element('footage-viewer')
export class FootageViewer extends LitElement {
  static override styles = [hostTokens, viewerStyles];

  @property() hub = '';
  @property() system = '';
  @property() record = '';
  @property() grant = '';
  @property() language: Language = 'zh';
  /** What the next media element shall begin with; follows what the person sets. */
  @property({ attribute: false }) kept: Partial<HTMLVideoElement> = {};
  @state() private found: EmbeddedRecord | undefined;
  @state() private problem: Problem | undefined;
  @state() private playback: Playback | undefined;
  @state() private chosen = 0;
  /** The first picture is there: what stands beside it may load too. */
  @state() private shown = false;
  @query('footage-event') private event: FootageEvent | undefined;
  #due: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  #playsWhenFound = false;
  /** The media element that has begun. */
  #begun: HTMLVideoElement | undefined;

  constructor() {
    super();
    this.addEventListener('loadedmetadata', () => this.#hand());
    for (const name of ['volumechange', 'ratechange']) this.addEventListener(name, () => this.#keep());
    new ResizeObserver(() => this.toggleAttribute('wide', this.clientWidth >= 760)).observe(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.refresh();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#due);
    this.#turn += 1;
  }

  /** Play; as soon as there is something to play when the record has not come yet. */
  async play(): Promise<void> {
    await this.updateComplete;
    this.#playsWhenFound = !this.event;
    await this.event?.play();
  }

  pause(): void {
    this.#playsWhenFound = false;
    this.event?.pause();
  }

  /** Let the player act on a key. */
  pressKey(event: KeyboardEvent): void {
    this.event?.pressKey(event);
  }

  /** What plays, once its length is known. */
  get media(): HTMLVideoElement | undefined {
    const media = this.event?.media;
    return media === this.#begun ? media : undefined;
  }

  /** Ask the hub again now. */
  async refresh(): Promise<void> {
    clearTimeout(this.#due);
    const turn = ++this.#turn;
    try {
      const playback = await openPlayback(this.hub, this.grant);
      const found = await readEmbedded(playback, this.system, this.record);
      if (turn !== this.#turn) return;
      this.playback = playback;
      this.#take(found);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.problem = error instanceof Problem ? error : new Problem(0, 'broken', String(error));
      if (this.problem.status === 401) this.dispatchEvent(new CustomEvent('grantneeded', { composed: true }));
    }
    this.#due = setTimeout(
      () => void (document.hidden ? this.#later() : this.refresh()),
      this.#isWaiting() ? soonMs : refreshMs,
    );
  }

  /** Another record is nothing of the one before: not for a moment, and not when it is refused. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!(['hub', 'system', 'record'] as const).some((name) => changed.has(name))) return;
    this.found = undefined;
    this.problem = undefined;
    this.chosen = 0;
    this.shown = false;
    this.#playsWhenFound = false;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if ((['hub', 'system', 'record', 'grant'] as const).some((name) => changed.has(name))) void this.refresh();
    if (this.#playsWhenFound && this.event) void this.play().catch(() => undefined);
  }

  protected override render(): unknown {
    const text = playerTexts(this.language);
    if (!this.found) {
      return this.problem
        ? troubleWith(this.problem, this.language, () => void this.refresh())
        : skeleton(this.language);
    }
    const { record, links, marks = [] } = this.found;
    const total = links.reduce((sum, { segment }) => sum + segment.endSeconds - segment.startSeconds, 0);
    return html`
      <header>
        <span class="tag">${systemWord(record.system, this.language)}</span>
        <b>${record.title ?? record.externalId}</b>
        <span class="muted">${kindWord(record.kind, this.language)} ${record.externalId} · ${momentText(record.time.start)}</span>
      </header>
      ${this.problem?.status === 0 ? html`<p class="banner" role="status">${text.offline}</p>` : nothing}
      ${
        links.length > 0
          ? html`<div class="body">
            <footage-event part="event" exportparts="player, stage, tools, cameras, timeline, map" .record=${record} .links=${links} .marks=${marks}
              .playback=${this.playback} .hub=${this.hub} .language=${this.language} @linkchosen=${this.#onChange} @shown=${this.#onShown} @marked=${this.refresh}></footage-event>
            <section class="side" aria-label=${text.clips}>
              <p class="title">${text.clips}<span>${text.clipCount(links.length, clockText(total))}</span></p>
              <footage-clips exportparts="clip" .links=${links} .chosen=${this.chosen} ?waiting=${!this.shown} .hub=${this.hub} .language=${this.language}
                @clipchosen=${this.#onChosen} @keydown=${this.pressKey}></footage-clips>
            </section>
          </div>`
          : nothingLinked(this.found, this.language)
      }
      <footer>${text.watched}</footer>`;
  }

  #take(found: EmbeddedRecord): void {
    const before = this.found?.links.length;
    const links = found.links.filter(({ decision }) => decision !== 'rejected');
    this.problem = undefined;
    if (!this.found) this.#prepare(links);
    this.found = { ...found, links };
    if (before !== links.length)
      this.dispatchEvent(new CustomEvent('links', { composed: true, detail: { count: links.length } }));
  }

  /** What opens first is on its way while it is drawn. */
  #prepare(links: readonly LinkItem[]): void {
    const opening = openingOfRecord(links, location.hash);
    if (!opening || !hasCourse(opening.link.footage)) return;
    const { link, at = link.segment.startSeconds } = opening;
    prepareOpening(playableOf(link.footage.media, this.hub), at);
  }

  #hand(): void {
    const media = this.event?.media;
    if (!media || media === this.#begun) return;
    this.#begun = media;
    Object.assign(media, this.kept);
    Reflect.deleteProperty(this.kept, 'currentTime');
  }

  #keep(): void {
    // 0 is an engine's way to wait.
    const { volume, muted, playbackRate } = this.media ?? {};
    if (playbackRate) Object.assign(this.kept, { volume, muted, playbackRate });
  }

  #isWaiting(): boolean {
    return this.found?.links.some(({ footage }) => isOnItsWay(footage.media)) ?? false;
  }

  #later(): void {
    this.#due = setTimeout(() => void (document.hidden ? this.#later() : this.refresh()), soonMs);
  }

  #onChange({ detail }: CustomEvent<number>): void {
    this.chosen = detail;
  }

  #onShown(): void {
    this.shown = true;
  }

  #onChosen({ detail }: CustomEvent<number>): void {
    void this.event?.choose(detail);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-viewer': FootageViewer;
  }
}

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { openPlayback, type Playback } from '../client/embed.ts';
import { type EmbeddedRecord, readEmbedded } from '../client/embedded-record.ts';
import { isOnItsWay } from '../client/footage.ts';
import type { LinkItem } from '../client/link.ts';
import { Problem } from '../client/request.ts';
import { momentText } from './clock.ts';
import { element } from './define.ts';
import { hasCourse, momentAt, secondsAt, shows } from './event-clock.ts';
import './footage-cameras.ts';
import './footage-clips.ts';
import './footage-map.ts';
import './footage-player.ts';
import './footage-timeline.ts';
import './footage-tools.ts';
import { hostTokens } from '../tokens.ts';
import type { FootagePlayer } from './footage-player.ts';
import type { MomentChosen } from './footage-timeline.ts';
import { viewerStyles } from './footage-viewer.styles.ts';
import { clockText, type Language } from './language.ts';
import { playerTexts } from './player-texts.ts';
import { ShownClips } from './shown-clips.ts';
import { readTimecode, type Timecode } from './timecode.ts';
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
  @state() private found: EmbeddedRecord | undefined;
  @state() private problem: Problem | undefined;
  @state() private playback: Playback | undefined;
  @state() private chosen = 0;
  /** True time at the playhead, epoch ms. */
  @state() private moment = 0;
  /** Where the chosen clip opens, when not at its linked part. */
  @state() private openAt: number | undefined;
  @query('footage-player') private player: FootagePlayer | undefined;
  #due: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  readonly #shown = new ShownClips();

  constructor() {
    super();
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

  async play(): Promise<void> {
    await this.updateComplete;
    await this.player?.play();
  }

  pause(): void {
    this.player?.pause();
  }

  /** Let the player act on a key. */
  pressKey(event: KeyboardEvent): void {
    this.player?.pressKey(event);
  }

  get media(): HTMLVideoElement | undefined {
    return this.player?.media;
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

  protected override updated(changed: PropertyValues<this>): void {
    if ((['hub', 'system', 'record', 'grant'] as const).some((name) => changed.has(name))) void this.refresh();
  }

  protected override render(): unknown {
    const text = playerTexts(this.language);
    if (!this.found) {
      return this.problem
        ? troubleWith(this.problem, this.language, () => void this.refresh())
        : skeleton(this.language);
    }
    const { record, links, marks = [] } = this.found;
    const link = links.find(({ id }) => id === this.chosen) ?? links[0];
    const lanes = this.#shown.lanesOf(links);
    const total = links.reduce((sum, { segment }) => sum + segment.endSeconds - segment.startSeconds, 0);
    return html`
      <header>
        <span class="tag">${systemWord(record.system, this.language)}</span>
        <b>${record.title ?? record.externalId}</b>
        <span class="muted">${kindWord(record.kind, this.language)} ${record.externalId} · ${momentText(record.time.start)}</span>
      </header>
      ${this.problem?.status === 0 ? html`<p class="banner" role="status">${text.offline}</p>` : nothing}
      ${
        link
          ? html`<div class="body">
            <div class="main">
            <footage-player part="player" exportparts="stage" .clip=${this.#shown.clipOf(link, this.openAt)} .milestones=${record.milestones ?? []}
              .person=${this.playback?.person ?? {}} .hub=${this.hub} .language=${this.language}
              @timeupdate=${this.#onTime} @seeked=${this.#onTime} @loadedmetadata=${this.#onTime}></footage-player>
            ${
              this.playback && hasCourse(link.footage)
                ? html`<footage-tools part="tools" .playback=${this.playback} .record=${record} .link=${link} .marks=${marks}
              .media=${() => this.player?.media} .language=${this.language} @marked=${this.refresh} @placechosen=${this.#onPlace}></footage-tools>`
                : nothing
            }
            <footage-cameras part="cameras" .lanes=${lanes} .main=${link.footage} .leader=${this.#leader} .person=${this.playback?.person ?? {}} .hub=${this.hub} .language=${this.language}
              @camerachosen=${this.#onCamera}></footage-cameras>
            <footage-timeline part="timeline" .lanes=${lanes} .milestones=${record.milestones ?? []} .marks=${marks} .main=${link.footage.id}
              .moment=${this.moment} .language=${this.language} @momentchosen=${this.#onMoment}></footage-timeline>
            <footage-map part="map" .playback=${this.playback} .record=${record.id} .footage=${link.footage} .place=${record.place}
              .currentTime=${secondsAt(link.footage, this.moment)} .language=${this.language}></footage-map>
            </div>
            <section class="side" aria-label=${text.clips}>
              <h3>${text.clips}<span>${text.clipCount(links.length, clockText(total))}</span></h3>
              <footage-clips exportparts="clip" .links=${links} .chosen=${link.id} .hub=${this.hub} .language=${this.language}
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
    this.found = { ...found, links };
    if (!links.some(({ id }) => id === this.chosen)) this.#begin(links);
    if (before !== links.length)
      this.dispatchEvent(new CustomEvent('links', { composed: true, detail: { count: links.length } }));
  }

  /** Begin where the page's address points at, else with the surest clip. */
  #begin(links: readonly LinkItem[]): void {
    const asked = this.chosen === 0 ? readTimecode(location.hash) : undefined;
    const link = links.find(({ footage }) => footage.id === asked?.footageId);
    this.openAt = link && asked?.seconds;
    this.chosen = (link ?? links[0])?.id ?? 0;
  }

  #isWaiting(): boolean {
    return this.found?.links.some(({ footage }) => isOnItsWay(footage.media)) ?? false;
  }

  #later(): void {
    this.#due = setTimeout(() => void (document.hidden ? this.#later() : this.refresh()), soonMs);
  }

  readonly #leader = (): HTMLVideoElement | undefined => this.player?.media;

  get #link(): LinkItem | undefined {
    return this.found?.links.find(({ id }) => id === this.chosen);
  }

  #onTime(): void {
    const { media } = this;
    if (this.#link && media && media.readyState > 0) this.moment = momentAt(this.#link.footage, media.currentTime);
  }

  /** Show another camera large. The moment stays, and what played goes on playing. */
  #onCamera({ detail }: CustomEvent<number>): void {
    this.#onTime();
    const link = this.found?.links.find(({ id }) => id === detail);
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
    this.chosen = link.id;
    this.moment = momentAt(link.footage, this.openAt ?? link.segment.startSeconds);
    if (played) await this.play().catch(() => undefined);
  }

  #onMoment({ detail }: CustomEvent<MomentChosen>): void {
    const destination = this.#shown.destinationOf(detail, this.chosen);
    if (destination) void this.#showAt(destination.link, destination.moment);
  }

  #onPlace({ detail }: CustomEvent<Timecode>): void {
    const link = this.found?.links.find(({ footage }) => footage.id === detail.footageId);
    if (link) void this.#showAt(link, momentAt(link.footage, detail.seconds));
  }

  async #onChosen(event: CustomEvent<number>): Promise<void> {
    this.openAt = undefined;
    this.chosen = event.detail;
    await this.play().catch(() => undefined);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-viewer': FootageViewer;
  }
}

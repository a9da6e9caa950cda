import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { openPlayback, type Playback } from '../client/embed.ts';
import { type EmbeddedRecord, readEmbedded } from '../client/embedded-record.ts';
import { isOnItsWay } from '../client/footage.ts';
import type { LinkItem } from '../client/link.ts';
import { Problem } from '../client/request.ts';
import type { Clip } from './clip-playback.ts';
import { momentText } from './clock.ts';
import { element } from './define.ts';
import './footage-clips.ts';
import './footage-player.ts';
import { hostTokens } from '../tokens.ts';
import type { FootagePlayer } from './footage-player.ts';
import { viewerStyles } from './footage-viewer.styles.ts';
import { clockText, type Language } from './language.ts';
import { playerTexts } from './player-texts.ts';
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
  @query('footage-player') private player: FootagePlayer | undefined;
  #due: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

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
    if (!this.found) return this.problem ? this.#trouble(this.problem) : this.#skeleton();
    const { record, links } = this.found;
    const link = links.find(({ id }) => id === this.chosen) ?? links[0];
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
            <footage-player part="player" exportparts="stage" .clip=${this.#clipOf(link)} .milestones=${record.milestones ?? []}
              .person=${this.playback?.person ?? {}} .hub=${this.hub} .language=${this.language}></footage-player>
            <section class="side" aria-label=${text.clips}>
              <h3>${text.clips}<span>${text.clipCount(links.length, clockText(total))}</span></h3>
              <footage-clips exportparts="clip" .links=${links} .chosen=${link.id} .hub=${this.hub} .language=${this.language}
                @clipchosen=${this.#onChosen} @keydown=${this.pressKey}></footage-clips>
            </section>
          </div>`
          : this.#none(this.found)
      }
      <footer>${text.watched}</footer>`;
  }

  #none({ diagnosis = [] }: EmbeddedRecord): unknown {
    const text = playerTexts(this.language);
    return html`<div class="message" role="status"><b>${text.none}</b>
      ${diagnosis.map((reason) => html`<span>${reason.text[this.language]}</span>`)}<span class="muted">${text.noneHelp}</span></div>`;
  }

  #trouble(problem: Problem): unknown {
    const text = playerTexts(this.language);
    const message = problem.status === 0 ? text.offline : problem.status === 401 ? text.needGrant : problem.message;
    return html`<div class="message bad" role="alert"><b>${message}</b>
      ${problem.remedy ? html`<span>${problem.remedy}</span>` : nothing}
      <button type="button" @click=${this.refresh}>${text.again}</button></div>`;
  }

  #skeleton(): unknown {
    return html`<div class="body" role="status" aria-label=${playerTexts(this.language).loading}><div class="bone screen"></div>
      <div class="side"><div class="bone"></div><div class="bone"></div><div class="bone"></div></div></div>`;
  }

  readonly #clips = new Map<string, Clip>();

  /** The same object for the same facts, so that a refresh does not disturb what is playing. */
  #clipOf(link: LinkItem): Clip {
    const key = JSON.stringify([link.footage, link.segment]);
    const known = this.#clips.get(key);
    if (known) return known;
    const clip = { footage: link.footage, segment: { from: link.segment.startSeconds, to: link.segment.endSeconds } };
    this.#clips.set(key, clip);
    return clip;
  }

  #take(found: EmbeddedRecord): void {
    const before = this.found?.links.length;
    const links = found.links.filter(({ decision }) => decision !== 'rejected');
    this.problem = undefined;
    this.found = { ...found, links };
    if (!links.some(({ id }) => id === this.chosen)) this.chosen = links[0]?.id ?? 0;
    if (before !== links.length)
      this.dispatchEvent(new CustomEvent('links', { composed: true, detail: { count: links.length } }));
  }

  #isWaiting(): boolean {
    return this.found?.links.some(({ footage }) => isOnItsWay(footage.media)) ?? false;
  }

  #later(): void {
    this.#due = setTimeout(() => void (document.hidden ? this.#later() : this.refresh()), soonMs);
  }

  async #onChosen(event: CustomEvent<number>): Promise<void> {
    this.chosen = event.detail;
    await this.play().catch(() => undefined);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-viewer': FootageViewer;
  }
}

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { momentText, timeText } from './clock.ts';
import { element } from './define.ts';
import { seekBarStyles } from './footage-seek-bar.styles.ts';
import { clockText, type Language } from './language.ts';
import { request } from './media-events.ts';
import { initialState, type PlayerState, type Span, shownSpan, type Tick } from './player-state.ts';
import { playerTexts } from './player-texts.ts';
import { loadStoryboard, type Still, stillAt, stillStyle } from './storyboard.ts';
import { milestoneWord } from './words.ts';

/** Labels of ticks closer than this share of the bar would overlap: the later one is left to its tooltip. */
const labelRoom = 0.14;
/** Pixels of the small picture under the pointer. */
const stillWidth = 160;

/**
 * The clip's timeline: position, what is buffered, the linked segment, and the record's milestones as ticks.
 *
 * @fires mediaseekrequest
 */
@element('footage-seek-bar')
export class FootageSeekBar extends LitElement {
  static override styles = seekBarStyles;

  @property({ attribute: false }) state: PlayerState = initialState;
  @property({ attribute: false }) segment: Span | undefined;
  @property({ attribute: false }) ticks: readonly Tick[] = [];
  /** ISO moment of the beginning of the clip, by the camera's clock. */
  @property() start = '';
  /** Address of the WebVTT with small pictures; empty when there are none. Read when the bar is first pointed at. */
  @property() storyboard = '';
  @property() language: Language = 'zh';
  @state() private hover: number | undefined;
  @state() private stills: readonly Still[] = [];
  #dragging = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('storyboard')) this.stills = [];
    this.toggleAttribute('bare', this.#shownTicks().length === 0);
  }

  protected override render(): unknown {
    const { currentTime, buffered } = this.state;
    const span = this.#span();
    const segment = this.segment;
    const inside = segment ? Math.min(Math.max(currentTime, segment.from), segment.to) : 0;
    return html`
      ${this.#labels()}
      <div class="bar" part="seek-bar" role="slider" tabindex="0" aria-label=${playerTexts(this.language).seek}
        aria-valuemin=${Math.floor(span.from)} aria-valuemax=${Math.floor(span.to)} aria-valuenow=${Math.floor(currentTime)}
        aria-valuetext="${clockText(currentTime)}, ${momentText(this.start, currentTime)}"
        @pointerdown=${this.#onDown} @pointermove=${this.#onMove} @pointerup=${this.#onUp} @pointercancel=${this.#onUp}
        @pointerleave=${() => {
          this.hover = undefined;
        }}>
        <div class="rail"></div>
        ${buffered.map(([from, to]) => this.#stretch('buffered', { from, to }))}
        ${segment ? nothing : this.#stretch('progress', { from: span.from, to: currentTime })}
        ${segment ? this.#stretch('segment', segment) : nothing}
        ${segment && inside > segment.from ? this.#stretch('done', { from: segment.from, to: inside }) : nothing}
        ${this.#shownTicks().map((tick) => html`<div class="tick" .style=${this.#at(tick.seconds)}></div>`)}
        <div class="handle" .style=${this.#at(currentTime)}></div>
        ${
          this.hover === undefined
            ? nothing
            : html`<div class="preview" .style=${this.#above(this.hover)}>
              ${this.#still(this.hover)}${clockText(this.hover)} · ${timeText(this.start, this.hover)}</div>`
        }
      </div>`;
  }

  #still(seconds: number): unknown {
    const still = stillAt(this.stills, seconds);
    return still ? html`<i .style=${stillStyle(still, stillWidth)}></i>` : nothing;
  }

  #labels(): unknown {
    let free = -1;
    const labelled = this.#shownTicks().filter((tick) => {
      const share = this.#share(tick.seconds);
      if (share < free) return false;
      free = share + labelRoom;
      return true;
    });
    if (labelled.length === 0) return nothing;
    return html`<div class="labels">${labelled.map(
      (tick) => html`<button type="button" class=${this.#share(tick.seconds) > 0.88 ? 'end' : ''} tabindex="-1"
        .style=${this.#at(tick.seconds)} title="${milestoneWord(tick.name, this.language)} ${momentText(tick.at)}"
        @click=${() => request(this, 'mediaseekrequest', tick.seconds)}>${milestoneWord(tick.name, this.language)}</button>`,
    )}</div>`;
  }

  #span(): Span {
    return shownSpan(this.state, this.segment);
  }

  #shownTicks(): Tick[] {
    const { from, to } = this.#span();
    return this.ticks.filter(({ seconds }) => seconds >= from && seconds <= to).sort((a, b) => a.seconds - b.seconds);
  }

  #share(seconds: number): number {
    const { from, to } = this.#span();
    return Math.min(1, Math.max(0, (seconds - from) / Math.max(to - from, 0.001)));
  }

  /** As a property, not an attribute: pages with a strict policy forbid inline styles, and this is none. */
  #at(seconds: number): string {
    return `left:${(this.#share(seconds) * 100).toFixed(3)}%`;
  }

  /** The same for what hangs over a place: at the ends of the bar it would be cut off. */
  #above(seconds: number): string {
    const half = stillWidth / 2;
    return `left:clamp(${half}px, ${(this.#share(seconds) * 100).toFixed(3)}%, calc(100% - ${half}px))`;
  }

  #stretch(name: string, { from, to }: Span): unknown {
    const left = this.#share(from);
    return html`<div class=${name} .style=${`left:${left * 100}%;width:${(this.#share(to) - left) * 100}%`}></div>`;
  }

  #secondsAt(event: PointerEvent): number {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const { from, to } = this.#span();
    return from + Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(box.width, 1))) * (to - from);
  }

  #onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#dragging = true;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    request(this, 'mediaseekrequest', this.#secondsAt(event));
  }

  #onMove(event: PointerEvent): void {
    this.hover = this.#secondsAt(event);
    if (this.stills.length === 0 && this.storyboard) void this.#loadStills(this.storyboard);
    if (this.#dragging) request(this, 'mediaseekrequest', this.hover);
  }

  async #loadStills(storyboard: string): Promise<void> {
    const stills = await loadStoryboard(storyboard);
    if (storyboard === this.storyboard) this.stills = stills;
  }

  #onUp(): void {
    this.#dragging = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-seek-bar': FootageSeekBar;
  }
}

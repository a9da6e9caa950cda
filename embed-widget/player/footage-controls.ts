import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { dateText, timeText } from './clock.ts';
import {
  captionsIcon,
  fullscreenIcon,
  keysIcon,
  mutedIcon,
  pauseIcon,
  playIcon,
  volumeIcon,
  windowIcon,
} from './control-icons.ts';
import { element } from './define.ts';
import { clockText, type Language } from './language.ts';
import { request } from './media-events.ts';
import { initialState, type PlayerState, type Span, shownSpan } from './player-state.ts';
import { playerTexts } from './player-texts.ts';

/** Playback speeds offered, slow ones for looking closely. */
export const speeds = [0.25, 0.5, 1, 1.5, 2, 4, 8] as const;

/**
 * The row of controls below the picture. Draws the state it is given and sends requests; never touches the media.
 *
 * @fires mediaplayrequest, mediapauserequest, mediavolumerequest, mediamuterequest, mediaplaybackraterequest,
 *   mediafullscreenrequest, segmentonlyrequest, captionsrequest, keyhelprequest
 */
@element('footage-controls')
export class FootageControls extends LitElement {
  static override styles = css`
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 2px 6px;
      padding: 2px 8px 8px;
      color: var(--hub-text);
      font-size: 12px;
      line-height: 18px;
      font-variant-numeric: tabular-nums;
    }
    button,
    select {
      height: 30px;
      margin: 0;
      border: 0;
      border-radius: var(--hub-radius-small);
      background: none;
      color: var(--hub-text-2);
      font: inherit;
      cursor: pointer;
    }
    button {
      display: inline-grid;
      place-items: center;
      min-width: 30px;
      padding: 0 6px;
    }
    button:hover,
    select:hover {
      background: var(--hub-sunken);
      color: var(--hub-text);
    }
    button:focus-visible,
    select:focus-visible,
    input:focus-visible {
      outline: 2px solid var(--hub-accent);
      outline-offset: -2px;
    }
    button.main {
      color: var(--hub-accent);
    }
    button[aria-pressed='true'] {
      color: var(--hub-accent);
    }
    .time {
      padding: 0 4px;
      white-space: nowrap;
    }
    .time span {
      color: var(--hub-text-3);
    }
    .wall {
      display: inline-flex;
      gap: 6px;
      align-items: baseline;
      padding: 0 8px;
      border-left: 1px solid var(--hub-line);
      color: var(--hub-text-3);
      white-space: nowrap;
    }
    .wall b {
      color: var(--hub-text);
      font-weight: 600;
    }
    .space {
      flex: 1 1 0;
    }
    .range {
      display: inline-flex;
      padding: 2px;
      border-radius: 7px;
      background: var(--hub-sunken);
    }
    .range button {
      height: 24px;
      padding: 0 9px;
      border-radius: 5px;
      white-space: nowrap;
    }
    .range button[aria-pressed='true'] {
      background: var(--hub-surface);
      color: var(--hub-text);
      box-shadow: 0 0 0 1px var(--hub-line-strong);
    }
    .volume {
      display: inline-flex;
      align-items: center;
    }
    input[type='range'] {
      width: 64px;
      margin: 0 6px 0 2px;
      accent-color: var(--hub-accent);
    }
    select option {
      background: var(--hub-surface);
      color: var(--hub-text);
    }
    :host([narrow]) {
      gap: 2px 0;
    }
    :host([narrow]) .wall,
    :host([narrow]) .time {
      padding: 0 4px;
    }
    :host([narrow]) select {
      width: 54px;
    }
    :host([narrow]) .range {
      order: 1;
      flex: 1 0 100%;
    }
    :host([narrow]) .range button {
      flex: 1;
    }
    :host([narrow]) input[type='range'],
    :host([compact]) .keys,
    :host([compact]) .date {
      display: none;
    }
  `;

  @property({ attribute: false }) state: PlayerState = initialState;
  @property({ attribute: false }) segment: Span | undefined;
  /** All of the clip may be seen, not only its linked part. */
  @property({ type: Boolean }) whole = false;
  /** There are captions to show. */
  @property({ type: Boolean }) captions = false;
  @property() start = '';
  @property() language: Language = 'zh';

  protected override render(): unknown {
    const text = playerTexts(this.language);
    const { paused, currentTime, volume, muted, rate, segmentOnly, fullscreen } = this.state;
    const span = shownSpan(this.state, this.segment);
    const silent = muted || volume === 0;
    return html`
      ${
        paused
          ? this.#button('main play', text.play, playIcon, () => request(this, 'mediaplayrequest', undefined))
          : this.#button('main play', text.pause, pauseIcon, () => request(this, 'mediapauserequest', undefined))
      }
      <span class="time" part="time">${clockText(currentTime - span.from)} <span>/ ${clockText(span.to - span.from)}</span></span>
      <span class="wall" part="clock" title=${text.cameraClock}><span class="date">${dateText(this.start, currentTime)}</span>
        <b>${timeText(this.start, currentTime)}</b></span>
      <span class="space"></span>
      ${
        this.whole && this.segment && this.segment.to - this.segment.from < this.state.duration - 1
          ? html`<span class="range" role="group" aria-label=${text.range}>
            ${this.#choice(segmentOnly, text.segmentOnly, true)}${this.#choice(!segmentOnly, text.whole, false)}</span>`
          : nothing
      }
      <select aria-label=${text.speed} title=${text.speed} .value=${live(String(rate))} @change=${this.#onSpeed}>
        ${speeds.map((speed) => html`<option value=${speed} ?selected=${speed === rate}>${speed}×</option>`)}
      </select>
      <span class="volume">
        ${this.#button('mute', silent ? text.unmute : text.mute, silent ? mutedIcon : volumeIcon, () => request(this, 'mediamuterequest', !silent))}
        <input type="range" min="0" max="1" step="0.05" aria-label=${text.volume} .value=${live(String(silent ? 0 : volume))}
          @input=${(event: Event) => request(this, 'mediavolumerequest', Number((event.target as HTMLInputElement).value))}>
      </span>
      ${this.captions ? this.#captions(text.captions) : nothing}
      ${this.#button('keys', text.keys, keysIcon, () => request(this, 'keyhelprequest', undefined))}
      ${this.#button(
        'fullscreen',
        fullscreen ? text.leaveFullscreen : text.fullscreen,
        fullscreen ? windowIcon : fullscreenIcon,
        () => request(this, 'mediafullscreenrequest', undefined),
      )}`;
  }

  #button(name: string, label: string, icon: unknown, click: () => void): unknown {
    return html`<button class=${name} part="button ${name}" type="button" aria-label=${label} title=${label} @click=${click}>${icon}</button>`;
  }

  #captions(label: string): unknown {
    const pressed = this.state.captions;
    return html`<button class="captions" part="button captions" type="button" aria-pressed=${pressed} aria-label=${label} title=${label}
      @click=${() => request(this, 'captionsrequest', !pressed)}>${captionsIcon}</button>`;
  }

  #choice(pressed: boolean, label: string, only: boolean): unknown {
    return html`<button type="button" aria-pressed=${pressed} @click=${() => request(this, 'segmentonlyrequest', only)}>${label}</button>`;
  }

  #onSpeed(event: Event): void {
    request(this, 'mediaplaybackraterequest', Number((event.target as HTMLSelectElement).value));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-controls': FootageControls;
  }
}

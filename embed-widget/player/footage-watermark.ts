import { css, html, LitElement } from 'lit';
import { property, state } from 'lit/decorators.js';
import { element } from './define.ts';
import { type Viewer, watermarkText } from './watermark-text.ts';

const tiles = Array.from({ length: 15 });

/** Who is looking, and when, faint and tiled over the picture: a photograph of the screen tells where it came from. */
@element('footage-watermark')
export class FootageWatermark extends LitElement {
  static override styles = css`
    :host {
      position: absolute;
      top: 0;
      left: 0;
      width: 100%;
      height: 100%;
      overflow: hidden;
      pointer-events: none;
      user-select: none;
      -webkit-user-select: none;
    }
    div {
      display: grid;
      grid-template-columns: repeat(3, 1fr);
      grid-auto-rows: 1fr;
      width: 116%;
      height: 116%;
      margin: -8%;
    }
    :host([small]) div {
      grid-template-columns: 1fr;
    }
    :host([small]) span {
      font-size: 8px;
      opacity: 0.22;
    }
    :host([small]) span:nth-child(n + 4) {
      display: none;
    }
    span {
      align-self: center;
      justify-self: center;
      transform: rotate(-20deg);
      color: #fff;
      font: 500 clamp(9px, 1.5vw, 13px) / 1.3 var(--hub-font);
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
      opacity: 0.13;
      text-shadow: 0 0 2px #000;
    }
  `;

  @property({ attribute: false }) person: Viewer = {};
  @state() private now = new Date();
  #clock: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
    this.#clock = setInterval(() => {
      this.now = new Date();
    }, 30_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  protected override render(): unknown {
    const who = watermarkText(this.person, this.now);
    return html`<div>${tiles.map(() => html`<span>${who}</span>`)}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-watermark': FootageWatermark;
  }
}

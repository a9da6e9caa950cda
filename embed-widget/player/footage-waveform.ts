import { css, html, LitElement, nothing, type PropertyValues, svg } from 'lit';
import { property, state } from 'lit/decorators.js';
import { element } from './define.ts';
import { request } from './media-events.ts';

/** What the hub computed: how loud each stretch is, 0 to 255. */
interface Waveform {
  /** Seconds from one peak to the next. */
  readonly every: number;
  readonly peaks: readonly number[];
}

/** Bars that can still be told apart. */
const mostBars = 240;
const height = 100;

/** The loudest of each bar, from what lies between two seconds. */
export const barsOf = ({ every, peaks }: Waveform, from: number, to: number, most = mostBars): number[] => {
  const first = Math.max(0, Math.floor(from / every));
  const shown = peaks.slice(first, Math.max(first + 1, Math.ceil(to / every)));
  const step = Math.max(1, Math.ceil(shown.length / most));
  return Array.from({ length: Math.ceil(shown.length / step) }, (_, bar) =>
    Math.max(...shown.slice(bar * step, (bar + 1) * step)),
  );
};

/**
 * A picture of the sound of a recording without a picture: what was heard already is bright, a click leads to a place.
 *
 * @fires mediaseekrequest
 */
@element('footage-waveform')
export class FootageWaveform extends LitElement {
  static override styles = css`
    :host {
      position: absolute;
      top: 12%;
      bottom: 12%;
      left: 14px;
      right: 14px;
      cursor: pointer;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
    }
    rect {
      fill: #5b6778;
    }
    .heard {
      fill: #9cc0ff;
    }
  `;

  /** Address of `waveform.json`. */
  @property() src = '';
  /** Seconds of the clip that are shown. */
  @property({ type: Number }) from = 0;
  @property({ type: Number }) to = 0;
  @property({ type: Number }) currentTime = 0;
  @state() private waveform: Waveform | undefined;

  constructor() {
    super();
    this.addEventListener('click', (event) => {
      const { left, width } = this.getBoundingClientRect();
      event.stopPropagation();
      const share = (event.clientX - left) / Math.max(1, width);
      request(this, 'mediaseekrequest', this.from + share * (this.to - this.from));
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('src')) void this.#load(this.src);
  }

  protected override render(): unknown {
    if (!this.waveform) return nothing;
    const bars = barsOf(this.waveform, this.from, this.to);
    const heard = ((this.currentTime - this.from) / Math.max(0.001, this.to - this.from)) * bars.length;
    return html`<svg viewBox="0 0 ${bars.length} ${height}" preserveAspectRatio="none" aria-hidden="true">${bars.map(
      (peak, at) => {
        const tall = Math.max(2, (peak / 255) * height);
        return svg`<rect class=${at < heard ? 'heard' : ''} x=${at + 0.15} y=${(height - tall) / 2} width="0.7" height=${tall} />`;
      },
    )}</svg>`;
  }

  async #load(src: string): Promise<void> {
    this.waveform = undefined;
    const answer = src ? await fetch(src).catch(() => undefined) : undefined;
    const waveform = answer?.ok ? ((await answer.json()) as Waveform) : undefined;
    if (src === this.src) this.waveform = waveform;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-waveform': FootageWaveform;
  }
}

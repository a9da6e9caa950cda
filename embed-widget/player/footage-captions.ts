import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { type Caption, linesAt, readCaptions } from './captions.ts';
import { element } from './define.ts';

/**
 * What is said at the playhead, over the picture. Drawn here and not by the browser: the picture of a sound recording is
 * its waveform, and the streaming engine clears the tracks of a `<video>`.
 */
@element('footage-captions')
export class FootageCaptions extends LitElement {
  static override styles = css`
    :host {
      position: absolute;
      right: 6%;
      bottom: 5%;
      left: 6%;
      display: block;
      text-align: center;
      pointer-events: none;
    }
    span {
      display: inline-block;
      padding: 2px 10px;
      border-radius: 4px;
      background: #000000b8;
      color: #fff;
      font-size: clamp(13px, 2.4vmin, 22px);
      line-height: 1.5;
      white-space: pre-line;
    }
  `;

  /** Address of the WebVTT. */
  @property() src = '';
  /** Seconds from the beginning of the clip. */
  @property({ type: Number }) currentTime = 0;
  @state() private captions: readonly Caption[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('src')) void this.#load(this.src);
  }

  protected override render(): unknown {
    const lines = linesAt(this.captions, this.currentTime);
    return lines.length > 0 ? html`<span>${lines.join('\n')}</span>` : nothing;
  }

  async #load(src: string): Promise<void> {
    this.captions = [];
    if (!src) return;
    const answer = await fetch(src).catch(() => undefined);
    const captions = answer?.ok ? readCaptions(await answer.text()) : [];
    if (src === this.src) this.captions = captions;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-captions': FootageCaptions;
  }
}

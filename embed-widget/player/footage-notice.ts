import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from './define.ts';
import type { Language } from './language.ts';
import type { Phase, Trouble } from './player-state.ts';
import { playerTexts } from './player-texts.ts';

/**
 * What stands over the picture when there is no picture: loading, being fetched, the line is down, an error with its
 * remedy.
 *
 * @fires again - the person asked to try again
 */
@element('footage-notice')
export class FootageNotice extends LitElement {
  static override styles = css`
    :host {
      position: absolute;
      top: 0;
      left: 0;
      display: grid;
      place-content: center;
      justify-items: center;
      gap: 6px;
      width: 100%;
      height: 100%;
      box-sizing: border-box;
      padding: 16px;
      background: #0b0e13cc;
      color: #e7ebf1;
      font-size: 13px;
      line-height: 1.55;
      text-align: center;
    }
    :host([phase='loading']) {
      background: none;
    }
    small {
      max-width: 32em;
      color: #abb5c4;
      font-size: 12px;
    }
    i {
      width: 26px;
      height: 26px;
      margin-bottom: 4px;
      box-sizing: border-box;
      border: 2.5px solid #ffffff33;
      border-top-color: #fff;
      border-radius: 50%;
      animation: turn 0.9s linear infinite;
    }
    @keyframes turn {
      to {
        transform: rotate(1turn);
      }
    }
    @media (prefers-reduced-motion: reduce) {
      i {
        animation-duration: 3s;
      }
    }
    button {
      margin-top: 8px;
      padding: 5px 16px;
      border: 1px solid #ffffff55;
      border-radius: 6px;
      background: #ffffff14;
      color: inherit;
      font: inherit;
      cursor: pointer;
    }
    button:hover {
      background: #ffffff26;
    }
    button:focus-visible {
      outline: 2px solid #fff;
    }
  `;

  @property({ reflect: true }) phase: Phase = 'loading';
  @property({ attribute: false }) trouble: Trouble | undefined;
  @property() language: Language = 'zh';

  protected override render(): unknown {
    const text = playerTexts(this.language);
    const busy = this.phase === 'loading' || this.phase === 'waiting' || this.phase === 'interrupted';
    return html`
      ${busy ? html`<i></i>` : nothing}
      <span role=${this.phase === 'failed' ? 'alert' : 'status'}>${this.trouble?.message ?? (this.phase === 'loading' ? '' : text.loading)}</span>
      ${this.trouble?.remedy ? html`<small>${this.trouble.remedy}</small>` : nothing}
      ${
        this.trouble?.again
          ? html`<button type="button" @click=${() => this.dispatchEvent(new CustomEvent('again'))}>${text.again}</button>`
          : nothing
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-notice': FootageNotice;
  }
}

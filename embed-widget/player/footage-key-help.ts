import { css, html, LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from './define.ts';
import type { Language } from './language.ts';
import { playerTexts } from './player-texts.ts';

/**
 * The keys of the player, over the picture.
 *
 * @fires close
 */
@element('footage-key-help')
export class FootageKeyHelp extends LitElement {
  static override styles = css`
    :host {
      position: absolute;
      top: 0;
      left: 0;
      display: grid;
      place-content: center;
      width: 100%;
      height: 100%;
      background: #0b0e13e6;
      color: #e7ebf1;
      cursor: pointer;
    }
    dl {
      display: grid;
      grid-template-columns: auto auto;
      gap: 5px 20px;
      margin: 0;
      font-size: 12px;
      line-height: 18px;
    }
    dt {
      justify-self: end;
      padding: 0 7px;
      border: 1px solid #ffffff40;
      border-radius: 4px;
    }
    dd {
      margin: 0;
    }
  `;

  @property() language: Language = 'zh';

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('click', () => this.dispatchEvent(new CustomEvent('close')));
  }

  protected override render(): unknown {
    return html`<dl>${playerTexts(this.language).keyHelp.map(([key, does]) => html`<dt>${key}</dt><dd>${does}</dd>`)}</dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-key-help': FootageKeyHelp;
  }
}

import { css, html, LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { focused } from '../focused.ts';
import { element } from './define.ts';
import type { Language } from './language.ts';
import { playerTexts } from './player-texts.ts';

/**
 * The keys of the player, over the picture. Has the focus while it is there, and gives it back.
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
      display: flex;
      width: 100%;
      height: 100%;
      overflow: auto;
      background: #0b0e13e6;
      color: #e7ebf1;
      cursor: pointer;
    }
    :host(:focus-visible) {
      outline: 2px solid #7aa5ff;
      outline-offset: -2px;
    }
    /* Margins rather than centring: what finds no room can still be scrolled to. */
    dl {
      columns: 2 140px;
      column-gap: 22px;
      box-sizing: border-box;
      max-width: 100%;
      margin: auto;
      padding: 6px 12px;
      font-size: 12px;
      line-height: 18px;
    }
    div {
      display: flex;
      gap: 10px;
      padding: 2px 0;
      break-inside: avoid;
    }
    dt {
      flex: none;
      height: 18px;
      padding: 0 7px;
      border: 1px solid #ffffff40;
      border-radius: 4px;
    }
    dd {
      margin: 0;
    }
  `;

  /** Name the tools' keys as well. */
  @property({ type: Boolean }) tools = false;
  @property() language: Language = 'zh';

  /** Who had the focus before. */
  #before: HTMLElement | undefined;

  constructor() {
    super();
    this.addEventListener('click', () => this.dispatchEvent(new CustomEvent('close')));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // It scrolls where there is little room, and a screen reader begins to read here.
    this.tabIndex = 0;
    this.setAttribute('role', 'group');
    this.#before = focused();
    this.focus({ preventScroll: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (!focused()) this.#before?.focus({ preventScroll: true });
  }

  protected override willUpdate(): void {
    this.setAttribute('aria-label', playerTexts(this.language).keys);
  }

  protected override render(): unknown {
    const { keyHelp, toolKeyHelp } = playerTexts(this.language);
    return html`<dl>${[...keyHelp, ...(this.tools ? toolKeyHelp : [])].map(([key, does]) => html`<div><dt>${key}</dt><dd>${does}</dd></div>`)}</dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-key-help': FootageKeyHelp;
  }
}

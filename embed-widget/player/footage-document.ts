import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import type { FootageItem } from '../client/footage.ts';
import { documentIcon } from './control-icons.ts';
import { element } from './define.ts';
import { wantOriginal } from './engine/playable.ts';
import type { Language } from './language.ts';
import { playerTexts } from './player-texts.ts';
import { whyNotPlayable } from './trouble.ts';

/** `1.2 MB`. */
const bytesText = (bytes: number): string =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;

/**
 * A document, opened in a window of its own: what comes from outside gets no place inside another system's page, and
 * browsers show no PDF in a sandbox.
 */
@element('footage-document')
export class FootageDocument extends LitElement {
  static override styles = css`
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 14px;
      padding: 28px 24px;
      background: var(--hub-sunken);
      color: var(--hub-text-2);
      font-size: 13px;
    }
    svg {
      flex: none;
      width: 40px;
      height: 40px;
      color: var(--hub-text-3);
    }
    div {
      flex: 1 1 12em;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    b {
      display: block;
      color: var(--hub-text);
      font-weight: 600;
    }
    code {
      color: var(--hub-text-3);
      font: 11px / 1.5 var(--hub-mono);
    }
    a {
      padding: 5px 16px;
      border: 1px solid var(--hub-accent);
      border-radius: var(--hub-radius-small);
      color: var(--hub-accent);
      text-decoration: none;
    }
    a:focus-visible {
      outline: 2px solid var(--hub-accent);
      outline-offset: 2px;
    }
  `;

  @property({ attribute: false }) footage: FootageItem | undefined;
  @property() hub = '';
  @property() language: Language = 'zh';

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('footage') && changed.get('footage')?.id !== this.footage?.id && this.footage)
      wantOriginal(this.footage.media, this.hub);
  }

  protected override render(): unknown {
    const { footage } = this;
    if (!footage) return nothing;
    const text = playerTexts(this.language);
    const { state, original, bytes, sha256 } = footage.media;
    const isHere = state === 'stored' && original;
    return html`${documentIcon}<div><b>${footage.title ?? footage.externalId}</b>
        ${isHere ? (bytes === undefined ? nothing : bytesText(bytes)) : whyNotPlayable(footage.media, text).trouble.message}
        ${sha256 ? html`<br><code>SHA-256 ${sha256}</code>` : nothing}</div>
      ${
        isHere
          ? html`<a target="_blank" rel="noopener noreferrer" href=${new URL(original, this.hub || location.href).href}>${text.openDocument}</a>`
          : nothing
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-document': FootageDocument;
  }
}

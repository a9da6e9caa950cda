import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/base.ts';

const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON to look into, folded until asked for. */
@customElement('hub-json-fold')
export class JsonFold extends LitElement {
  static override styles = [
    base,
    css`
      summary {
        padding: 9px 14px;
        font-weight: 600;
        cursor: pointer;
      }
      pre {
        margin: 0;
        padding: 4px 14px 14px;
        overflow: auto;
        max-height: 460px;
        line-height: 1.6;
        tab-size: 2;
      }
      .key {
        color: var(--hub-accent);
      }
      .text {
        color: var(--hub-good);
      }
      .value {
        color: var(--hub-warn);
      }
    `,
  ];

  @property() label = 'JSON';
  @property({ attribute: false }) value: unknown;
  @property({ type: Boolean }) open = false;

  protected override render(): unknown {
    return html`<details ?open=${this.open} @toggle=${this.#onToggle}><summary>${this.label}</summary>
      ${this.open ? html`<pre tabindex="0">${this.#coloured()}</pre>` : ''}</details>`;
  }

  #onToggle(event: Event): void {
    this.open = (event.target as HTMLDetailsElement).open;
  }

  #coloured(): unknown[] {
    const json = JSON.stringify(this.value, null, 2) ?? '';
    const parts: unknown[] = [];
    let done = 0;
    for (const match of json.matchAll(token)) {
      parts.push(json.slice(done, match.index));
      const kind = match[1] ? (match[2] ? 'key' : 'text') : 'value';
      parts.push(html`<span class=${kind}>${match[1] ?? match[0]}</span>`, match[2] ?? '');
      done = match.index + match[0].length;
    }
    parts.push(json.slice(done));
    return parts;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-json-fold': JsonFold;
  }
}

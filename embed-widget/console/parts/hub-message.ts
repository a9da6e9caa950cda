import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type Message, readMessage } from '../../client/dead-letter.ts';
import { plain } from '../../client/request.ts';
import { Loaded } from '../loaded.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { bytesSay, momentText } from './says.ts';
import { shown } from './states.ts';

const text = defineTexts({
  title: ['原始消息', 'The message'],
  raw: ['原文', 'Raw'],
  decoded: ['解码', 'Decoded'],
  mapped: ['映射结果', 'Mapped'],
});

const views = ['raw', 'decoded', 'mapped'] as const;

/** A message as it came, as it was decoded, and what the mapping makes of it; opens at the row in question. */
@customElement('hub-message')
export class MessageView extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      pre {
        margin: 0;
        padding: 12px 14px;
        max-height: 420px;
        overflow: auto;
        white-space: pre-wrap;
        word-break: break-all;
        line-height: 1.6;
      }
      .facts {
        padding: 8px 14px;
        border-bottom: 1px solid var(--hub-line);
        font-size: 12px;
      }
    `,
  ];

  @property({ type: Number }) message = 0;
  @property({ type: Number }) row = 0;
  @state() private view: (typeof views)[number] = 'raw';
  readonly #message = new Loaded<Message>(this);

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('message') && this.message) this.#load();
  }

  protected override render(): unknown {
    return html`<section class="panel"><h2>${text.title} <span class="count">#${this.message}</span><span class="grow"></span>
      <span class="segments" role="group" aria-label=${text.title}>${views.map(
        (view) =>
          html`<button type="button" aria-pressed=${this.view === view} @click=${() => {
            this.view = view;
          }}>${text[view]}</button>`,
      )}</span></h2>
      ${shown(
        this.#message,
        (
          message,
        ) => html`<div class="facts soft num" style="display:block">${[message.subject, message.contentType, bytesSay(message.bytes), momentText(message.receivedAt)].filter(Boolean).join(' · ')}</div>
          <pre tabindex="0">${this.#body(message)}</pre>`,
        { again: () => this.#load(), rows: 5 },
      )}</section>`;
  }

  #body(message: Message): unknown {
    if (this.view === 'raw') return message.text;
    if (this.view === 'mapped' && message.error) return plain(message.error);
    const rows =
      (this.view === 'decoded'
        ? (message.decoded ?? (Array.isArray(message.rows) ? message.rows : []))
        : message.mapped) ?? [];
    const one = this.row >= 0 && rows.length > this.row ? rows[this.row] : rows;
    return one === undefined ? nothing : JSON.stringify(one, null, 2);
  }

  #load(): void {
    void this.#message.run((signal) => readMessage(this.message, signal));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-message': MessageView;
  }
}

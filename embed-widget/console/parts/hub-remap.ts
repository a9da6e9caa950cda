import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { remapSource } from '../../client/mapping.ts';
import { toldOf } from '../loaded.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  title: ['重新映射', 'Map again'],
  help: [
    '新版本只用于之后收到的报文。需要的话，把已收到的按新版本再读一遍：',
    'The new version counts for what comes from now on. What came before can be mapped again:',
  ],
  refused: ['重放死信', 'What was refused'],
  all: ['全部报文', 'All of it'],
  done: [
    (messages: number, stored: number, refused: number) =>
      `已读 ${messages} 条报文，更新 ${stored} 行${refused ? `，${refused} 行仍不符合` : ''}`,
    (messages: number, stored: number, refused: number) =>
      `${messages} messages read, ${stored} rows stored${refused ? `, ${refused} do not fit` : ''}`,
  ],
});

/** Parts of a thousand messages; what is beyond is for the command line. */
const mostParts = 50;

/** Offers to map again what sources have, after their mapping was changed. */
@customElement('hub-remap')
export class Remap extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .body,
      .row {
        display: grid;
        gap: 10px;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
      }
    `,
  ];

  @property({ attribute: false }) sources: readonly string[] = [];
  @state() private busy = false;
  @state() private said: { readonly tone: string; readonly words: string } | undefined;

  protected override render(): unknown {
    return html`<section class="panel"><h2>${text.title}</h2><div class="body"><p class="soft">${text.help}</p>${this.sources.map(
      (source) => html`<div class="row"><b>${source}</b>
        <button class="button small" type="button" ?disabled=${this.busy} @click=${() => this.#remap(source, 'refused')}>${text.refused}</button>
        <button class="button small" type="button" ?disabled=${this.busy} @click=${() => this.#remap(source, 'all')}>${text.all}</button></div>`,
    )}${this.said ? html`<p class=${this.said.tone} role="status">${this.said.words}</p>` : nothing}</div></section>`;
  }

  async #remap(source: string, what: 'refused' | 'all'): Promise<void> {
    this.busy = true;
    const sum = { messages: 0, stored: 0, refused: 0 };
    try {
      let after: number | undefined;
      for (let part = 0; part < mostParts; part++) {
        const done = await remapSource(source, what, after);
        sum.messages += done.messages;
        sum.stored += done.stored;
        sum.refused += done.refused + done.stillDead;
        this.said = { tone: 'good', words: text.done(sum.messages, sum.stored, sum.refused) };
        after = done.last;
        if (after === undefined) break;
      }
    } catch (caught) {
      this.said = { tone: 'bad', words: toldOf(caught) };
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-remap': Remap;
  }
}

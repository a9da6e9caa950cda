import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RulesItem } from '../../client/rules.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { momentText } from './says.ts';

const text = defineTexts({
  title: ['版本', 'Versions'],
  file: ['随平台安装', 'As installed'],
  inForce: ['生效中', 'In force'],
  returns: [(id: string) => `恢复自第 ${id} 版`, (id: string) => `brings back no. ${id}`],
  compare: ['对比', 'Compare'],
  back: ['恢复', 'Return'],
});

/**
 * All rules that were ever published, newest first.
 *
 * @fires rulescompare, rulesreturn - `detail` is the version
 */
@customElement('hub-rules-versions')
export class RulesVersions extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      li {
        display: grid;
        gap: 3px;
        padding: 10px 14px;
        border-bottom: 1px solid var(--hub-line);
      }
      li:last-child {
        border-bottom: 0;
      }
      li div {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      li > span {
        font-size: 12px;
      }
    `,
  ];

  @property({ attribute: false }) items: readonly RulesItem[] = [];
  @property({ type: Boolean }) writable = false;

  protected override render(): unknown {
    return html`<section class="panel"><h2>${text.title}<span class="count">${this.items.length}</span></h2>
      <ul>${this.items.map((item) => this.#item(item))}</ul></section>`;
  }

  #item(item: RulesItem): unknown {
    const { id, version, inForce, note, returnsTo, publishedAt, publishedBy } = item;
    const tell = (name: 'rulescompare' | 'rulesreturn') => () =>
      this.dispatchEvent(new CustomEvent(name, { detail: item }));
    return html`<li><div><b class="num">${id === 0 ? text.file : `#${id}`}</b>${inForce ? html`<span class="chip good">${text.inForce}</span>` : nothing}
        <span class="grow"></span><button class="button small plain" type="button" @click=${tell('rulescompare')}>${text.compare}</button>
        ${this.writable && !inForce ? html`<button class="button small" type="button" @click=${tell('rulesreturn')}>${text.back}</button>` : nothing}</div>
      <span class="muted num">${publishedAt ? `${momentText(publishedAt).slice(0, 16)} · ${publishedBy}` : version}</span>
      ${note ? html`<span>${note}</span>` : nothing}${returnsTo === undefined ? nothing : html`<span class="muted">${returnsTo === 0 ? text.file : text.returns(String(returnsTo))}</span>`}</li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-rules-versions': RulesVersions;
  }
}

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  all: [
    '综合：按语法理解所输入的内容，词可在更长的词中出现。',
    'All: the language as typed; a word may be part of a longer one.',
  ],
  exact: ['精确：每个词必须原样出现，不多不少。', 'Exact: every word as it stands, nothing longer, nothing similar.'],
  fuzzy: ['模糊：每个词允许错一个字。', 'Fuzzy: every word may have one slip.'],
  unique: [
    '唯一：输入一个编号（案件、接警单、身份证、车牌、警号、设备），找到它所指的那一个。',
    'Unique: a number that names one thing: case, call, ID card, plate, officer, device.',
  ],
  combination: ['组合：用字段与 and、or、not、括号组合条件。', 'Combined: fields with and, or, not and brackets.'],
  words: ['两个词都出现', 'both words'],
  phrase: ['原样的短语', 'the phrase as it stands'],
  field: ['某个字段', 'in a field'],
  equals: ['字段恰好等于', 'a field that is exactly this'],
  similar: ['相近的词', 'a similar word'],
  wild: ['任意字符', 'any characters'],
  range: ['时间范围', 'a range of time'],
  logic: ['组合与排除', 'combine and exclude'],
  linked: ['是否已有关联', 'whether anything is linked'],
  fields: ['字段', 'Fields'],
});

/** The query language in a glance. */
@customElement('hub-search-help')
export class SearchHelp extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .body {
        display: grid;
        gap: 10px;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(300px, 1fr));
        gap: 5px 24px;
        font-size: 12px;
      }
      div.row {
        display: flex;
        gap: 10px;
        align-items: baseline;
      }
      dt {
        flex: 0 0 170px;
      }
      code {
        padding: 1px 5px;
        border-radius: 4px;
        background: var(--hub-sunken);
      }
    `,
  ];

  @property() mode = 'all';

  protected override render(): unknown {
    const about: Readonly<Record<string, string>> = {
      all: text.all,
      exact: text.exact,
      fuzzy: text.fuzzy,
      unique: text.unique,
      combination: text.combination,
    };
    const rows: [string, string][] = [
      ['电动车 被盗', text.words],
      ['"石桥路 18 号"', text.phrase],
      ['地址:石桥路', text.field],
      ['警号:=009901', text.equals],
      ['电瓶车~', text.similar],
      ['plate:苏A*', text.wild],
      ['at:2026-03-01..2026-03-02', text.range],
      ['system:case and not (盗窃 or 诈骗)', text.logic],
      ['linked:false', text.linked],
    ];
    return html`<section class="panel"><div class="body">
      <p>${about[this.mode]}</p>
      <dl>${rows.map(([example, does]) => html`<div class="row"><dt><code>${example}</code></dt><dd class="soft">${does}</dd></div>`)}</dl>
      <p class="muted">${text.fields}: <code>title summary address name label system kind type org officer device deviceKind plate number linked at</code></p>
    </div></section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-search-help': SearchHelp;
  }
}

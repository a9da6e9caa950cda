import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type DryRun, dryRunMapping, type WouldStore } from '../../client/mapping.ts';
import { toldOf } from '../loaded.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { misfitEnglish, misfitRemedy, misfitSays } from './misfit-says.ts';
import { numberSays } from './says.ts';

const text = defineTexts({
  run: ['对最近 1,000 条报文试运行', 'Try on the last 1,000 messages'],
  running: ['正在试运行', 'Trying'],
  help: [
    '用编辑器里的映射重新读取已收到的报文，与现有数据比较，不写入任何内容。',
    'Reads what has come by the mapping in the editor and compares with what is stored; nothing is written.',
  ],
  messages: ['报文', 'Messages'],
  rows: ['行', 'Rows'],
  added: ['新增', 'Added'],
  changed: ['改变', 'Changed'],
  unchanged: ['不变', 'Unchanged'],
  skipped: ['跳过', 'Left out'],
  refused: ['拒收', 'Refused'],
  stopped: ['数据太多，只试了前面一部分', 'Too much of it: only the first part was tried'],
  nothing: ['没有', 'None'],
  first: [(count: number) => `前 ${count} 条`, (count: number) => `the first ${count}`],
  message: [(id: number) => `报文 ${id}`, (id: number) => `message ${id}`],
});

const lists = ['added', 'changed', 'refused'] as const;
const shown = (value: unknown): string =>
  value === undefined ? '—' : typeof value === 'string' ? value : JSON.stringify(value);

/** What a mapping would add, change and refuse among what a source brought last, as lists that open. */
@customElement('hub-dry-run')
export class DryRunView extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      :host {
        display: grid;
        gap: 10px;
        min-width: 0;
      }
      .figures {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      details {
        border: 1px solid var(--hub-line);
        border-radius: 6px;
      }
      summary {
        padding: 7px 12px;
        cursor: pointer;
      }
      li {
        display: grid;
        gap: 2px;
        padding: 6px 12px;
        border-top: 1px solid var(--hub-line);
        overflow-wrap: anywhere;
      }
      del {
        color: var(--hub-bad);
      }
      ins {
        color: var(--hub-good);
        text-decoration: none;
      }
    `,
  ];

  @property() source = '';
  @property() yaml = '';
  @state() private result: DryRun | undefined;
  @state() private busy = false;
  @state() private said = '';

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    // It told of another text.
    if (changed.has('yaml') || changed.has('source')) this.result = undefined;
  }

  protected override render(): unknown {
    const { result } = this;
    return html`<div class="figures"><button class="button" type="button" ?disabled=${this.busy || !this.yaml} @click=${this.#run}>${this.busy ? text.running : text.run}</button></div>
      <p class="muted">${text.help}</p>
      ${this.said ? html`<p class="bad" role="alert">${this.said}</p>` : nothing}
      ${
        result
          ? html`<div class="figures" role="status">
            ${(['messages', 'rows', 'added', 'changed', 'unchanged', 'skipped', 'refused'] as const).map(
              (name) =>
                html`<span class="chip ${result[name] === 0 ? '' : name === 'added' ? 'good' : name === 'changed' ? 'accent' : name === 'refused' ? 'bad' : ''}">${text[name]} <b>${numberSays(result[name])}</b></span>`,
            )}</div>
            ${result.stoppedAfter ? html`<p class="warn">${text.stopped}</p>` : nothing}
            ${lists.map((name) => this.#list(result, name))}`
          : nothing
      }`;
  }

  #list(result: DryRun, name: (typeof lists)[number]): unknown {
    const items = result.lists[name];
    if (items.length === 0) return nothing;
    return html`<details><summary>${text[name]} <b>${numberSays(result[name])}</b> ${items.length < result[name] ? html`<span class="muted">${text.first(items.length)}</span>` : nothing}</summary>
      <ul>${name === 'refused' ? result.lists.refused.map((item) => this.#refusal(item)) : result.lists[name].map((item) => this.#would(item))}</ul></details>`;
  }

  #refusal(refused: DryRun['lists']['refused'][number]): unknown {
    const { messageId, row } = refused;
    const remedy = misfitRemedy(refused);
    return html`<li><span class="bad" title=${misfitEnglish(refused)}>${misfitSays(refused)}</span>
      <span class="soft"><span class="muted">${text.message(messageId)}${row >= 0 ? ` · ${row + 1}` : ''}</span></span>${remedy ? html`<b>${remedy}</b>` : nothing}</li>`;
  }

  #would({ externalId, title, messageId, changes }: WouldStore): unknown {
    return html`<li><span><b>${externalId}</b> ${title ?? ''} <span class="muted">${text.message(messageId)}</span></span>
      ${changes.map(({ field, before, after }) => html`<span><code>${field}</code> <del>${shown(before)}</del> → <ins>${shown(after)}</ins></span>`)}</li>`;
  }

  async #run(): Promise<void> {
    this.busy = true;
    this.said = '';
    try {
      this.result = await dryRunMapping(this.source, this.yaml);
    } catch (caught) {
      this.said = toldOf(caught);
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-dry-run': DryRunView;
  }
}

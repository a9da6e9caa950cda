import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { categoryOf, listRecords, type RecordItem } from '../../client/record.ts';
import { icons } from '../icons.ts';
import { Loaded } from '../loaded.ts';
import { signedIn } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { kindSays, momentText, systemSays } from './says.ts';
import { empty, shown } from './states.ts';

const text = defineTexts({
  title: ['我的记录', 'My records'],
  none: ['近期没有您出警或办理的记录', 'No record names you yet'],
  noneHelp: ['可用上方检索框查找。', 'The box above finds any other.'],
  clips: [(count: number) => `${count} 段音视频`, (count: number) => (count === 1 ? '1 clip' : `${count} clips`)],
});

const most = 6;

/** The newest records that name the person who is signed in, with how much footage each has. */
@customElement('hub-my-records')
export class MyRecords extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      li + li {
        border-top: 1px solid var(--hub-line);
      }
      li a {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 40px;
        padding: 4px 14px;
      }
      li a:hover {
        background: var(--hub-sunken);
      }
      li a > .num {
        flex: none;
        font-size: 12px;
      }
    `,
  ];

  readonly #records = new Loaded<readonly RecordItem[]>(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#load();
  }

  protected override render(): unknown {
    const { policeId } = signedIn() ?? {};
    if (policeId === undefined) return nothing;
    return html`<section class="panel"><h2><a href="/records?officer=${policeId}">${text.title}</a></h2>${shown(
      this.#records,
      (records) =>
        records.length === 0
          ? empty(text.none, text.noneHelp)
          : html`<ul>${records.map((record) => this.#row(record))}</ul>`,
      { again: () => this.#load(), rows: 3 },
    )}</section>`;
  }

  #row(record: RecordItem): unknown {
    return html`<li><a href="/records/${record.id}"><span class="chip">${systemSays(record.system)}</span>
      <span class="grow cut">${record.title ?? categoryOf(record) ?? kindSays(record.kind)}</span>
      <span class="muted num">${momentText(record.time.start).slice(5, 16)}</span>
      ${record.linkCount > 0 ? html`<span class="chip accent" title=${text.clips(record.linkCount)}>${icons.play}${record.linkCount}</span>` : html`<span class="muted">—</span>`}</a></li>`;
  }

  #load(): void {
    const { policeId } = signedIn() ?? {};
    if (policeId === undefined) return;
    void this.#records.run(async (signal) => (await listRecords({ officer: policeId, limit: most }, signal)).items);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-my-records': MyRecords;
  }
}

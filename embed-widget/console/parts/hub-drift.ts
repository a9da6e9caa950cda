import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type Drift, type DriftKind, driftOf, ignoreDrift } from '../../client/source-watch.ts';
import { keepFresh } from '../keep-fresh.ts';
import { Loaded, toldOf } from '../loaded.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { numberSays } from './says.ts';
import { shown } from './states.ts';

const text = defineTexts({
  title: ['字段变化', 'Drift'],
  looked: [
    (messages: string, rows: string) => `最近 ${messages} 条报文，${rows} 行`,
    (messages: string, rows: string) => `latest ${messages} messages, ${rows} rows`,
  ],
  none: ['字段与映射一致', 'The fields are as the mapping knows them'],
  ignored: [(count: number) => `已忽略 ${count} 项`, (count: number) => `${count} ignored`],
  new: ['新增', 'New'],
  vanished: ['消失', 'Vanished'],
  retyped: ['改型', 'Re-typed'],
  sample: ['样例', 'Sample'],
  since: [(id: number) => `自报文 ${id}`, (id: number) => `since message ${id}`],
  last: [(id: number) => `最后见于报文 ${id}`, (id: number) => `last in message ${id}`],
  add: ['加到映射', 'Add to the mapping'],
  mend: ['改映射', 'Mend the mapping'],
  ignore: ['已知，忽略', 'Seen, ignore'],
  number: ['数字', 'number'],
  boolean: ['真假', 'boolean'],
  digits: ['数字串', 'digits'],
  decimal: ['小数', 'decimal'],
  time: ['时间', 'time'],
  text: ['文字', 'text'],
  list: ['列表', 'list'],
  object: ['对象', 'object'],
});

const tone: Readonly<Record<DriftKind, string>> = { new: 'accent', vanished: 'bad', retyped: 'warn' };
const looks = ['number', 'boolean', 'digits', 'decimal', 'time', 'text', 'list', 'object'] as const;
const looksSay = (names = ''): string =>
  names
    .split(', ')
    .map((name) => looks.find((look) => look === name))
    .map((look) => (look ? text[look] : names))
    .join(' / ');

const refreshMs = 30_000;

/** How what a source sends differs from what its mapping knows, with a sample, and what can be done. */
@customElement('hub-drift')
export class DriftView extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      li {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: 4px 12px;
        padding: 9px 14px;
        border-bottom: 1px solid var(--hub-line);
        overflow-wrap: anywhere;
      }
      li:last-child {
        border-bottom: 0;
      }
      p {
        padding: 10px 14px;
      }
      .about {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 10px;
        min-width: 0;
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 6px;
      }
      @media (max-width: 720px) {
        li {
          grid-template-columns: 1fr;
        }
        .acts {
          justify-content: flex-start;
        }
      }
    `,
  ];

  @property() name = '';
  @state() private said = '';
  readonly #drift = new Loaded<Drift>(this);

  constructor() {
    super();
    keepFresh(this, () => this.#load(), refreshMs);
  }

  protected override render(): unknown {
    const drift = this.#drift.value;
    return html`<section class="panel"><h2>${text.title} ${drift ? html`<span class="count">${text.looked(numberSays(drift.messages), numberSays(drift.rows))}</span>` : nothing}<span class="grow"></span>
        ${drift && drift.ignored > 0 ? html`<span class="muted">${text.ignored(drift.ignored)}</span>` : nothing}</h2>
      ${this.said ? html`<p class="bad" role="alert">${this.said}</p>` : nothing}
      ${shown(this.#drift, (value) => (value.findings.length === 0 ? html`<p class="soft">${text.none}</p>` : html`<ul>${value.findings.map((finding) => this.#finding(value, finding))}</ul>`), { again: () => this.#load(), rows: 3 })}</section>`;
  }

  #finding({ mapping }: Drift, { kind, path, since, sample, was, is }: Drift['findings'][number]): unknown {
    const edit = new URLSearchParams({
      source: this.name,
      message: String(since),
      ...(kind === 'new' ? { add: path } : {}),
    });
    return html`<li><span class="about"><span class="chip ${tone[kind]}">${text[kind]}</span><code><b>${path}</b></code>
        ${was ? html`<span>${looksSay(was)} → <b>${looksSay(is)}</b></span>` : nothing}
        ${sample ? html`<span class="soft">${text.sample} <code>${sample}</code></span>` : nothing}
        <a class="link" href="/messages/${since}">${kind === 'vanished' ? text.last(since) : text.since(since)}</a></span>
      ${
        may('sources.write')
          ? html`<span class="acts"><a class="button small" href="/mappings/${mapping}?${edit}">${kind === 'new' ? text.add : text.mend}</a>
            <button class="button small" type="button" @click=${() => this.#ignore(kind, path)}>${text.ignore}</button></span>`
          : nothing
      }</li>`;
  }

  #load(): void {
    void this.#drift.run((signal) => driftOf(this.name, signal));
  }

  async #ignore(kind: DriftKind, path: string): Promise<void> {
    this.said = '';
    try {
      await ignoreDrift(this.name, kind, path);
    } catch (error) {
      this.said = toldOf(error);
    }
    this.#load();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-drift': DriftView;
  }
}

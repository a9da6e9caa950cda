import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { type SearchAnswer, type SearchMode, search } from '../../client/search.ts';
import { AddressQuery } from '../address-query.ts';
import { errorSays } from '../error-says.ts';
import { icons } from '../icons.ts';
import { Loaded } from '../loaded.ts';
import { definePage } from '../page.ts';
import { apiFilters } from '../parts/filters.ts';
import '../parts/hub-search-help.ts';
import { deviceSays, kindSays, numberSays, systemSays } from '../parts/says.ts';
import { searchBox, searchBoxStyles } from '../parts/search-box.ts';
import { searchHit } from '../parts/search-hit.ts';
import { empty, shown } from '../parts/states.ts';
import { setQuery } from '../router.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { searchPageStyles } from './search-page.styles.ts';

const text = defineTexts({
  title: ['检索', 'Search'],
  mode: ['检索方式', 'How to search'],
  all: ['综合', 'All'],
  exact: ['精确', 'Exact'],
  fuzzy: ['模糊', 'Fuzzy'],
  unique: ['唯一', 'Unique'],
  combination: ['组合', 'Combined'],
  total: [(total: string) => `${total} 条结果`, (total: string) => `${total} found`],
  understood: ['理解为', 'Understood as'],
  none: ['没有找到', 'Nothing found'],
  noneHelp: ['换用“模糊”方式，或减少条件。', 'Try “Fuzzy”, or fewer conditions.'],
  start: ['一个检索框，查记录，也查音视频', 'One box for records and footage'],
  startHelp: ['按 / 随时回到这里。', 'Press / to come back here from anywhere.'],
  type: ['类型', 'Type'],
  system: ['系统', 'System'],
  kind: ['类别', 'Kind'],
  deviceKind: ['设备', 'Device'],
  org: ['单位', 'Organisation'],
  record: ['记录', 'Records'],
  footage: ['音视频', 'Footage'],
  narrow: ['缩小范围', 'Narrow down'],
  clear: ['清除', 'Clear'],
  help: ['语法帮助', 'Query language'],
  more: ['更多', 'More'],
  at: [(place: number) => `第 ${place + 1} 个字符`, (place: number) => `at ${place + 1}`],
});

const modes: readonly SearchMode[] = ['all', 'exact', 'fuzzy', 'unique', 'combination'];
const facetNames = ['type', 'system', 'kind', 'deviceKind', 'org'] as const;

/** One box over records and footage, four ways to ask, and what was found together. */
@customElement('search-page')
export class SearchPage extends LitElement {
  static override styles = [base, layout, searchBoxStyles, searchPageStyles];

  @state() private help = false;
  @state() private limit = 30;
  readonly #query = new AddressQuery(this, () => this.#search());
  readonly #answer = new Loaded<SearchAnswer>(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#search();
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>('input[type=search]')?.focus();
  }

  protected override render(): unknown {
    const { q = '', mode = 'all' } = this.#query.values;
    return html`<div class="page">
      <header class="top"><h1>${text.title}</h1></header>
      ${searchBox(q, (asked) => setQuery({ q: asked }))}
      <div class="filters"><span class="segments" role="group" aria-label=${text.mode}>${modes.map(
        (name) =>
          html`<button type="button" aria-pressed=${mode === name} @click=${() => setQuery({ mode: name === 'all' ? undefined : name })}>${text[name]}</button>`,
      )}</span>
        <button class="button plain small" type="button" aria-expanded=${this.help} @click=${this.#toggleHelp}>${text.help}</button>
        ${this.#chosen()}</div>
      ${this.help ? html`<hub-search-help .mode=${mode}></hub-search-help>` : nothing}
      ${this.#asked() ? shown(this.#answer, (answer) => this.#found(answer), { again: () => this.#search(), rows: 10 }) : html`<section class="panel">${empty(text.start, text.startHelp)}</section>`}
    </div>`;
  }

  #found({ items, total, facets, next, interpreted, problems = [] }: SearchAnswer): unknown {
    return html`<div class="columns">
      <section class="panel results" aria-label=${text.title} aria-busy=${this.#answer.busy}>
        <div class="head"><b class="num">${text.total(numberSays(total))}</b>
          ${interpreted ? html`<span class="muted cut">${text.understood} <code>${interpreted}</code></span>` : nothing}</div>
        ${problems.map(({ at, message }) => html`<p class="problem warn">${icons.warn} ${text.at(at)} · ${errorSays(message)}</p>`)}
        ${items.length === 0 ? empty(text.none, text.noneHelp) : html`<ul>${items.map((hit) => html`<li>${searchHit(hit)}</li>`)}</ul>`}
        ${next ? html`<div class="more"><button class="button small" type="button" @click=${this.#more}>${text.more}</button></div>` : nothing}
      </section>
      <aside class="facets" aria-label=${text.narrow}>${facetNames.map((name) => this.#facet(name, facets[name]))}</aside></div>`;
  }

  #facet(name: (typeof facetNames)[number], counts: Readonly<Record<string, number>> | undefined): unknown {
    const rows = Object.entries(counts ?? {}).sort((a, b) => b[1] - a[1]);
    if (rows.length === 0) return nothing;
    return html`<section class="panel"><h2>${text[name]}</h2><ul>${rows.slice(0, 8).map(
      ([value, count]) => html`<li><button type="button" aria-pressed=${this.#query.values[name] === value}
        @click=${() => setQuery({ [name]: this.#query.values[name] === value ? undefined : value })}><span class="cut">${this.#say(name, value)}</span>
        <span class="muted num">${numberSays(count)}</span></button></li>`,
    )}</ul></section>`;
  }

  #chosen(): unknown {
    return facetNames
      .filter((name) => this.#query.values[name])
      .map(
        (
          name,
        ) => html`<button class="button small" type="button" title=${text.clear} @click=${() => setQuery({ [name]: undefined })}>
          ${this.#say(name, this.#query.values[name] ?? '')} ×</button>`,
      );
  }

  #say(name: (typeof facetNames)[number], value: string): string {
    if (name === 'type') return value === 'footage' ? text.footage : text.record;
    if (name === 'system') return systemSays(value);
    if (name === 'kind') return kindSays(value);
    return name === 'deviceKind' ? deviceSays(value) : value;
  }

  #asked(): boolean {
    return Object.keys(this.#query.values).some((name) => name !== 'mode');
  }

  #search(limit = 30): void {
    this.limit = limit;
    if (this.#asked()) void this.#answer.run((signal) => search({ ...apiFilters(this.#query.values), limit }, signal));
  }

  #more(): void {
    this.#search(this.limit + 30);
  }

  #toggleHelp(): void {
    this.help = !this.help;
  }
}

export default definePage({
  path: '/search',
  right: 'search',
  title: () => text.title,
  nav: { group: 'look', order: 2, icon: icons.search },
  render: () => html`<search-page></search-page>`,
});

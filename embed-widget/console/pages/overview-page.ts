import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { linksOf, listLinks, type ReviewItem } from '../../client/link.ts';
import { listenLive } from '../../client/live.ts';
import { readRecord } from '../../client/record.ts';
import { listSources, type SourceItem } from '../../client/source.ts';
import { readStats, type Stats } from '../../client/stats.ts';
import { icons } from '../icons.ts';
import { keepFresh } from '../keep-fresh.ts';
import { Loaded } from '../loaded.ts';
import { definePage } from '../page.ts';
import '../parts/hub-alerts.ts';
import '../parts/hub-hour-chart.ts';
import '../parts/hub-my-records.ts';
import { bytesSay, momentText, numberSays, percentSays, systemSays } from '../parts/says.ts';
import { searchBox, searchBoxStyles } from '../parts/search-box.ts';
import { sourceHealth } from '../parts/source-state.ts';
import { empty, shown } from '../parts/states.ts';
import { language } from '../preferences.ts';
import { go, mayOpen } from '../router.ts';
import { may, signedIn } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { overviewStyles } from './overview-page.styles.ts';

const text = defineTexts({
  title: ['总览', 'Overview'],
  records: ['业务记录', 'Records'],
  footage: ['音视频', 'Clips'],
  linked: ['已关联', 'linked'],
  stored: ['已入库', 'stored'],
  rate: ['关联率', 'Linking rate'],
  review: ['待人工确认', 'To review'],
  reviewHelp: ['规则拿不准的关联', 'pairs the rules leave to a person'],
  dead: ['死信', 'Dead letters'],
  deadHelp: ['未能映射的消息', 'rows that did not fit'],
  failing: [
    (count: number) => `${count} 个数据源异常`,
    (count: number) => (count === 1 ? '1 source failing' : `${count} sources failing`),
  ],
  byHour: ['近 48 小时', 'Last 48 hours'],
  bySystem: ['各系统关联率', 'Linking rate by system'],
  sources: ['数据源', 'Sources'],
  recent: ['最新关联', 'Latest links'],
  live: ['实时', 'Live'],
  waiting: ['连接中', 'Connecting'],
  none: ['还没有关联', 'No link yet'],
  noneHelp: ['记录与视频到齐后几秒内会自动关联。', 'A few seconds after both sides have arrived.'],
});

const recentLength = 14;

/** The first page: how much there is, how much of it is linked, whether the sources are well, and what happens now. */
@customElement('overview-page')
export class OverviewPage extends LitElement {
  static override styles = [base, layout, searchBoxStyles, overviewStyles];

  @state() private recent: readonly ReviewItem[] = [];
  @state() private fresh: ReadonlySet<number> = new Set();
  @state() private live = false;
  readonly #stats = new Loaded<Stats>(this);
  readonly #sources = new Loaded<readonly SourceItem[]>(this);
  readonly #links = new Loaded<readonly ReviewItem[]>(this);
  #stop: (() => void) | undefined;

  constructor() {
    super();
    keepFresh(this, () => this.#load(), 15_000);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#loadLinks();
    this.#stop = listenLive(
      (topic, data) => {
        if (topic === 'links' && typeof data.recordId === 'number') void this.#onLinked(data.recordId);
      },
      (open) => {
        this.live = open;
      },
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override render(): unknown {
    return html`<div class="page">
      <header class="top"><h1>${text.title}</h1><span class="grow"></span>
        <span class="muted"><i class="dot ${this.live ? 'good pulse' : ''}"></i> ${this.live ? text.live : text.waiting}</span></header>
      ${may('stats.read') ? shown(this.#stats, (stats) => this.#figures(stats), { again: () => this.#load(), rows: 3 }) : nothing}
      ${may('search') && !may('stats.read') ? searchBox('', (asked) => go(`/search?q=${encodeURIComponent(asked)}`)) : nothing}
      <hub-alerts></hub-alerts>
      ${may('records.read') && signedIn()?.policeId ? html`<hub-my-records></hub-my-records>` : nothing}
      <div class="columns ${may('stats.read') || may('sources.read') ? '' : 'single'}">
        <div class="column">
          ${this.#panel('stats.read', text.byHour, this.#stats, ({ byHour }) => html`<hub-hour-chart .hours=${byHour}></hub-hour-chart>`)}
          ${this.#panel('records.read', text.recent, this.#links, () => this.#recent())}
        </div>
        <div class="column">
          ${this.#panel('stats.read', text.bySystem, this.#stats, ({ records }) => this.#rates(records.bySystem))}
          ${this.#panel('sources.read', html`<a href="/sources">${text.sources}</a>`, this.#sources, (sources) => this.#health(sources))}
        </div>
      </div></div>`;
  }

  /** A panel for those who may see what is in it. */
  #panel<T>(right: string, title: unknown, loaded: Loaded<T>, draw: (value: T) => unknown): unknown {
    if (!may(right)) return nothing;
    const again = () => (right === 'records.read' ? void this.#loadLinks() : this.#load());
    return html`<section class="panel"><h2>${title}</h2>${shown(loaded, draw, { again })}</section>`;
  }

  #figures({ records, footage, review, openDeadLetters, sourcesFailing }: Stats): unknown {
    const rate = records.total > 0 ? records.linked / records.total : 0;
    const figure = (href: string, label: string, value: string, help: unknown, tone = '') => {
      const said = html`<span class="muted">${label}</span><b class="num ${tone}">${value}</b><span class="soft num">${help}</span>`;
      return mayOpen(href)
        ? html`<a class="figure panel" href=${href}>${said}</a>`
        : html`<div class="figure panel">${said}</div>`;
    };
    return html`<div class="figures">
      ${figure('/records', text.records, numberSays(records.total), `${numberSays(records.linked)} ${text.linked}`)}
      ${figure('/footage', text.footage, numberSays(footage.total), `${numberSays(footage.stored)} ${text.stored} · ${bytesSay(footage.bytes)}`)}
      ${figure('/records?linked=false', text.rate, records.total > 0 ? percentSays(rate) : '—', html`<span class="rail"><i style="width:${rate * 100}%"></i></span>`)}
      ${figure('/review', text.review, numberSays(review), text.reviewHelp)}
      ${figure('/dead-letters', text.dead, numberSays(openDeadLetters), sourcesFailing > 0 ? html`<span class="bad">${text.failing(sourcesFailing)}</span>` : text.deadHelp, openDeadLetters > 0 ? 'warn' : '')}
    </div>`;
  }

  #rates(rows: Stats['records']['bySystem']): unknown {
    return html`<ul class="rates">${rows.map(({ system, total, linked }) => {
      const share = total > 0 ? linked / total : 0;
      return html`<li><a href="/records?system=${system}"><span>${systemSays(system)}</span><span class="rail"><i style="width:${share * 100}%"></i></span>
        <b class="num">${total > 0 ? `${Math.round(share * 100)}%` : '—'}</b><span class="muted num">${numberSays(linked)} / ${numberSays(total)}</span></a></li>`;
    })}</ul>`;
  }

  #health(sources: readonly SourceItem[]): unknown {
    return html`<ul class="rows">${sources.map((source) => {
      const { tone, label, detail } = sourceHealth(source);
      return html`<li><a href="/sources/${source.name}"><i class="dot ${tone}" role="img" aria-label=${label} title=${label}></i><span class="grow cut">${source.title[language()]}</span>
        ${tone === 'good' || label === detail ? nothing : html`<span class=${tone}>${label}</span>`}<span class="muted cut num">${detail}</span></a></li>`;
    })}</ul>`;
  }

  #recent(): unknown {
    if (this.recent.length === 0) return empty(text.none, text.noneHelp);
    return html`<ul class="rows">${this.recent.map(
      ({
        id,
        record,
        footage,
        segment,
        probability,
      }) => html`<li class=${this.fresh.has(id) ? 'fresh' : ''}><a href="/records/${record.id}">
        <span class="chip">${systemSays(record.system)}</span><span class="grow cut">${record.title ?? record.externalId}</span>
        <span class="soft cut wide">${footage.officerName ?? footage.deviceId ?? ''}</span><span class="muted num wide">${momentText(segment.start).slice(5)}</span>
        <span class="good num" title=${percentSays(probability)}>${percentSays(probability)}</span></a></li>`,
    )}</ul>`;
  }

  #load(): void {
    if (document.hidden) return;
    if (may('stats.read')) void this.#stats.run(readStats);
    if (may('sources.read')) void this.#sources.run(async (signal) => (await listSources(signal)).items);
  }

  async #loadLinks(): Promise<void> {
    if (!may('records.read')) return;
    await this.#links.run(
      async (signal) => (await listLinks({ decision: 'linked', limit: recentLength }, signal)).items,
    );
    this.recent = this.#links.value ?? nothingYet;
  }

  /** A record got or lost links: show its newest on top. */
  async #onLinked(recordId: number): Promise<void> {
    const [record, links] = await Promise.all([readRecord(recordId), linksOf(recordId)]).catch(
      () => [undefined, undefined] as const,
    );
    const link = links?.items.find(({ decision }) => decision === 'linked' || decision === 'confirmed');
    if (!record || !link) return;
    this.recent = [{ ...link, record }, ...this.recent.filter(({ id }) => id !== link.id)].slice(0, recentLength);
    this.fresh = new Set([link.id]);
  }
}

const nothingYet: readonly ReviewItem[] = [];

export default definePage({
  path: '/',
  title: () => text.title,
  nav: { group: 'look', order: 1, icon: icons.overview },
  render: () => html`<overview-page></overview-page>`,
});

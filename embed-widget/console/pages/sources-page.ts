import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { listSources, type SourceItem } from '../../client/source.ts';
import { icons } from '../icons.ts';
import { keepFresh } from '../keep-fresh.ts';
import { Loaded } from '../loaded.ts';
import { definePage } from '../page.ts';
import { agoSays, numberSays, spanSays, systemSays } from '../parts/says.ts';
import { sourceHealth } from '../parts/source-state.ts';
import { byTrouble, sourceTrouble } from '../parts/source-trouble.ts';
import { empty, shown } from '../parts/states.ts';
import { language } from '../preferences.ts';
import { rowGoes } from '../router.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  title: ['数据源', 'Sources'],
  source: ['数据源', 'Source'],
  state: ['状态', 'State'],
  lag: ['滞后', 'Behind'],
  last: ['最近收到', 'Last received'],
  today: ['今日收到', 'Received today'],
  stored: ['入库', 'Stored'],
  unchanged: ['未变', 'Unchanged'],
  dead: ['死信', 'Dead letters'],
  footage: ['音视频', 'Footage'],
  since: [(ago: string) => `自 ${ago}`, (ago: string) => `since ${ago}`],
  none: ['还没有数据源', 'No source yet'],
  add: ['接入新数据源', 'New source'],
});

const refreshMs = 5_000;

/** Every source on one screen: how it is, how far behind, what came today and what did not fit. */
@customElement('sources-page')
export class SourcesPage extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      /* Told in lines rather than in one that pushes the figures out of sight. */
      td .trouble {
        max-width: 30em;
        white-space: normal;
        overflow-wrap: anywhere;
      }
    `,
  ];

  readonly #sources = new Loaded<readonly SourceItem[]>(this);

  constructor() {
    super();
    keepFresh(this, () => this.#load(), refreshMs);
  }

  protected override render(): unknown {
    return html`<div class="page"><header class="top"><h1>${text.title}</h1><span class="grow"></span>
        ${may('sources.write') ? html`<a class="button primary" href="/sources/new">${text.add}</a>` : nothing}</header>
      <section class="panel" aria-label=${text.title}>${shown(
        this.#sources,
        (sources) =>
          sources.length === 0
            ? empty(text.none)
            : html`<div class="scroll"><table><thead><tr><th>${text.source}</th><th>${text.state}</th><th class="wide right">${text.lag}</th><th class="wide">${text.last}</th>
              <th class="right wide">${text.today}</th><th class="right wide">${text.stored}</th><th class="right wide">${text.unchanged}</th><th class="right">${text.dead}</th></tr></thead>
              <tbody>${byTrouble(sources).map((source) => this.#row(source))}</tbody></table></div>`,
        { again: () => this.#load(), rows: 8 },
      )}</section></div>`;
  }

  #row(source: SourceItem): unknown {
    const { tone, label } = sourceHealth(source);
    const { today } = source;
    const trouble = sourceTrouble(source);
    const address = `/sources/${source.name}`;
    return html`<tr class="go" @click=${rowGoes(address)}>
      <td><a class="cut" href=${address}>${source.title[language()]}</a>
        <span class="cut muted">${source.system ? systemSays(source.system) : text.footage} · ${source.name}</span></td>
      <td><span class="nowrap"><i class="dot ${tone}"></i> ${label}</span>
${trouble ? html`<span class="cut trouble ${trouble.tone || 'muted'}" title=${trouble.words}>${trouble.words}${trouble.since ? html` <span class="muted">${text.since(agoSays(trouble.since))}</span>` : nothing}</span>` : nothing}</td>
      <td class="right wide nowrap ${tone === 'bad' ? 'bad' : 'soft'}">${source.lag === undefined || !source.schedule ? '—' : spanSays(source.lag)}</td>
      <td class="wide nowrap soft">${agoSays(source.lastReceivedAt)}</td>
      <td class="right wide">${numberSays(today.received)}</td><td class="right wide">${numberSays(today.stored)}</td>
      <td class="right wide soft">${numberSays(today.unchanged)}</td>
      <td class="right">${source.openDeadLetters > 0 ? html`<span class="chip warn">${numberSays(source.openDeadLetters)}</span>` : html`<span class="muted">—</span>`}</td></tr>`;
  }

  #load(): void {
    if (!document.hidden) void this.#sources.run(async (signal) => (await listSources(signal)).items);
  }
}

export default definePage({
  path: '/sources',
  right: 'sources.read',
  title: () => text.title,
  nav: { group: 'run', order: 1, icon: icons.sources },
  render: () => html`<sources-page></sources-page>`,
});

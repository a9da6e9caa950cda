import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  type PublicationState,
  type PublicationSummary,
  type PublishedLink,
  publicationStates,
  publicationSummary,
  reconcilePublications,
  retryPublications,
  troubledLinks,
} from '../../client/publication.ts';
import { errorSays } from '../error-says.ts';
import { keepFresh } from '../keep-fresh.ts';
import { Loaded, toldOf } from '../loaded.ts';
import { onPreference } from '../preferences.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { linkTo } from './link-to.ts';
import { agoSays, dateText, numberSays } from './says.ts';

const text = defineTexts({
  title: ['关联回写', 'Links told'],
  off: ['已关闭', 'off'],
  pending: ['待回写', 'Waiting'],
  sent: ['发送中', 'Under way'],
  acknowledged: ['已确认', 'Acknowledged'],
  withdrawn: ['已撤回', 'Withdrawn'],
  failed: ['失败', 'Failed'],
  retry: ['重试', 'Retry'],
  retrying: ['正在重试', 'Retrying'],
  reconcile: ['核对', 'Reconcile'],
  asked: ['已开始核对，结果计入当日合计', 'Reconciling; the sums of the day show the result'],
  day: ['日期', 'Day'],
  found: ['核对一致', 'Found there'],
  missing: ['对方缺失', 'Missing there'],
  withdrawing: ['撤回', 'withdraw'],
  link: [(record: string) => `记录 ${record}`, (record: string) => `record ${record}`],
});

const tone: Record<PublicationState, string> = {
  pending: '',
  sent: '',
  acknowledged: 'good',
  withdrawn: '',
  failed: 'bad',
};
const everyMs = 10_000;
const shownDays = 5;

/** What a source was told: counts by state, the last failures with what can be done, sums by day. Nothing where nothing is told. */
@customElement('hub-publications')
export class HubPublications extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .counts {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 20px;
        padding: 12px 14px;
      }
      .counts b {
        font-variant-numeric: tabular-nums;
      }
      .trouble {
        display: grid;
        gap: 2px;
        padding: 8px 14px;
        border-top: 1px solid var(--hub-line);
        overflow-wrap: anywhere;
      }
      table {
        border-top: 1px solid var(--hub-line);
      }
    `,
  ];

  @property() name = '';
  @state() private busy = false;
  @state() private said = '';
  readonly #summary = new Loaded<PublicationSummary>(this);
  readonly #troubled = new Loaded<readonly PublishedLink[]>(this);
  #stop: (() => void) | undefined;

  constructor() {
    super();
    keepFresh(this, () => this.#load(), everyMs);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = onPreference(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  /** Where nothing is told there is no panel, and no gap between those beside it. */
  protected override willUpdate(): void {
    const summary = this.#summary.value;
    this.hidden = !summary || (!summary.enabled && publicationStates.every((each) => summary.counts[each] === 0));
  }

  protected override render(): unknown {
    const summary = this.#summary.value;
    if (!summary) return nothing;
    const { counts, enabled, troubled, days } = summary;
    const total = publicationStates.reduce((sum, each) => sum + counts[each], 0);
    if (!enabled && total === 0) return nothing;
    const canRetry = counts.failed + troubled > 0;
    return html`<section class="panel"><h2>${text.title} ${enabled ? nothing : html`<span class="chip">${text.off}</span>`}<span class="grow"></span>
        ${may('sources.write') && enabled ? this.#buttons(canRetry) : nothing}</h2>
      ${this.said ? html`<p class="trouble" role="status">${this.said}</p>` : nothing}
      <div class="counts">${publicationStates.map(
        (each) =>
          html`<span><b class=${counts[each] > 0 ? tone[each] : 'muted'}>${numberSays(counts[each])}</b> <span class="soft">${text[each]}</span></span>`,
      )}</div>
      ${(this.#troubled.value ?? []).map((link) => this.#trouble(link))}
      ${days.length > 0 ? this.#days(days.slice(0, shownDays)) : nothing}</section>`;
  }

  #buttons(canRetry: boolean): unknown {
    return html`<button class="button" type="button" ?disabled=${this.busy} @click=${() =>
      this.#act(async () => {
        await reconcilePublications(this.name);
        return text.asked;
      })}>${text.reconcile}</button>
      ${
        canRetry
          ? html`<button class="button primary" type="button" ?disabled=${this.busy} @click=${() =>
              this.#act(async () => {
                await retryPublications(this.name);
                return '';
              })}>${this.busy ? text.retrying : text.retry}</button>`
          : nothing
      }`;
  }

  #trouble({ record, lastError, withdraw, state: now }: PublishedLink): unknown {
    if (!lastError) return nothing;
    return html`<div class="trouble"><span>${linkTo(`/records/${record.id}`, text.link(record.externalId))}
        ${withdraw ? html`<span class="chip">${text.withdrawing}</span>` : nothing} <span class="muted">${agoSays(lastError.at)}</span></span>
      <span class=${now === 'failed' ? 'bad' : 'warn'}>${errorSays(lastError.message)}</span>${lastError.remedy ? html`<b>${errorSays(lastError.remedy)}</b>` : nothing}</div>`;
  }

  #days(days: PublicationSummary['days']): unknown {
    const cell = (value: number, alarming = '') =>
      html`<td class="right ${value > 0 ? alarming : 'muted'}">${numberSays(value)}</td>`;
    return html`<div class="scroll"><table><thead><tr><th>${text.day}</th><th class="right">${text.acknowledged}</th><th class="right">${text.withdrawn}</th>
      <th class="right">${text.failed}</th><th class="right">${text.found}</th><th class="right">${text.missing}</th></tr></thead>
      <tbody>${days.map(
        (
          one,
        ) => html`<tr><td class="nowrap soft">${dateText(one.day).slice(5)}</td>${cell(one.acknowledged)}${cell(one.withdrawn)}
          ${cell(one.failed, 'bad')}${cell(one.found)}${cell(one.missing, 'warn')}</tr>`,
      )}</tbody></table></div>`;
  }

  #load(): void {
    void this.#summary.run((signal) => publicationSummary(this.name, signal));
    void this.#troubled.run(async (signal) => (await troubledLinks(this.name, signal)).items);
  }

  async #act(act: () => Promise<string>): Promise<void> {
    this.busy = true;
    try {
      this.said = await act();
    } catch (error) {
      this.said = toldOf(error);
    }
    this.busy = false;
    this.#load();
  }
}

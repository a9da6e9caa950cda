import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { plain } from '../../client/request.ts';
import {
  type CheckStep,
  checkSource,
  type HourSum,
  pauseSource,
  readSource,
  resumeSource,
  type SourceDetail,
  sumsOf,
} from '../../client/source.ts';
import { icons } from '../icons.ts';
import { Loaded, problemOf } from '../loaded.ts';
import { definePage } from '../page.ts';
import '../parts/hub-publications.ts';
import { agoSays, dateText, momentText, numberSays, spanSays, timeText } from '../parts/says.ts';
import { paceSays } from '../parts/source-pace.ts';
import { sourceHealth } from '../parts/source-state.ts';
import { empty, shown } from '../parts/states.ts';
import { language } from '../preferences.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { recordPageStyles } from './record-page.styles.ts';

const text = defineTexts({
  title: ['数据源', 'Source'],
  pause: ['暂停', 'Pause'],
  resume: ['恢复', 'Resume'],
  edit: ['编辑设置', 'Edit'],
  check: ['检查连接', 'Check'],
  checking: ['正在检查', 'Checking'],
  checked: ['连接检查', 'Check'],
  error: ['最近的错误', 'Last error'],
  facts: ['运行情况', 'State'],
  settings: ['设置', 'Settings'],
  connector: ['连接器', 'Connector'],
  mapping: ['映射', 'Mapping'],
  schedule: ['计划', 'Schedule'],
  receives: ['由对方推送', 'Receives only'],
  lag: ['滞后', 'Behind'],
  pace: ['访问节奏', 'Pace'],
  run: ['最近运行', 'Last run'],
  success: ['最近成功', 'Last success'],
  received: ['收到', 'Received'],
  stored: ['入库', 'Stored'],
  unchanged: ['未变', 'Unchanged'],
  dead: ['死信', 'Dead'],
  hour: ['小时', 'Hour'],
  balanced: ['平衡', 'Balanced'],
  sums: ['收支核对：收到 = 入库 + 未变 + 死信', 'Sums: received = stored + unchanged + dead'],
  noSums: ['近一天没有收到消息', 'Nothing came in the last day'],
  letters: [(count: number) => `${count} 条死信`, (count: number) => `${count} dead letters`],
});

/** One source: how it is, what is wrong and what to do, its settings, and whether its sums are right. */
@customElement('source-page')
export class SourcePage extends LitElement {
  static override styles = [
    base,
    layout,
    recordPageStyles,
    css`
      .error {
        display: grid;
        gap: 4px;
      }
      .steps li {
        display: flex;
        gap: 10px;
        padding: 8px 14px;
        border-bottom: 1px solid var(--hub-line);
      }
      .panel.alarm {
        border-color: var(--hub-bad);
      }
    `,
  ];

  @property() name = '';
  @state() private steps: readonly CheckStep[] | undefined;
  @state() private busy = false;
  @state() private said = '';
  readonly #source = new Loaded<SourceDetail>(this);
  readonly #sums = new Loaded<readonly HourSum[]>(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#load();
  }

  protected override render(): unknown {
    return html`<div class="page">${shown(this.#source, (source) => this.#page(source), { again: () => this.#load(), rows: 10 })}</div>`;
  }

  #page(source: SourceDetail): unknown {
    const { tone, label } = sourceHealth(source);
    return html`<header class="top"><h1>${source.title[language()]}</h1><span class="chip ${tone}"><i class="dot ${tone}"></i>${label}</span>
        <span class="muted">${source.name}</span><span class="grow"></span>${may('sources.write') ? this.#buttons(source) : nothing}</header>
      ${this.said ? html`<p class="bad" role="alert">${this.said}</p>` : nothing}
      <div class="columns"><div class="column">
        ${
          source.lastError
            ? html`<section class="panel ${tone === 'bad' ? 'alarm' : ''}"><h2>${icons.warn} ${text.error} <span class="count">${source.lastError.at ? agoSays(source.lastError.at) : ''}</span></h2>
          <div class="body error"><span>${plain(source.lastError.message)}</span>${source.lastError.remedy ? html`<b>${source.lastError.remedy}</b>` : nothing}</div></section>`
            : nothing
        }
        ${
          this.steps
            ? html`<section class="panel"><h2>${text.checked}</h2><ul class="steps" role="status">${this.steps.map(
                ({ step, ok, detail }) =>
                  html`<li><span class=${ok ? 'good' : 'bad'}>${ok ? icons.check : icons.close}</span><b>${step}</b><span class="soft">${detail ?? ''}</span></li>`,
              )}</ul></section>`
            : nothing
        }
        <hub-publications .name=${source.name}></hub-publications>
        <section class="panel"><h2>${text.sums}</h2>${shown(this.#sums, (sums) => this.#balance(sums), { again: () => this.#load() })}</section>
      </div><div class="column">${this.#facts(source)}
        <section class="panel"><h2>${text.settings}</h2><dl class="facts body" style="grid-template-columns:1fr">${Object.entries(
          source.settings ?? {},
        ).map(
          ([name, value]) =>
            html`<div><dt>${this.#labelOf(source, name)}</dt><dd><code>${typeof value === 'string' ? value : JSON.stringify(value)}</code></dd></div>`,
        )}</dl></section></div></div>`;
  }

  #buttons(source: SourceDetail): unknown {
    return html`${source.openDeadLetters > 0 ? html`<a class="button" href="/dead-letters?source=${source.name}">${text.letters(source.openDeadLetters)}</a>` : nothing}
      <a class="button" href="/sources/${source.name}/settings">${text.edit}</a>
      <button class="button" type="button" ?disabled=${this.busy} @click=${this.#check}>${this.busy ? text.checking : text.check}</button>
      ${
        source.state === 'running'
          ? html`<button class="button" type="button" @click=${() => this.#act(pauseSource)}>${text.pause}</button>`
          : html`<button class="button primary" type="button" @click=${() => this.#act(resumeSource)}>${text.resume}</button>`
      }`;
  }

  #facts(source: SourceDetail): unknown {
    const fact = (label: string, value: unknown) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
    return html`<section class="panel"><h2>${text.facts}</h2><dl class="facts body">
      ${fact(text.connector, source.connector)}${fact(text.mapping, html`<a class="link" href="/mappings/${source.mapping}?source=${source.name}">${source.mapping}</a>`)}${fact(text.schedule, source.schedule ?? text.receives)}
      ${fact(text.lag, source.lag === undefined ? '—' : spanSays(source.lag))}${fact(text.run, agoSays(source.lastRunAt))}${fact(text.success, agoSays(source.lastSuccessAt))}${fact(text.pace, paceSays(source))}
      ${source.today ? html`${fact(text.received, numberSays(source.today.received))}${fact(text.dead, numberSays(source.today.dead))}` : nothing}</dl></section>`;
  }

  #balance(sums: readonly HourSum[]): unknown {
    if (sums.length === 0) return empty(text.noSums);
    return html`<div class="scroll"><table><thead><tr><th>${text.hour}</th><th class="right">${text.received}</th><th class="right">${text.stored}</th>
      <th class="right">${text.unchanged}</th><th class="right">${text.dead}</th><th class="right">${text.balanced}</th></tr></thead>
      <tbody>${[...sums].reverse().map(
        ({
          hour,
          received,
          stored,
          unchanged,
          dead,
          balanced,
        }) => html`<tr><td class="nowrap soft" title=${momentText(hour)}>${dateText(hour).slice(5)} ${timeText(hour).slice(0, 5)}</td>
          <td class="right">${numberSays(received)}</td><td class="right">${numberSays(stored)}</td><td class="right soft">${numberSays(unchanged)}</td>
          <td class="right ${dead > 0 ? 'warn' : 'muted'}">${numberSays(dead)}</td><td class="right">${balanced ? html`<span class="good">${icons.check}</span>` : html`<span class="bad">${icons.warn}</span>`}</td></tr>`,
      )}</tbody></table></div>`;
  }

  #labelOf({ fields }: SourceDetail, name: string): string {
    const field = Array.isArray(fields)
      ? fields.find((one) => one.name === name)
      : (fields as Record<string, { label: { zh: string; en: string } }> | undefined)?.[name];
    return field?.label[language()] ?? name;
  }

  #load(): void {
    void this.#source.run((signal) => readSource(this.name, signal));
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    void this.#sums.run(async (signal) => (await sumsOf(this.name, yesterday, signal)).items);
  }

  async #act(act: (name: string) => Promise<unknown>): Promise<void> {
    this.said = '';
    try {
      await act(this.name);
    } catch (error) {
      const { message, remedy } = problemOf(error);
      this.said = [message, remedy].filter(Boolean).join('；');
    }
    this.#load();
  }

  async #check(): Promise<void> {
    this.busy = true;
    await this.#act(async (name) => {
      const answer = await checkSource(name);
      this.steps = answer.steps ?? answer.items ?? [];
    });
    this.busy = false;
  }
}

export default definePage({
  path: '/sources/:name',
  title: () => text.title,
  render: ({ name }) => html`<source-page .name=${name ?? ''}></source-page>`,
});

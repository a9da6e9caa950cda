import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { plain } from '../../client/request.ts';
import {
  type CheckStep,
  checkSource,
  pauseSource,
  positionOf,
  readSource,
  restartSource,
  resumeSource,
  type SourceDetail,
} from '../../client/source.ts';
import { errorSays } from '../error-says.ts';
import { icons } from '../icons.ts';
import { keepFresh } from '../keep-fresh.ts';
import { Loaded, toldOf } from '../loaded.ts';
import { definePage } from '../page.ts';
import { checkSteps } from '../parts/check-steps.ts';
import { cursorSays } from '../parts/cursor-words.ts';
import '../parts/hub-arrivals.ts';
import '../parts/hub-backfill.ts';
import '../parts/hub-drift.ts';
import '../parts/hub-publications.ts';
import { scheduleSays } from '../parts/hub-schedule-field.ts';
import '../parts/hub-sums.ts';
import { agoSays, numberSays, spanSays } from '../parts/says.ts';
import { paceSays } from '../parts/source-pace.ts';
import { sourceHealth } from '../parts/source-state.ts';
import { shown } from '../parts/states.ts';
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
  received: ['今日收到', 'Received today'],
  dead: ['今日死信', 'Dead today'],
  position: ['读取位置', 'Position'],
  restart: ['重新开始', 'Restart'],
  messages: ['报文', 'Messages'],
  letters: [(count: number) => `${count} 条死信`, (count: number) => `${count} dead letters`],
});

const refreshMs = 5_000;

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
  readonly #position = new Loaded<{ readonly cursor: unknown }>(this);

  constructor() {
    super();
    keepFresh(this, () => this.#load(), refreshMs);
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
          <div class="body error"><span title=${plain(source.lastError.message)}>${errorSays(source.lastError.message)}</span>${source.lastError.remedy ? html`<b title=${source.lastError.remedy}>${errorSays(source.lastError.remedy)}</b>` : nothing}</div></section>`
            : nothing
        }
        ${
          this.steps
            ? html`<section class="panel"><h2>${text.checked}</h2><div class="body">${checkSteps(this.steps)}</div></section>`
            : nothing
        }
        <hub-publications .name=${source.name}></hub-publications>
        <hub-arrivals .name=${source.name}></hub-arrivals>
        ${may('messages.read') ? html`<hub-drift .name=${source.name}></hub-drift>` : nothing}
        <hub-backfill .name=${source.name}></hub-backfill>
        <hub-sums .name=${source.name}></hub-sums>
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
      ${may('messages.read') ? html`<a class="button" href="/messages?source=${source.name}">${text.messages}</a>` : nothing}
      <a class="button" href="/sources/${source.name}/settings">${text.edit}</a>
      <button class="button" type="button" ?disabled=${this.busy} @click=${this.#check}>${this.busy ? text.checking : text.check}</button>
      ${
        source.state === 'running'
          ? html`<button class="button" type="button" @click=${() => this.#act(pauseSource)}>${text.pause}</button>`
          : html`<button class="button primary" type="button" @click=${() => this.#act(resumeSource)}>${text.resume}</button>`
      }
      <button class="button" type="button" @click=${() => this.#act(restartSource)}>${text.restart}</button>`;
  }

  #facts(source: SourceDetail): unknown {
    const fact = (label: string, value: unknown) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
    return html`<section class="panel"><h2>${text.facts}</h2><dl class="facts body">
      ${fact(text.connector, source.connector)}${fact(text.mapping, html`<a class="link" href="/mappings/${source.mapping}?source=${source.name}">${source.mapping}</a>`)}${fact(text.schedule, source.schedule ? scheduleSays(source.schedule) : text.receives)}
      ${fact(text.lag, source.lag === undefined ? '—' : spanSays(source.lag))}${fact(text.run, agoSays(source.lastRunAt))}${fact(text.success, agoSays(source.lastSuccessAt))}${fact(text.pace, paceSays(source))}
      ${source.schedule ? fact(text.position, cursorSays(this.#position.value?.cursor)) : nothing}
      ${source.today ? html`${fact(text.received, numberSays(source.today.received))}${fact(text.dead, numberSays(source.today.dead))}` : nothing}</dl></section>`;
  }

  #labelOf({ fields }: SourceDetail, name: string): string {
    const field = Array.isArray(fields)
      ? fields.find((one) => one.name === name)
      : (fields as Record<string, { label: { zh: string; en: string } }> | undefined)?.[name];
    return field?.label[language()] ?? name;
  }

  #load(): void {
    void this.#source.run((signal) => readSource(this.name, signal));
    void this.#position.run((signal) => positionOf(this.name, signal));
  }

  async #act(act: (name: string) => Promise<unknown>): Promise<void> {
    this.said = '';
    try {
      await act(this.name);
    } catch (error) {
      this.said = toldOf(error);
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
  right: 'sources.read',
  title: () => text.title,
  render: ({ name }) => html`<source-page .name=${name ?? ''}></source-page>`,
});

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { plain } from '../../client/request.ts';
import { type Backfill, type Backfills, backfillsOf, startBackfill, stopBackfill } from '../../client/source-watch.ts';
import { keepFresh } from '../keep-fresh.ts';
import { Loaded, toldOf } from '../loaded.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { cursorSays } from './cursor-words.ts';
import { agoSays, numberSays } from './says.ts';

const text = defineTexts({
  title: ['补采', 'Backfill'],
  about: [
    '在实时采集之外重新读取，实时位置不动；已有的数据不会重复入库。',
    'Reads again beside the live position, which does not move; what is here already is not stored twice.',
  ],
  budget: [(rows: string) => `每分钟最多 ${rows} 行`, (rows: string) => `at most ${rows} rows a minute`],
  unbounded: ['不限速', 'no budget'],
  start: ['从头补采', 'Read again from the beginning'],
  ask: [
    '确定从头重新读取对方系统？会按预算慢速进行。',
    'Read the other side again from its beginning? It goes slowly, within its budget.',
  ],
  yes: ['开始', 'Start'],
  no: ['取消', 'Cancel'],
  stop: ['停止', 'Stop'],
  waiting: ['等待开始', 'Waiting'],
  running: ['进行中', 'Running'],
  stopping: ['正在停止', 'Stopping'],
  stopped: ['已停止', 'Stopped'],
  done: ['已完成', 'Done'],
  failed: ['失败', 'Failed'],
  goOn: ['从此处继续', 'Go on from here'],
  counts: [
    (pages: string, stored: string, unchanged: string, dead: string) =>
      `${pages} 页，入库 ${stored}，未变 ${unchanged}，死信 ${dead}`,
    (pages: string, stored: string, unchanged: string, dead: string) =>
      `${pages} pages, ${stored} stored, ${unchanged} unchanged, ${dead} dead`,
  ],
});

const tone: Readonly<Record<Backfill['state'], string>> = {
  waiting: '',
  running: 'accent',
  stopping: 'warn',
  stopped: '',
  done: 'good',
  failed: 'bad',
};
const isUnderWay = ({ state }: Backfill): boolean => state === 'waiting' || state === 'running' || state === 'stopping';
const everyMs = 3_000;
const shownRuns = 3;

/** The lane beside the live one: how far it is, what it brought, its budget; to start and to stop. */
@customElement('hub-backfill')
export class BackfillView extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .note {
        padding: 10px 14px;
      }
      li,
      .ask {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        padding: 9px 14px;
        border-top: 1px solid var(--hub-line);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property() name = '';
  @state() private isAsking = false;
  @state() private said = '';
  readonly #runs = new Loaded<Backfills>(this);

  constructor() {
    super();
    keepFresh(this, () => this.#load(), everyMs);
  }

  /** Where nothing can be read again there is no panel, and no gap between those beside it. */
  protected override willUpdate(): void {
    this.hidden = !this.#runs.value?.canBackfill;
  }

  protected override render(): unknown {
    const runs = this.#runs.value;
    if (!runs?.canBackfill) return nothing;
    const mayStart = may('sources.write') && !runs.items.some(isUnderWay);
    return html`<section class="panel"><h2>${text.title} <span class="count">${runs.rowsPerMinute > 0 ? text.budget(numberSays(runs.rowsPerMinute)) : text.unbounded}</span><span class="grow"></span>
        ${mayStart ? html`<button class="button small" type="button" @click=${this.#toggle}>${text.start}</button>` : nothing}</h2>
      <p class="note soft">${text.about}</p>
      ${this.said ? html`<p class="note bad" role="alert">${this.said}</p>` : nothing}
      ${
        this.isAsking
          ? html`<div class="ask"><b>${text.ask}</b><button class="button small primary" type="button" @click=${() => this.#start(undefined)}>${text.yes}</button>
            <button class="button small" type="button" data-escape @click=${this.#toggle}>${text.no}</button></div>`
          : nothing
      }
      <ul>${runs.items.slice(0, shownRuns).map((run) => this.#run(run, mayStart))}</ul></section>`;
  }

  #run(run: Backfill, mayStart: boolean): unknown {
    const { id, state, pages, stored, unchanged, dead, reached, askedBy, createdAt, error } = run;
    const canGoOn = mayStart && (state === 'stopped' || state === 'failed') && reached !== null;
    return html`<li><span class="chip ${tone[state]}">${text[state]}</span><span class="num" role="status">${text.counts(numberSays(pages), numberSays(stored), numberSays(unchanged), numberSays(dead))}</span>
      <span class="soft">${cursorSays(reached)}</span><span class="muted">${askedBy} · ${agoSays(createdAt)}</span>
      ${error ? html`<span class="bad">${plain(error.message)}${error.remedy ? html` <b>${error.remedy}</b>` : nothing}</span>` : nothing}<span class="grow"></span>
      ${may('sources.write') && isUnderWay(run) && state !== 'stopping' ? html`<button class="button small" type="button" @click=${() => this.#act(() => stopBackfill(this.name, id))}>${text.stop}</button>` : nothing}
      ${canGoOn ? html`<button class="button small" type="button" @click=${() => this.#start(reached)}>${text.goOn}</button>` : nothing}</li>`;
  }

  readonly #toggle = (): void => {
    this.isAsking = !this.isAsking;
  };

  #start(from: unknown): void {
    this.isAsking = false;
    void this.#act(() => startBackfill(this.name, from));
  }

  #load(): void {
    void this.#runs.run((signal) => backfillsOf(this.name, signal));
  }

  async #act(act: () => Promise<unknown>): Promise<void> {
    this.said = '';
    try {
      await act();
    } catch (error) {
      this.said = toldOf(error);
    }
    this.#load();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-backfill': BackfillView;
  }
}

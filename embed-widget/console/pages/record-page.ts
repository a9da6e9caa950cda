import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Playback } from '../../client/embed.ts';
import { type LinkItem, linksOf } from '../../client/link.ts';
import { listenLive } from '../../client/live.ts';
import { type Mark, marksOf } from '../../client/mark.ts';
import { categoryOf, type RecordDetail, readRecord } from '../../client/record.ts';
import { Loaded } from '../loaded.ts';
import { definePage } from '../page.ts';
import '../parts/hub-clip-finder.ts';
import '../parts/hub-decision-history.ts';
import '../parts/hub-evidence.ts';
import '../parts/hub-json-fold.ts';
import '../parts/hub-link-why.ts';
import '../parts/hub-near-misses.ts';
import '../parts/hub-record-holds.ts';
import { linkTo } from '../parts/link-to.ts';
import { loadPlayer } from '../parts/player.ts';
import { clockText, kindSays, officersSay, rangeSays, systemSays } from '../parts/says.ts';
import { empty, shown } from '../parts/states.ts';
import { language } from '../preferences.ts';
import { may, watermarkPerson } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { recordPageStyles } from './record-page.styles.ts';

const text = defineTexts({
  title: ['记录', 'Record'],
  footage: ['音视频', 'Footage'],
  clips: ['关联片段', 'Linked clips'],
  none: ['没有关联的音视频', 'No linked footage'],
  noneHelp: ['下方列出接近但未关联的片段及原因。', 'Below is what came close, and why it was not linked.'],
  message: ['原始报文', 'Raw message'],
  facts: ['记录信息', 'Facts'],
  category: ['类别', 'Category'],
  org: ['单位', 'Organisation'],
  officers: ['警员', 'Officers'],
  place: ['地点', 'Place'],
  source: ['数据源', 'Source'],
  version: ['版本', 'Version'],
  time: ['时间', 'Time'],
  related: ['相关记录', 'Related records'],
  refersTo: ['引用', 'Refers to'],
  referredBy: ['被引用', 'Referred to by'],
  json: ['标准记录 JSON', 'Canonical record'],
});

/** One record: its clips on one axis of time, the right seconds playing, and why each is linked. */
@customElement('record-page')
export class RecordPage extends LitElement {
  static override styles = [base, layout, recordPageStyles];

  @property({ type: Number }) record = 0;
  @state() private chosen = 0;
  readonly #record = new Loaded<RecordDetail>(this);
  readonly #links = new Loaded<readonly LinkItem[]>(this);
  readonly #marks = new Loaded<readonly Mark[]>(this);
  readonly #playback: Playback = { hub: '', person: watermarkPerson() };
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void loadPlayer().then(() => this.requestUpdate());
    this.#load();
    this.#stop = listenLive((topic, data) => {
      const isShown = (id: unknown) => this.#links.value?.some(({ footage }) => footage.id === id);
      if ((topic === 'links' && data.recordId === this.record) || (topic === 'footage' && isShown(data.id)))
        this.#load();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override render(): unknown {
    return html`<div class="page">${shown(this.#record, (record) => this.#page(record), { again: () => this.#load(), rows: 12 })}</div>`;
  }

  #page(record: RecordDetail): unknown {
    const links = this.#links.value ?? [];
    const link = links.find(({ id }) => id === this.chosen) ?? links[0];
    const total = links.reduce((sum, { segment }) => sum + segment.endSeconds - segment.startSeconds, 0);
    return html`
      <header class="top"><h1>${record.title ?? categoryOf(record) ?? kindSays(record.kind)}</h1>
        <span class="chip accent">${systemSays(record.system)}</span><span class="chip">${kindSays(record.kind)}</span>
        <span class="soft num">${record.externalId}</span></header>
      <div class="columns"><div class="column">
        ${
          link
            ? html`<section class="panel player" aria-label=${text.footage}>
              <footage-event .record=${record} .links=${links} .marks=${this.#marks.value ?? []} .playback=${this.#playback} .language=${language()}
                @linkchosen=${this.#onShown} @marked=${() => this.#loadMarks()}></footage-event>
              <hub-link-why .link=${link} @decided=${() => this.#load()}></hub-link-why></section>`
            : nothing
        }
        ${this.#links.value && !link ? html`<section class="panel">${empty(text.none, text.noneHelp)}</section>` : nothing}
        <hub-near-misses .record=${record.id} @decided=${() => this.#load()}></hub-near-misses>
        ${
          may('links.decide')
            ? html`<hub-clip-finder .record=${record.id} .around=${record.time.start} .officer=${record.officers[0]?.policeId ?? ''}
              @decided=${() => this.#load()}></hub-clip-finder>`
            : nothing
        }
      </div><div class="column">
        <section class="panel"><h2>${text.clips}<span class="grow"></span><span class="count">${links.length > 0 ? `${links.length} · ${clockText(total)}` : ''}</span></h2>
          ${shown(
            this.#links,
            () =>
              link
                ? html`<footage-clips .links=${links} .chosen=${link.id} .language=${language()}
                  @clipchosen=${(event: CustomEvent<number>) => this.#choose(event.detail)}></footage-clips>`
                : empty(text.none),
            { rows: 4 },
          )}</section>
        ${may('evidence.export') ? html`<hub-evidence .record=${record.id} .links=${links}></hub-evidence>` : nothing}
        ${may('holds.read') ? html`<hub-record-holds .record=${record.id}></hub-record-holds>` : nothing}
        ${this.#facts(record)} ${this.#related(record)}
        <hub-decision-history .record=${record.id}></hub-decision-history>
        <section class="panel"><hub-json-fold .label=${text.json} .value=${record.record}></hub-json-fold></section>
      </div></div>`;
  }

  #messageLink({ messageId, externalId }: RecordDetail): unknown {
    if (messageId === undefined || !may('messages.read')) return '';
    return html`<a class="link" href="/messages/${messageId}?number=${encodeURIComponent(externalId)}">${messageId}</a>`;
  }

  #facts(record: RecordDetail): unknown {
    const fact = (label: string, value: unknown) =>
      value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : nothing;
    return html`<section class="panel"><h2>${text.facts}</h2><dl class="facts body">
      ${fact(text.time, rangeSays(record.time.start, record.time.end))} ${fact(text.category, categoryOf(record))}
      ${fact(text.org, record.orgName ?? record.org)} ${fact(text.officers, officersSay(record.officers))}
      ${fact(text.place, record.place?.address)} ${fact(text.source, linkTo(`/sources/${record.source}`, record.source))}
      ${fact(text.version, String(record.version))} ${fact(text.message, this.#messageLink(record))}</dl></section>`;
  }

  #related({ references, referredBy }: RecordDetail): unknown {
    if (references.length === 0 && referredBy.length === 0) return nothing;
    const entry = (label: string, kind: string, title: string, id: number | undefined) =>
      html`<li><span class="muted">${label}</span> <span class="chip">${systemSays(kind)}</span>
        ${id === undefined ? html`<span class="grow cut">${title}</span>` : html`<a class="link grow cut" href="/records/${id}">${title}</a>`}</li>`;
    return html`<section class="panel"><h2>${text.related}</h2><ul class="related">
      ${references.map(({ kind, id, recordId, title }) => entry(text.refersTo, kind, title ?? id, recordId))}
      ${referredBy.map(({ system, externalId, title, recordId }) => entry(text.referredBy, system, title ?? externalId, recordId))}</ul></section>`;
  }

  #load(): void {
    void this.#record.run((signal) => readRecord(this.record, signal));
    void this.#links.run(async (signal) => (await linksOf(this.record, signal)).items);
    this.#loadMarks();
    this.renderRoot.querySelector('hub-decision-history')?.reload();
  }

  #loadMarks(): void {
    void this.#marks.run(() => marksOf(this.#playback, this.record));
  }

  #onShown({ detail }: CustomEvent<number>): void {
    this.chosen = detail;
  }

  #choose(id: number): void {
    void this.renderRoot.querySelector('footage-event')?.choose(id);
  }
}

export default definePage({
  path: '/records/:id',
  right: 'records.read',
  title: () => text.title,
  render: ({ id }) => html`<record-page .record=${Number(id)}></record-page>`,
});

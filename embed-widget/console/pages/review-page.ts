import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Page } from '../../client/api.ts';
import { type LinkItem, listLinks, type ReviewItem } from '../../client/link.ts';
import { categoryOf, type RecordDetail, readRecord } from '../../client/record.ts';
import type { Clip } from '../../player/clip-playback.ts';
import { icons } from '../icons.ts';
import { Loaded } from '../loaded.ts';
import { definePage } from '../page.ts';
import '../parts/hub-link-why.ts';
import type { LinkWhy } from '../parts/hub-link-why.ts';
import { loadPlayer } from '../parts/player.ts';

import {
  deviceSays,
  kindSays,
  milestoneSays,
  momentText,
  officersSay,
  percentSays,
  rangeSays,
  systemSays,
  timeText,
} from '../parts/says.ts';
import { empty, shown } from '../parts/states.ts';
import { language } from '../preferences.ts';
import { watermarkPerson } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { reviewPageStyles } from './review-page.styles.ts';

const text = defineTexts({
  title: ['待确认', 'To review'],
  left: [(count: string) => `${count} 对待确认`, (count: string) => `${count} pairs left`],
  keys: ['Y 确认 · N 否定 · 空格 播放 · ↑ ↓ 换一对', 'Y confirm · N reject · Space play · ↑ ↓ another'],
  done: ['都处理完了', 'All done'],
  doneHelp: ['规则拿不准的关联会出现在这里。', 'Pairs the rules are not sure of come here.'],
  queue: ['待确认的关联', 'Pairs to review'],
  time: ['时间', 'Time'],
  place: ['地点', 'Place'],
  officers: ['警员', 'Officers'],
  category: ['类别', 'Category'],
  org: ['单位', 'Organisation'],
  device: ['设备', 'Device'],
  recorded: ['拍摄', 'Recorded'],
  worn: ['佩戴人', 'Worn by'],
  record: ['记录', 'The record'],
  clip: ['片段', 'The clip'],
});

/** Pairs the rules leave to a person, one after the other, by keyboard: record and clip side by side. */
@customElement('review-page')
export class ReviewPage extends LitElement {
  static override styles = [base, layout, reviewPageStyles];

  @state() private queue: readonly ReviewItem[] = [];
  @state() private chosen = 0;
  readonly #list = new Loaded<Page<ReviewItem>>(this);
  readonly #detail = new Loaded<RecordDetail>(this);
  readonly #listening = new AbortController();
  #clip: { id: number; clip: Clip } | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void loadPlayer().then(() => this.requestUpdate());
    document.addEventListener('keydown', (event) => this.#onKey(event), { signal: this.#listening.signal });
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening.abort();
  }

  protected override render(): unknown {
    const item = this.queue.find(({ id }) => id === this.chosen) ?? this.queue[0];
    return html`<div class="page"><header class="top"><h1>${text.title}</h1>
      ${item ? html`<span class="chip warn">${text.left(`${this.queue.length}${this.#list.value?.next ? '+' : ''}`)}</span>` : nothing}<span class="grow"></span><span class="muted wide">${text.keys}</span></header>
      ${shown(this.#list, () => (item ? this.#pair(item) : html`<section class="panel">${empty(text.done, text.doneHelp)}</section>`), { again: () => void this.#load(), rows: 10 })}</div>`;
  }

  #pair(item: ReviewItem): unknown {
    return html`<div class="columns">
      <section class="panel queue" aria-label=${text.queue}><ul>${this.queue.map(
        ({
          id,
          record,
          footage,
          probability,
        }) => html`<li><button type="button" aria-current=${id === item.id} @click=${() => this.#choose(id)}>
          <span class="cut"><b>${record.title ?? record.externalId}</b></span><span class="muted num">${percentSays(probability)}</span>
          <span class="muted cut">${systemSays(record.system)} · ${footage.officerName ?? footage.deviceId ?? ''}</span></button></li>`,
      )}</ul></section>
      <div class="pair">
        <div class="sides">${this.#record(item)}${this.#footage(item)}</div>
        <section class="panel"><hub-link-why .link=${item} @decided=${(event: CustomEvent<LinkItem | undefined>) => this.#onDecided(item.id, event.detail)}></hub-link-why></section>
      </div></div>`;
  }

  #record({ record }: ReviewItem): unknown {
    const detail = this.#detail.value?.id === record.id ? this.#detail.value : undefined;
    return html`<section class="panel"><h2>${text.record}<span class="grow"></span><a class="link cut" href="/records/${record.id}">${record.externalId}</a></h2>
      <div class="body"><p><b>${record.title ?? kindSays(record.kind)}</b> <span class="chip">${systemSays(record.system)}</span></p>
      <dl class="facts">${this.#fact(text.time, rangeSays(record.time.start, record.time.end))}${this.#fact(text.officers, officersSay(record.officers))}
        ${this.#fact(text.place, record.place?.address)}${this.#fact(text.org, record.orgName ?? record.org)}${this.#fact(text.category, categoryOf(record))}</dl>
      ${detail && detail.milestones.length > 0 ? html`<ol class="milestones">${detail.milestones.map(({ name, at }) => html`<li><span>${milestoneSays(name)}</span><time>${timeText(at)}</time></li>`)}</ol>` : nothing}
      </div></section>`;
  }

  #footage(item: ReviewItem): unknown {
    const { footage, segment } = item;
    return html`<section class="panel"><h2>${text.clip}<span class="grow"></span><a class="link cut" href="/footage/${footage.id}">${footage.deviceId ?? footage.externalId}</a></h2>
      <footage-player .clip=${this.#clipOf(item)} .milestones=${this.#detail.value?.id === item.record.id ? this.#detail.value.milestones : []}
        .person=${watermarkPerson()} .language=${language()}></footage-player>
      <dl class="facts body">${this.#fact(text.recorded, `${momentText(segment.start).slice(5)} – ${timeText(segment.end)}`)}
        ${this.#fact(text.worn, [footage.officerName, footage.policeId].filter(Boolean).join(' '))}${this.#fact(text.device, deviceSays(footage.deviceKind))}
        ${this.#fact(text.org, footage.orgName ?? footage.org)}</dl></section>`;
  }

  #fact(label: string, value: string | undefined): unknown {
    return value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : nothing;
  }

  async #load(): Promise<void> {
    await this.#list.run((signal) => listLinks({ decision: 'review', limit: 50 }, signal));
    this.queue = this.#list.value?.items ?? [];
    this.#choose(this.queue[0]?.id ?? 0);
  }

  #choose(id: number): void {
    this.chosen = id;
    const item = this.queue.find((one) => one.id === id);
    if (item) void this.#detail.run((signal) => readRecord(item.record.id, signal));
  }

  #clipOf({ id, footage, segment }: ReviewItem): Clip {
    if (this.#clip?.id !== id)
      this.#clip = { id, clip: { footage, segment: { from: segment.startSeconds, to: segment.endSeconds } } };
    return this.#clip.clip;
  }

  /** The next pair takes the place of the one that was decided; a pair somebody else changed is read again. */
  #onDecided(id: number, decided: LinkItem | undefined): void {
    if (!decided) return void this.#load();
    const at = this.queue.findIndex((item) => item.id === id);
    this.queue = this.queue.filter((item) => item.id !== id);
    const next = this.queue[Math.min(at, this.queue.length - 1)];
    if (next) this.#choose(next.id);
    else void this.#load();
  }

  #onKey(event: KeyboardEvent): void {
    const target = event.composedPath()[0];
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      (target instanceof HTMLElement && target.matches('input, select, textarea'))
    )
      return;
    const at = this.queue.findIndex(({ id }) => id === this.chosen);
    const why = this.renderRoot.querySelector<LinkWhy>('hub-link-why');
    const inPlayer = event
      .composedPath()
      .some((node) => node instanceof HTMLElement && node.localName === 'footage-player');
    if (event.key === 'y') void why?.decide('confirmed');
    else if (event.key === 'n') void why?.decide('rejected');
    else if (event.key === 'ArrowDown' && !inPlayer && this.queue[at + 1]) this.#choose(this.queue[at + 1]?.id ?? 0);
    else if (event.key === 'ArrowUp' && !inPlayer && this.queue[at - 1]) this.#choose(this.queue[at - 1]?.id ?? 0);
    else {
      if (!inPlayer) this.renderRoot.querySelector('footage-player')?.pressKey(event);
      return;
    }
    event.preventDefault();
  }
}

export default definePage({
  path: '/review',
  title: () => text.title,
  nav: { group: 'look', order: 5, icon: icons.review, right: 'links.decide' },
  render: () => html`<review-page></review-page>`,
});

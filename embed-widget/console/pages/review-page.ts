import { html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { ReviewItem } from '../../client/link.ts';
import { categoryOf, type RecordDetail, readRecord } from '../../client/record.ts';
import type { Clip } from '../../player/clip.ts';
import { icons } from '../icons.ts';
import { Loaded } from '../loaded.ts';
import { definePage } from '../page.ts';
import '../parts/hub-link-why.ts';
import { loadPlayer } from '../parts/player.ts';
import {
  decisionSays,
  deviceSays,
  kindSays,
  milestoneSays,
  momentText,
  numberSays,
  officersSay,
  percentSays,
  rangeSays,
  spanSays,
  systemSays,
  timeText,
} from '../parts/says.ts';
import { empty, skeleton, trouble } from '../parts/states.ts';
import { language, shortcuts } from '../preferences.ts';
import { ReviewQueue } from '../review-queue.ts';
import { watermarkPerson } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { reviewPageStyles } from './review-page.styles.ts';

const text = defineTexts({
  title: ['待确认', 'To review'],
  left: [(count: string) => `${count} 对待确认`, (count: string) => `${count} pairs left`],
  others: [(count: string) => `他人正在看 ${count} 对`, (count: string) => `others look at ${count}`],
  confirm: ['确认', 'Confirm'],
  reject: ['否定', 'Reject'],
  pass: ['跳过', 'Next'],
  undo: ['撤销', 'Undo'],
  actions: ['决定', 'Decide'],
  done: ['都处理完了', 'All done'],
  doneHelp: ['规则拿不准的关联会出现在这里。', 'Pairs the rules are not sure of come here.'],
  elsewhere: ['其余的正由他人处理。', 'Others are at the rest.'],
  queue: ['分给您的', 'Yours'],
  decided: ['刚处理的', 'Just decided'],
  time: ['时间', 'Time'],
  place: ['地点', 'Place'],
  officers: ['警员', 'Officers'],
  category: ['类别', 'Category'],
  org: ['单位', 'Organisation'],
  device: ['设备', 'Device'],
  segment: ['关联时段', 'Linked part'],
  worn: ['佩戴人', 'Worn by'],
  record: ['记录', 'The record'],
  clip: ['片段', 'The clip'],
  overtaken: [
    (pair: string, who: string, what: string, at: string) => `“${pair}”：${who} 已于 ${at} ${what}，未作覆盖。`,
    (pair: string, who: string, what: string, at: string) =>
      `“${pair}”: ${who} has it ${what.toLowerCase()} since ${at}. Nothing was overwritten.`,
  ],
  changed: [
    (pair: string) => `“${pair}”已随规则或数据重新匹配，不再待确认。`,
    (pair: string) => `“${pair}” was matched again and does not wait any more.`,
  ],
  see: ['查看', 'See it'],
});

/** Pairs the rules leave to a person, one after the other, by keyboard: record and clip side by side. */
@customElement('review-page')
export class ReviewPage extends LitElement {
  static override styles = [base, layout, reviewPageStyles];

  readonly #queue = new ReviewQueue(this);
  readonly #detail = new Loaded<RecordDetail>(this);
  #listening = new AbortController();
  #clip: { id: number; clip: Clip } | undefined;
  #detailOf = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listening = new AbortController();
    void loadPlayer().then(() => this.requestUpdate());
    document.addEventListener('keydown', (event) => this.#onKey(event), { signal: this.#listening.signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening.abort();
  }

  protected override willUpdate(): void {
    const recordId = this.#queue.item?.record.id;
    if (recordId === undefined || recordId === this.#detailOf) return;
    this.#detailOf = recordId;
    void this.#detail.run((signal) => readRecord(recordId, signal));
  }

  protected override render(): unknown {
    const { item, loaded, problem, waiting, others } = this.#queue;
    return html`<div class="page"><header class="top"><h1>${text.title}</h1>
      ${waiting > 0 ? html`<span class="chip warn" role="status">${text.left(numberSays(waiting))}</span>` : nothing}
      ${others > 0 ? html`<span class="muted">${text.others(numberSays(others))}</span>` : nothing}
      <span class="grow"></span>${item || this.#queue.decided.length > 0 ? this.#actions(item) : nothing}</header>
      ${this.#overtaken()}
      ${problem && item ? html`<p class="notice bad" role="alert">${problem.message} ${problem.remedy ?? ''}</p>` : nothing}
      ${this.#body(item, loaded)}</div>`;
  }

  #body(item: ReviewItem | undefined, loaded: boolean): unknown {
    const { problem, waiting } = this.#queue;
    if (item) return this.#pair(item);
    if (problem) return trouble(problem, () => void this.#queue.take());
    if (!loaded) return skeleton(10);
    return html`<section class="panel">${empty(text.done, waiting > 0 ? text.elsewhere : text.doneHelp)}</section>`;
  }

  #actions(item: ReviewItem | undefined): unknown {
    const { busy, decided } = this.#queue;
    const button = (label: string, key: string, act: () => void, off: boolean, tone = '') =>
      html`<button class="button ${tone}" type="button" aria-keyshortcuts=${shortcuts() ? key : nothing} ?disabled=${off} @click=${act}>${label} ${shortcuts() ? html`<kbd aria-hidden="true">${key}</kbd>` : nothing}</button>`;
    return html`<div class="actions" role="group" aria-label=${text.actions}>
      ${button(text.confirm, 'Y', () => void this.#queue.decide('confirmed'), busy || !item, 'primary')}
      ${button(text.reject, 'N', () => void this.#queue.decide('rejected'), busy || !item)}
      ${button(text.pass, 'X', () => void this.#queue.pass(), busy || !item)}
      ${button(text.undo, 'U', () => void this.#queue.undo(), busy || decided.length === 0, 'plain')}</div>`;
  }

  #overtaken(): unknown {
    const { overtaken } = this.#queue;
    if (!overtaken) return nothing;
    const { item, by, decision, at } = overtaken;
    const name = item.record.title ?? item.record.externalId;
    return html`<p class="notice" role="alert">${by && decision ? text.overtaken(name, by, decisionSays(decision), at ? timeText(at) : '') : text.changed(name)}
      <a class="link" href="/records/${item.record.id}">${text.see}</a></p>`;
  }

  #pair(item: ReviewItem): unknown {
    return html`<div class="columns">
      <div class="mine"><section class="panel queue" aria-label=${text.queue}><h2>${text.queue}<span class="count">${this.#queue.items.length}</span></h2><ul>${this.#queue.items.map(
        ({
          id,
          record,
          footage,
          probability,
        }) => html`<li><button type="button" aria-current=${id === item.id} @click=${() => this.#queue.choose(id)}>
          <span class="cut"><b>${record.title ?? record.externalId}</b></span><span class="muted num">${percentSays(probability)}</span>
          <span class="muted cut">${systemSays(record.system)} · ${footage.officerName ?? footage.deviceId ?? ''}</span></button></li>`,
      )}</ul></section>${this.#decided()}</div>
      <div class="pair">
        <div class="sides">${this.#record(item)}${this.#footage(item)}</div>
        <section class="panel"><hub-link-why .link=${item} .deciding=${false}></hub-link-why></section>
      </div></div>`;
  }

  #decided(): unknown {
    const { decided } = this.#queue;
    if (decided.length === 0) return nothing;
    return html`<section class="panel decided wide"><h2>${text.decided}<span class="count">${decided.length}</span></h2><ul>${decided.map(
      ({
        item,
        decision,
      }) => html`<li><span class="chip ${decision === 'confirmed' ? 'good' : 'bad'}">${decisionSays(decision)}</span>
        <a class="link cut" href="/records/${item.record.id}">${item.record.title ?? item.record.externalId}</a></li>`,
    )}</ul></section>`;
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
    const length = spanSays(segment.endSeconds - segment.startSeconds);
    return html`<section class="panel"><h2>${text.clip}<span class="grow"></span><a class="link cut" href="/footage/${footage.id}">${footage.deviceId ?? footage.externalId}</a></h2>
      <footage-player .clip=${this.#clipOf(item)} .milestones=${this.#detail.value?.id === item.record.id ? this.#detail.value.milestones : []}
        .person=${watermarkPerson()} .language=${language()}></footage-player>
      <dl class="facts body">${this.#fact(text.segment, `${momentText(segment.start).slice(5)} – ${timeText(segment.end)} · ${length}`)}
        ${this.#fact(text.worn, [footage.officerName, footage.policeId].filter(Boolean).join(' '))}${this.#fact(text.device, deviceSays(footage.deviceKind))}
        ${this.#fact(text.org, footage.orgName ?? footage.org)}</dl></section>`;
  }

  #fact(label: string, value: string | undefined): unknown {
    return value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : nothing;
  }

  #clipOf({ id, footage, segment }: ReviewItem): Clip {
    if (this.#clip?.id !== id)
      this.#clip = { id, clip: { footage, segment: { from: segment.startSeconds, to: segment.endSeconds } } };
    return this.#clip.clip;
  }

  #onKey(event: KeyboardEvent): void {
    const target = event.composedPath()[0];
    const isTyping = target instanceof HTMLElement && target.matches('input, select, textarea');
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping || !shortcuts()) return;
    const isInPlayer = event
      .composedPath()
      .some((node) => node instanceof HTMLElement && node.localName === 'footage-player');
    const { items, item } = this.#queue;
    const at = items.findIndex(({ id }) => id === item?.id);
    const neighbour = isInPlayer
      ? undefined
      : items[event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? at - 1 : -1];
    const key = event.key.toLowerCase();
    if (key === 'y') void this.#queue.decide('confirmed');
    else if (key === 'n') void this.#queue.decide('rejected');
    else if (key === 'x') void this.#queue.pass();
    else if (key === 'u') void this.#queue.undo();
    else if (neighbour) this.#queue.choose(neighbour.id);
    else {
      if (!isInPlayer) this.renderRoot.querySelector('footage-player')?.pressKey(event);
      return;
    }
    event.preventDefault();
  }
}

export default definePage({
  path: '/review',
  right: 'links.decide',
  title: () => text.title,
  nav: { group: 'look', order: 5, icon: icons.review },
  render: () => html`<review-page></review-page>`,
});

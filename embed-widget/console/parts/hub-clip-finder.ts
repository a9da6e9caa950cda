import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type FootageItem, listFootage } from '../../client/footage.ts';
import { linkByHand } from '../../client/link.ts';
import type { Problem } from '../../client/request.ts';
import type { Clip } from '../../player/clip.ts';
import { Loaded, problemOf } from '../loaded.ts';
import { language } from '../preferences.ts';
import { watermarkPerson } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { loadPlayer } from './player.ts';
import { clockText, deviceSays, rangeSays } from './says.ts';
import { empty, shown } from './states.ts';

const text = defineTexts({
  title: ['查找片段并人工关联', 'Find a clip and link it by hand'],
  number: ['片段编号或设备编号', 'Number of the clip or device'],
  officer: ['警号', 'Officer number'],
  from: ['起', 'From'],
  to: ['止', 'To'],
  find: ['查找', 'Find'],
  none: ['没有符合的片段', 'No such clip'],
  begin: ['起点取当前', 'Begin here'],
  end: ['终点取当前', 'End here'],
  whole: ['重合部分', 'The overlap'],
  part: ['关联时段', 'Linked part'],
  link: ['关联此片段', 'Link this clip'],
});

const marginMs = 2 * 3_600_000;
const zoneMs = 8 * 3_600_000;

/** As `<input type="datetime-local">` writes moments, in the hub's zone. */
const localText = (at: number): string => new Date(at + zoneMs).toISOString().slice(0, 16);
const instantOf = (local: string): string | undefined => (local ? `${local}:00+08:00` : undefined);

/**
 * Search any clip by number, officer and time, look at it, say which seconds show the record, and link it.
 *
 * @fires decided - a clip was linked
 */
@customElement('hub-clip-finder')
export class ClipFinder extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        padding: 12px 14px;
      }
      input[name='number'] {
        flex: 1 1 180px;
      }
      summary {
        padding: 10px 14px;
        font-weight: 600;
        cursor: pointer;
      }
      li button {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 10px;
        width: 100%;
        padding: 8px 14px;
        border: 0;
        border-top: 1px solid var(--hub-line);
        background: none;
        color: inherit;
        font: inherit;
        text-align: left;
        cursor: pointer;
      }
      li button:hover,
      li button[aria-current='true'] {
        background: var(--hub-sunken);
      }
      footage-player {
        border: 0;
        border-radius: 0;
        border-top: 1px solid var(--hub-line);
      }
      .part {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        padding: 10px 14px;
      }
    `,
  ];

  @property({ type: Number }) record = 0;
  /** When the record begins, ISO 8601: what is searched around at first. */
  @property() around = '';
  @property() officer = '';
  @state() private chosen: FootageItem | undefined;
  @state() private from: number | undefined;
  @state() private to: number | undefined;
  @state() private problem: Problem | undefined;
  @state() private busy = false;
  readonly #found = new Loaded<readonly FootageItem[]>(this);
  #clip: Clip | undefined;

  protected override render(): unknown {
    const at = Date.parse(this.around);
    const moment = (by: number) => (Number.isNaN(at) ? '' : localText(at + by));
    return html`<details class="panel"><summary>${text.title}</summary>
      <form @submit=${this.#onFind}>
        <input name="number" type="search" aria-label=${text.number} placeholder=${text.number}>
        <input name="officer" type="search" size="9" aria-label=${text.officer} placeholder=${text.officer} .value=${this.officer}>
        <input name="from" type="datetime-local" aria-label=${text.from} .value=${moment(-marginMs)}>
        <input name="to" type="datetime-local" aria-label=${text.to} .value=${moment(marginMs)}>
        <button class="button" type="submit">${text.find}</button></form>
      ${
        this.#found.value || this.#found.busy || this.#found.problem
          ? shown(this.#found, (clips) => (clips.length === 0 ? empty(text.none) : this.#list(clips)), { rows: 3 })
          : nothing
      }
      ${this.chosen && this.#clip ? this.#preview(this.chosen, this.#clip) : nothing}</details>`;
  }

  #list(clips: readonly FootageItem[]): unknown {
    return html`<ul>${clips.map(
      (
        clip,
      ) => html`<li><button type="button" aria-current=${clip.id === this.chosen?.id} @click=${() => this.#choose(clip)}>
        <b>${clip.officerName ?? clip.policeId ?? clip.deviceId ?? clip.externalId}</b><span class="num">${rangeSays(clip.start, clip.end)}</span>
        <span class="muted">${deviceSays(clip.deviceKind)} · ${clip.deviceId ?? clip.externalId}</span></button></li>`,
    )}</ul>`;
  }

  #preview(clip: FootageItem, shownClip: Clip): unknown {
    const { from = 0, to = clip.seconds } = this;
    const isNamed = this.from !== undefined || this.to !== undefined;
    return html`<footage-player .clip=${shownClip} .person=${watermarkPerson()} .language=${language()}></footage-player>
      <div class="part"><span>${text.part} <b class="num">${isNamed ? `${clockText(from)} – ${clockText(to)}` : text.whole}</b></span><span class="grow"></span>
        <button class="button small" type="button" @click=${() => this.#mark('from')}>${text.begin}</button>
        <button class="button small" type="button" @click=${() => this.#mark('to')}>${text.end}</button>
        <button class="button small primary" type="button" ?disabled=${this.busy || from >= to} @click=${() => this.#link(clip)}>${text.link}</button></div>
      ${this.problem ? html`<p class="part bad" role="alert">${this.problem.message} ${this.problem.remedy ?? ''}</p>` : nothing}`;
  }

  #onFind(event: SubmitEvent): void {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const field = (name: string): string => String(fields.get(name) ?? '').trim();
    const number = field('number');
    this.chosen = undefined;
    // A whole number names the clip: neither officer nor time narrow it then.
    const query = number
      ? { number, limit: 20 }
      : { officer: field('officer'), from: instantOf(field('from')), to: instantOf(field('to')), limit: 20 };
    void this.#found.run(async (signal) => (await listFootage(query, signal)).items);
  }

  #choose(clip: FootageItem): void {
    void loadPlayer();
    this.chosen = clip;
    this.#clip = { footage: clip };
    [this.from, this.to, this.problem] = [undefined, undefined, undefined];
  }

  #mark(edge: 'from' | 'to'): void {
    const seconds = this.renderRoot.querySelector('footage-player')?.media?.currentTime;
    if (seconds !== undefined) this[edge] = Math.round(seconds * 1000) / 1000;
  }

  async #link(clip: FootageItem): Promise<void> {
    const { from = 0, to = clip.seconds } = this;
    const moment = (seconds: number) => new Date(Date.parse(clip.start) + seconds * 1000).toISOString();
    const isNamed = this.from !== undefined || this.to !== undefined;
    this.busy = true;
    this.problem = undefined;
    try {
      await linkByHand(this.record, clip.id, isNamed ? { start: moment(from), end: moment(to) } : undefined);
      this.chosen = undefined;
      this.dispatchEvent(new CustomEvent('decided'));
    } catch (error) {
      this.problem = problemOf(error);
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-clip-finder': ClipFinder;
  }
}

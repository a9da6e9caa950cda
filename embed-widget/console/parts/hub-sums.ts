import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type HourSum, sumsOf } from '../../client/source.ts';
import { icons } from '../icons.ts';
import { keepFresh } from '../keep-fresh.ts';
import { Loaded } from '../loaded.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { dateText, localSays, momentText, numberSays, timeText } from './says.ts';
import { empty, shown } from './states.ts';

const text = defineTexts({
  title: ['收支核对：收到 = 入库 + 未变 + 死信', 'Sums: received = stored + unchanged + dead'],
  hour: ['小时', 'Hour'],
  received: ['收到', 'Received'],
  stored: ['入库', 'Stored'],
  unchanged: ['未变', 'Unchanged'],
  dead: ['死信', 'Dead'],
  theirs: ['对方声明', 'They say'],
  short: [(count: string) => `少 ${count}`, (count: string) => `${count} short`],
  balanced: ['平衡', 'Balanced'],
  all: [(count: number) => `全部 ${count} 小时`, (count: number) => `All ${count} hours`],
  none: ['近一天没有收到报文', 'Nothing came in the last day'],
});

const refreshMs = 30_000;
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const fewHours = 8;
const isWrong = ({ balanced, theirs }: HourSum): boolean =>
  !balanced || (theirs !== undefined && theirs.came < theirs.stated);
/** A moment as the filters of the message list write it. */
const minute = (at: number): string => localSays(at).slice(0, 16).replace(' ', 'T');

/** Hour by hour whether everything that came is accounted for; every number opens the messages behind it. */
@customElement('hub-sums')
export class SumsView extends LitElement {
  static override styles = [base, layout];

  @property() name = '';
  @state() private isOpen = false;
  readonly #sums = new Loaded<readonly HourSum[]>(this);

  constructor() {
    super();
    keepFresh(this, () => this.#load(), refreshMs);
  }

  protected override render(): unknown {
    return html`<section class="panel"><h2 style="white-space:normal">${text.title}</h2>${shown(this.#sums, (sums) => this.#table(sums), { again: () => this.#load() })}</section>`;
  }

  #table(sums: readonly HourSum[]): unknown {
    if (sums.length === 0) return empty(text.none);
    const isStated = sums.some(({ theirs }) => theirs !== undefined);
    const listed = [...sums].reverse().filter((sum, index) => this.isOpen || index < fewHours || isWrong(sum));
    return html`<div class="scroll"><table><thead><tr><th>${text.hour}</th>${isStated ? html`<th class="right">${text.theirs}</th>` : nothing}<th class="right">${text.received}</th><th class="right">${text.stored}</th>
      <th class="right">${text.unchanged}</th><th class="right">${text.dead}</th><th class="right wide">${text.balanced}</th></tr></thead>
      <tbody>${listed.map((sum) => this.#row(sum, isStated))}</tbody></table></div>
      ${
        listed.length < sums.length
          ? html`<div class="more"><button class="button small" type="button" @click=${() => {
              this.isOpen = true;
            }}>${text.all(sums.length)}</button></div>`
          : nothing
      }`;
  }

  #row({ hour, received, stored, unchanged, dead, balanced, theirs }: HourSum, isStated: boolean): unknown {
    const rows = (value: number, state: string, tone = ''): unknown =>
      html`<td class="right ${value > 0 ? tone : 'muted'}">${value > 0 && may('messages.read') ? html`<a class="link ${tone}" href=${this.#behind(hour, state)}>${numberSays(value)}</a>` : numberSays(value)}</td>`;
    const missing = theirs ? theirs.stated - theirs.came : 0;
    return html`<tr><td class="nowrap soft" title=${momentText(hour)}>${dateText(hour).slice(5)} ${timeText(hour).slice(0, 5)}</td>
      ${isStated ? html`<td class="right nowrap">${theirs ? numberSays(theirs.stated) : '—'} ${missing > 0 ? html`<span class="chip bad">${text.short(numberSays(missing))}</span>` : nothing}</td>` : nothing}
      ${rows(received, '')}${rows(stored, '')}${rows(unchanged, 'unchanged')}${rows(dead, 'dead', 'warn')}
      <td class="right wide">${balanced ? html`<span class="good">${icons.check}</span>` : html`<span class="bad">${icons.warn}</span>`}</td></tr>`;
  }

  #behind(hour: string, state: string): string {
    const from = Date.parse(hour);
    const query = new URLSearchParams({
      source: this.name,
      from: minute(from),
      to: minute(from + hourMs),
      ...(state ? { state } : {}),
    });
    return `/messages?${query}`;
  }

  #load(): void {
    const from = new Date(Date.now() - dayMs).toISOString();
    void this.#sums.run(async (signal) => (await sumsOf(this.name, from, signal)).items);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-sums': SumsView;
  }
}

import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type Arrivals, arrivalsOf } from '../../client/source-watch.ts';
import { keepFresh } from '../keep-fresh.ts';
import { Loaded } from '../loaded.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { numberSays } from './says.ts';
import { shown } from './states.ts';

const text = defineTexts({
  title: ['到达', 'Arrivals'],
  minutes: ['近 1 小时，每分钟', 'Last hour, by minute'],
  hours: ['近 48 小时，每小时', 'Last 48 hours, by hour'],
  rows: [(count: string) => `${count} 行`, (count: string) => `${count} rows`],
  most: [(count: string) => `最高 ${count}`, (count: string) => `at most ${count}`],
});

const minuteMs = 60_000;
const hourMs = 3_600_000;
const refreshMs = 15_000;
const height = 36;

interface Line {
  readonly label: string;
  readonly values: readonly number[];
}

/** Every span up to now, also those in which nothing came. */
const spans = (arrived: Arrivals['minutes'], spanMs: number, count: number): number[] => {
  const known = new Map(arrived.map(({ at, rows }) => [Math.floor(Date.parse(at) / spanMs), rows]));
  const now = Math.floor(Date.now() / spanMs);
  return Array.from({ length: count }, (_, index) => known.get(now - count + 1 + index) ?? 0);
};

/** How much a source brings: two small bar charts, by minute and by hour. */
@customElement('hub-arrivals')
export class ArrivalsView extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .lines {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(220px, 1fr));
        gap: 12px 24px;
        padding: 12px 14px;
      }
      svg {
        display: block;
        width: 100%;
        height: ${height}px;
        margin-top: 4px;
        border-bottom: 1px solid var(--hub-line-strong);
      }
      rect {
        fill: var(--hub-accent);
      }
      .line {
        display: flex;
        justify-content: space-between;
        gap: 8px;
        font-size: 12px;
      }
    `,
  ];

  @property() name = '';
  readonly #arrivals = new Loaded<Arrivals>(this);

  constructor() {
    super();
    keepFresh(this, () => this.#load(), refreshMs);
  }

  protected override render(): unknown {
    return html`<section class="panel"><h2>${text.title}</h2>${shown(
      this.#arrivals,
      ({ minutes, hours }) => html`<div class="lines">
        ${this.#line({ label: text.minutes, values: spans(minutes, minuteMs, 60) })}
        ${this.#line({ label: text.hours, values: spans(hours, hourMs, 48) })}</div>`,
      { again: () => this.#load(), rows: 2 },
    )}</section>`;
  }

  #line({ label, values }: Line): unknown {
    const top = Math.max(1, ...values);
    const sum = values.reduce((total, value) => total + value, 0);
    return html`<div><div class="line"><span class="soft">${label}</span><span><b class="num">${text.rows(numberSays(sum))}</b> <span class="muted num">${text.most(numberSays(Math.max(...values)))}</span></span></div>
      <svg viewBox="0 0 ${values.length} ${height}" preserveAspectRatio="none" role="img" aria-label="${label} ${text.rows(numberSays(sum))}">${values.map(
        (value, index) =>
          svg`<rect x=${index + 0.1} width="0.8" y=${height - (value / top) * (height - 2)} height=${(value / top) * (height - 2)} />`,
      )}</svg></div>`;
  }

  #load(): void {
    void this.#arrivals.run((signal) => arrivalsOf(this.name, signal));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-arrivals': ArrivalsView;
  }
}
